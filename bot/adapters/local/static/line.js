// The one connection to the bot. What a person does is kept until it was answered, and sent again after a cut.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;

export class Line {
  constructor(language, hear, cut) {
    this.address = `ws://${location.host}/live?language=${language}`;
    this.hear = hear;
    this.cut = cut;
    this.waiting = new Map(); // key → {act, answer}
    this.wait = FIRST_WAIT;
    this.open();
  }

  open() {
    this.socket = new WebSocket(this.address);
    this.socket.addEventListener("message", (event) => this.read(JSON.parse(event.data)));
    this.socket.addEventListener("close", () => {
      this.cut(true);
      setTimeout(() => this.open(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    });
  }

  read(frame) {
    if (frame.type === "done") {
      this.waiting.get(frame.key)?.answer(frame.problem);
      this.waiting.delete(frame.key);
      return;
    }
    this.hear(frame);
    if (frame.type !== "all") return;
    this.wait = FIRST_WAIT;
    this.cut(false);
    for (const { act } of this.waiting.values()) this.socket.send(JSON.stringify(act));
  }

  // Comes back with the problem there was, "" when all went well.
  act(what) {
    const act = { ...what, key: crypto.randomUUID() }; // the same key when it is sent again: done once
    return new Promise((answer) => {
      this.waiting.set(act.key, { act, answer });
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(act));
    });
  }
}

// Beside the chat: the clock, what to try, what the network carried, the view, and starting again.

import { $, $$, choose, fill, icon, make, match, walk, write } from "./dom.js";

const LONGEST_JOURNAL = 300;

export class Rail {
  constructor(town, act, useExample) {
    this.town = town;
    this.act = act;
    this.useExample = useExample;
    this.list = $("#tries");
    this.open = JSON.parse(sessionStorage.getItem("chapters") ?? "{}"); // chapter → whether somebody opened or closed it
    this.journal = $("#carried ol");
    walk($("#rail"), (tab) => this.tab(tab));
    walk($("#views"), (button) => {
      choose($("#views"), button);
      act({ do: "view", view: button.dataset.view });
    });
    $("#clock").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.pass(button);
    });
    $("#reset").addEventListener("click", () => $("#sure").showModal());
    $("#sure-no").addEventListener("click", () => $("#sure").close());
    $("#sure-yes").addEventListener("click", () => { $("#sure").close(); act({ do: "reset", language: town.language }); });
  }

  all(frame) {
    this.clock(frame.clock);
    $("#speaks").hidden = frame.speaks === this.town.language;
    this.view();
    this.journal.replaceChildren();
    for (const line of frame.carried) this.carry(line);
    $("#carried .empty").hidden = frame.carried.length > 0;
  }

  tab(chosen) {
    choose($("#rail"), chosen);
    for (const tab of $$("#rail [role=tab]")) $(`#${tab.getAttribute("aria-controls")}`).hidden = tab !== chosen;
  }

  async pass(button) {
    await this.passing(button.id === "due" ? { do: "due" } : { do: "shift", seconds: Number(button.dataset.seconds) });
  }

  // Time passes from one deadline to the next: that may take a moment.
  async passing(what) {
    const now = $("#now");
    now.dataset.passing = Number(now.dataset.passing ?? 0) + 1;
    await this.act(what);
    now.dataset.passing = Number(now.dataset.passing) - 1;
  }

  clock(clock) {
    write($("#now"), clock.now);
    $("#due").disabled = !clock.due;
    write($("#due small"), clock.due || this.town.words.nothing_due);
  }

  view() {
    choose($("#views"), $(`#views [data-view=${this.town.view}]`));
  }

  tries(chapters) {
    const { words } = this.town;
    const counted = (tries) => fill(words.progress, { done: tries.filter((one) => one.done).length, all: tries.length });
    write($("#progress"), counted(chapters.flatMap((chapter) => chapter.tries)));
    match(this.list, chapters, (chapter) => chapter.key, (chapter, place) => this.chapter(chapter.key, place === 0),
      (node, chapter) => {
        write($(".name", node), chapter.title);
        write($("small", node), counted(chapter.tries));
        node.classList.toggle("whole", chapter.tries.every((one) => one.done));
        match($("ul", node), chapter.tries, (one) => one.key, () =>
          make("li", {}, make("span", { class: "tick" }), make("div", {}, make("p"),
            make("button", { type: "button", class: "example" }, make("small"), make("span")))),
        (item, one) => this.line(item, one));
      });
  }

  // Folded but the first; whoever opens or closes one finds it so again.
  chapter(key, first) {
    const node = make("details", { class: "chapter", open: this.open[key] ?? first },
      make("summary", {}, make("svg"), make("span", { class: "name" }), make("small")), make("ul"));
    $("svg", node).replaceWith(icon("fold"));
    node.addEventListener("toggle", () => {
      this.open[key] = node.open;
      sessionStorage.setItem("chapters", JSON.stringify(this.open));
    });
    return node;
  }

  line(item, one) {
    const { words } = this.town;
    const done = String(one.done);
    if (item.dataset.done !== done) {
      item.dataset.done = done;
      $(".tick", item).replaceChildren(icon(one.done ? "done" : "open"), one.done ? make("span", { class: "aloud", text: `${words.done} :` }) : "");
    }
    write($("p", item), one.label);
    const button = $(".example", item);
    const whose = this.whose(one);
    const does = one.until ? fill(words.advance, { at: one.at }) : one.example;
    button.hidden = one.done || !(whose || does);
    button.title = one.example ? words.use_example : "";
    write($("small", button), whose);
    $("small", button).hidden = !whose;
    write($("span", button), does || words.go_there);
    button.onclick = () => this.use(one);
  }

  // Who does it, and where: "Léa · Lyon coopère".
  whose(one) {
    const { groups, people, words } = this.town;
    const person = people.find((each) => each.id === one.by);
    const place = one.private ? words.in_private : groups.find((group) => group.id === one.group)?.title;
    return [person && this.town.shortOf(person), place].filter(Boolean).join(" · ");
  }

  use(one) {
    this.useExample(one);
    if (one.until) this.passing({ do: "reach", at: one.until });
  }

  carry(line) {
    const { words } = this.town;
    const way = { in: words.to_bot, out: words.from_bot }[line.way];
    $("#carried .empty").hidden = true;
    this.journal.prepend(make("li", { class: line.way ? `way-${line.way}` : "" },
      make("span", { class: "way" }, line.way && icon(line.way), way && make("span", { class: "aloud", text: `${way} : ` })),
      make("span", { class: "carried", text: line.text })));
    while (this.journal.children.length > LONGEST_JOURNAL) this.journal.lastElementChild.remove();
  }
}

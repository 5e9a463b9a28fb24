// Beside the chat: the clock, what to try, what the network carried, the view, and starting again.

import { $, $$, choose, fill, icon, make, match, walk, write } from "./dom.js";

const LONGEST_JOURNAL = 300;

export class Rail {
  constructor(town, act, useExample) {
    this.town = town;
    this.act = act;
    this.useExample = useExample;
    this.list = $("#tries ul");
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

  // Time passes from one deadline to the next: that may take a moment.
  async pass(button) {
    const now = $("#now");
    now.dataset.passing = Number(now.dataset.passing ?? 0) + 1;
    await this.act(button.id === "due" ? { do: "due" } : { do: "shift", seconds: Number(button.dataset.seconds) });
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

  tries(tries) {
    const { words } = this.town;
    write($("#progress"), fill(words.progress, { done: tries.filter((one) => one.done).length, all: tries.length }));
    match(this.list, tries, (_, place) => place, () =>
      make("li", {}, make("span", { class: "tick" }), make("div", {}, make("p"), make("button", { type: "button", class: "example" }))),
    (item, one) => {
      const done = String(one.done);
      if (item.dataset.done !== done) {
        item.dataset.done = done;
        $(".tick", item).replaceChildren(icon(one.done ? "done" : "open"), one.done ? make("span", { class: "aloud", text: `${words.done} :` }) : "");
      }
      write($("p", item), one.label);
      const button = $(".example", item);
      button.hidden = !one.example;
      button.title = words.use_example;
      button.setAttribute("aria-label", `${words.use_example} : ${one.example}`);
      write(button, one.example);
      button.onclick = () => this.useExample(one);
    });
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

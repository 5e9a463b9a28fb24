// What does not fit beside its neighbours is shown smaller, in steps, and never cut or scrolled out of sight: people
// become their initials, then take more rows; the tabs of many groups become a menu.

import { $, badge, write } from "./dom.js";

// Gives `node` the steps that are needed for nothing of `inner` to be cut.
function fit(node, inner, steps) {
  node.classList.remove(...steps);
  for (const step of steps) {
    if (inner.scrollWidth <= inner.clientWidth + 1) return;
    node.classList.add(step);
  }
}

export class Fitting {
  constructor() {
    this.cast = $(".cast");
    this.header = $(".group > header");
    this.people = $("#personas");
    this.groups = $("#groups");
    this.where = $("#where");
    this.where.addEventListener("click", () => this.open(!this.header.classList.contains("open")));
    this.groups.addEventListener("click", () => this.open(false));
    document.addEventListener("click", (event) => { if (!this.header.contains(event.target)) this.open(false); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.header.classList.contains("open")) return;
      this.open(false);
      this.where.focus();
    });
    const again = new ResizeObserver(() => this.fit());
    for (const node of [this.cast, this.header]) again.observe(node);
    document.fonts.ready.then(() => this.fit());
  }

  fit() {
    fit(this.cast, this.people, ["initials", "rows"]);
    fit(this.header, this.groups, ["tight", "many"]);
    if (!this.header.classList.contains("many")) this.open(false);
  }

  // Where one is, and what waits in the other groups.
  here(title, elsewhere, words) {
    this.where.hidden = this.groups.hidden;
    write($(".name", this.where), title);
    badge($(".badge", this.where), elsewhere, words);
    this.fit();
  }

  open(is) {
    this.header.classList.toggle("open", is);
    this.where.setAttribute("aria-expanded", String(is));
    if (is) $("[aria-selected=true]", this.groups)?.focus();
  }
}

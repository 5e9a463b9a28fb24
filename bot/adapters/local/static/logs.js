// The conversations: one list per chat, of which one per side is shown.

import { $, icon, make, write } from "./dom.js";
import { Messages } from "./messages.js";

const NEAR = 90; // pixels from the end that still count as being at the end

export class Logs {
  constructor(town, act, tools, waiting) {
    this.town = town;
    this.waiting = waiting; // called when the number of unread messages may have changed
    this.messages = new Messages(town, act, tools);
    this.logs = new Map();
    this.items = new Map(); // message → its element, also in logs that are not in the page yet
    this.read = JSON.parse(localStorage.getItem("read") ?? "{}");
    this.shown = {};
    document.addEventListener("visibilitychange", () => this.settle());
    addEventListener("resize", () => this.settle());
  }

  // After the first look and after a cut: what is there is patched, what is gone goes.
  reset() {
    const last = Math.max(0, ...this.town.posts.keys());
    for (const [chat, number] of Object.entries(this.read)) if (number > last) delete this.read[chat];
    for (const log of this.logs.values()) {
      for (const item of [...log.list.children]) if (!this.town.posts.has(Number(item.id.slice(1)))) this.take(item);
    }
    for (const post of this.town.posts.values()) this.place(post);
    for (const chat of this.logs.keys()) this.relate(chat);
  }

  log(chat) {
    if (this.logs.has(chat)) return this.logs.get(chat);
    const list = make("ol");
    const empty = make("p", { class: "empty" });
    const root = make("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", hidden: true }, empty, list);
    const more = make("button", { type: "button", class: "more", hidden: true }, icon("down"), make("span"));
    const log = { root, list, empty, more, stick: true, top: 0 };
    root.addEventListener("scroll", () => {
      // Only going up lets go of the end: a picture that takes its room meanwhile does not.
      const end = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR;
      if (end || root.scrollTop < log.top) log.stick = end;
      log.top = root.scrollTop;
      if (end) more.hidden = true;
    }, { passive: true });
    more.addEventListener("click", () => { this.toEnd(log); root.focus({ preventScroll: true }); });
    // The room changes with what is being written below, and the list when letters get their own forms.
    const resized = new ResizeObserver(() => { if (log.stick) this.toEnd(log); });
    for (const node of [root, list]) resized.observe(node);
    // Pictures take their room when they are loaded.
    root.addEventListener("load", () => { if (log.stick) this.toEnd(log); }, true);
    this.logs.set(chat, log);
    return log;
  }

  place(post) {
    const { list } = this.log(post.chat);
    let item = this.items.get(post.id);
    if (!item) {
      item = this.messages.create(post);
      const after = [...list.children].findLast((one) => Number(one.id.slice(1)) < post.id);
      if (after) after.after(item);
      else list.prepend(item);
      this.items.set(post.id, item);
    }
    this.messages.paint(item, post);
    return item;
  }

  post(post) {
    const log = this.log(post.chat);
    const known = this.items.has(post.id);
    const item = this.place(post);
    this.messages.relate(item);
    if (item.nextElementSibling) this.messages.relate(item.nextElementSibling);
    if (!known && post.by === this.town.me) log.stick = true;
    if (!known && !log.stick && !log.root.hidden) log.more.hidden = false;
    this.settle();
    this.waiting();
  }

  gone(id) {
    const post = this.town.posts.get(id);
    this.town.posts.delete(id);
    const item = this.items.get(id);
    const next = item?.nextElementSibling;
    if (item) this.take(item);
    if (next) this.messages.relate(next);
    for (const other of this.town.posts.values()) if (other.reply === id) this.place(other);
    if (post) this.settle();
  }

  take(item) {
    this.items.delete(Number(item.id.slice(1)));
    item.remove();
  }

  relate(chat) {
    for (const item of this.log(chat).list.children) this.messages.relate(item);
  }

  repaint() {
    for (const chat of Object.values(this.shown)) {
      for (const post of this.town.posts.values()) if (post.chat === chat) this.place(post);
    }
  }

  enter(side, chat, empty, inside, language = "") {
    const holder = $(`#${side} .logs`);
    const log = this.log(chat);
    if (log.root.parentElement !== holder) holder.append(log.root, log.more);
    for (const [name, other] of this.logs) {
      if (other.root.parentElement !== holder) continue;
      other.root.hidden = name !== chat;
      if (name !== chat) other.more.hidden = true;
    }
    log.root.setAttribute("aria-labelledby", `${side}-title`);
    if (language) log.list.lang = language;
    log.root.classList.toggle("closed", !inside);
    write(log.empty, empty);
    write($("span", log.more), this.town.words.new_below);
    this.shown[side] = chat;
    this.settle();
  }

  // Keeps to the end where the reader was at the end, and counts what is in sight as read.
  settle() {
    for (const chat of Object.values(this.shown)) {
      const log = this.logs.get(chat);
      log.empty.hidden = log.list.childElementCount > 0;
      if (!log.root.clientHeight) continue;
      if (log.stick) this.toEnd(log);
      if (document.hidden) continue;
      const last = Number(log.list.lastElementChild?.id.slice(1) ?? 0);
      if ((this.read[chat] ?? 0) < last) {
        this.read[chat] = last;
        localStorage.setItem("read", JSON.stringify(this.read));
      }
    }
  }

  // A last message that is taller than the room shows its beginning: a result says first what came out.
  toEnd(log) {
    const last = log.list.lastElementChild;
    log.root.scrollTop = last ? Math.min(last.offsetTop, log.root.scrollHeight) : log.root.scrollHeight;
    log.more.hidden = true;
  }

  unread(chat) {
    const from = this.read[chat] ?? 0;
    let count = 0;
    for (const post of this.town.posts.values()) if (post.chat === chat && post.id > from && !post.by) count += 1;
    return count;
  }

  show(id) {
    const item = this.items.get(id);
    if (!item) return;
    item.scrollIntoView({ block: "center" });
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.classList.remove("found");
    void item.offsetWidth; // begins the mark again
    item.classList.add("found");
  }
}

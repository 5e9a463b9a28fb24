// Where a person writes: Enter sends, Shift+Enter begins a new line, and a draft is kept for each person in each chat.
// A document that was chosen goes along with the next message; it is not kept.

import { $, fill, make, match, write } from "./dom.js";

const LARGEST = 4000000; // bytes, as the network has it
const CHUNK = 32768; // what may be given to a function at once

export class Composer {
  constructor(form, town, act, lost) {
    this.form = form;
    this.town = town;
    this.act = act;
    this.lost = lost; // called with the problem when something could not be sent
    this.text = $("textarea", form);
    this.reply = 0;
    this.editing = 0;
    this.file = null;
    const clip = $(".attach", form);
    if (clip) this.takes(clip, $("input[type=file]", form));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("input", () => { this.keep(); this.hint(); });
    $(".drop", form).addEventListener("click", () => this.drop());
    $(".erase", form).addEventListener("click", () => this.erase());
  }

  takes(clip, input) {
    clip.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.value = ""; // the same one may be chosen again
      if (file) this.attach(file);
    });
  }

  attach(file) {
    if (file.size > LARGEST) {
      this.lost(fill(this.town.words.too_large, { most: LARGEST / 1e6 }));
      return;
    }
    if (this.editing) this.drop();
    this.file = file;
    this.tell();
    this.text.focus();
  }

  // Another chat or another person: their own draft comes back.
  enter(chat) {
    if (this.chat === chat && this.me === this.town.me) return;
    this.chat = chat;
    this.me = this.town.me;
    this.reply = this.editing = 0;
    this.file = null;
    this.text.value = sessionStorage.getItem(this.place()) ?? "";
    this.grow();
    this.tell();
  }

  place() {
    return `draft ${this.me} ${this.chat}`;
  }

  keep() {
    if (!this.editing) sessionStorage.setItem(this.place(), this.text.value);
    this.grow();
  }

  // Commands that begin with what is typed so far, as buttons before the text.
  hint() {
    const begun = /^[/!]\S*$/.test(this.text.value) ? this.text.value.slice(1).toLowerCase() : null;
    const found = begun === null ? [] : this.town.commands.filter(([name]) => name.startsWith(begun) && name !== begun);
    const hints = $(".hints", this.form);
    hints.hidden = !found.length;
    match(hints, found.slice(0, 8), ([name]) => name, ([name, does]) =>
      make("button", { type: "button", onclick: () => this.put(`/${name} `) }, make("b", { text: `/${name}` }), make("small", { text: does })), () => {});
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  put(text) {
    this.editing = 0;
    this.text.value = text;
    this.keep();
    this.hint();
    this.tell();
    this.text.focus();
  }

  answer(id) {
    if (this.editing) this.drop();
    this.reply = id;
    this.tell();
    this.text.focus();
  }

  edit(id) {
    this.reply = 0;
    this.file = null;
    this.editing = id;
    this.text.value = this.town.posts.get(id).lines.map((line) => line[0]).join("\n");
    this.grow();
    this.tell();
    this.text.focus();
  }

  drop() {
    this.reply = this.editing = 0;
    this.file = null;
    this.text.value = sessionStorage.getItem(this.place()) ?? "";
    this.grow();
    this.tell();
    this.text.focus();
  }

  tell() {
    const { words } = this.town;
    const answered = this.town.posts.get(this.reply);
    $(".context", this.form).hidden = !answered && !this.editing && !this.file;
    $(".erase", this.form).hidden = !this.editing || !this.town.can.delete;
    $(".context svg use", this.form).setAttribute("href", this.editing ? "#i-edit" : this.file ? "#i-clip" : "#i-reply");
    const button = $(".send", this.form);
    button.title = this.editing ? words.save : words.send;
    write($("span", button), button.title);
    const said = answered ? `${fill(words.replying, { name: this.town.nameOf(answered) })} · ${answered.lines[0]?.[0] ?? ""}` : words.editing;
    const along = this.file ? fill(words.attached, { name: this.file.name }) : "";
    write($(".context-text", this.form), along && answered ? `${along} · ${said}` : along || said);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && (this.reply || this.editing || this.file)) {
      this.drop();
    } else if (event.key === "ArrowUp" && !this.text.value && this.town.can.edit) {
      const mine = [...this.town.posts.values()].findLast((post) => post.chat === this.chat && post.by === this.me && !post.service);
      if (mine) { event.preventDefault(); this.edit(mine.id); }
    }
  }

  async send() {
    const text = this.text.value.trim();
    const { chat, editing, reply, file } = this;
    if (!(text || file) || !chat) return;
    const place = this.place();
    this.reply = this.editing = 0;
    this.file = null;
    this.text.value = "";
    if (editing) this.text.value = sessionStorage.getItem(place) ?? "";
    else sessionStorage.removeItem(place);
    this.grow();
    this.hint();
    this.tell();
    const problem = editing ? await this.act({ do: "edit", message: editing, text })
      : await this.act({ do: "say", chat, text, reply, ...(file && { file: await packed(file) }) });
    if (!problem) return;
    this.lost(problem);
    if (file && !this.file && this.chat === chat && this.place() === place) { this.file = file; this.tell(); }
    if (!this.text.value && this.chat === chat && this.place() === place) this.put(text);
  }

  async erase() {
    const message = this.editing;
    this.drop();
    const problem = await this.act({ do: "delete", message });
    if (problem) this.lost(problem);
  }
}

async function packed(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let held = "";
  for (let at = 0; at < bytes.length; at += CHUNK) held += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return { name: file.name, type: file.type, content: btoa(held) };
}

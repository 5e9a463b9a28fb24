// One message: made once, then changed in place, so that focus and a screen reader's place stay where they are.

import { $, fill, icon, make, match, write } from "./dom.js";

const KEYCAP = /^([0-9])\ufe0f?\u20e3$/;
const SOON = 5 * 60 * 1000;

// A keycap is drawn as its digit: many machines have no colour font for it.
const spoken = (key) => (key === "\u{1f51f}" ? "10" : (KEYCAP.exec(key)?.[1] ?? key));
const isKeycap = (key) => key === "\u{1f51f}" || KEYCAP.test(key);

export function face(initials, place, bot = false) {
  const node = make("span", { class: `face ${bot ? "face-bot" : `hue-${place % 8}`}`, "aria-hidden": "true" });
  if (bot) node.append(icon("mark"));
  else node.textContent = initials;
  return node;
}

// As the bot numbers them itself: the choices in their order, then the addresses.
function numbered(rows, hint) {
  const all = rows.flat();
  const choices = all.filter((button) => button.data).map((button, place) => ({ said: `${place + 1}. ${button.label}` }));
  const links = all.filter((button) => button.url).map((button) => ({ said: `${button.label} : ${button.url}` }));
  return [...choices, ...links, ...(choices.length ? [{ said: hint, hint: true }] : [])];
}

export class Messages {
  constructor(town, act, tools) {
    this.town = town;
    this.act = act;
    this.tools = tools; // what the tool buttons of a message do: reply, edit, show
  }

  create(post) {
    const item = make("li", { class: "post", id: `m${post.id}` });
    item.append(make("p", { class: "day", hidden: true }));
    if (post.service) {
      item.append(make("p", { class: "service" }));
      return item;
    }
    item.append(
      face(this.town.initialsOf(this.town.nameOf(post)), this.town.placeOf(post.by), !post.by),
      make("div", { class: "bubble" },
        make("div", { class: "byline" },
          make("span", { class: "who" }), make("time", { class: "when" }), make("span", { class: "flag", hidden: true }),
          make("span", { class: "tools" })),
        make("button", { type: "button", class: "answering", hidden: true, onclick: () => this.tools.show(this.town.posts.get(post.id)?.reply) }),
        make("div", { class: "lines" }), make("div", { class: "extras" }),
        make("div", { class: "rows" }), make("div", { class: "marks" })));
    return item;
  }

  paint(item, post) {
    const { town } = this;
    const mine = post.by === town.me;
    item.classList.toggle("mine", mine && !post.service);
    item.classList.toggle("bot", !post.by);
    if (post.service) {
      write($(".service", item), post.service);
      return;
    }
    write($(".who", item), town.nameOf(post));
    const when = $(".when", item);
    when.dateTime = post.at;
    write(when, post.at ? town.hour(post.at) : "");
    const flags = [post.edited && town.words.edited, post.pinned && town.words.pinned].filter(Boolean).join(" · ");
    const flag = $(".flag", item);
    flag.hidden = !flags;
    write(flag, flags);
    this.paintTools($(".tools", item), post, mine);
    this.paintAnswering($(".answering", item), post);
    this.paintLines($(".lines", item), post);
    this.paintExtras($(".extras", item), post);
    this.paintRows($(".rows", item), post);
    this.paintMarks($(".marks", item), post);
  }

  // The day above the first message of a day, and a name only where the speaker changes.
  relate(item) {
    const post = this.town.posts.get(Number(item.id.slice(1)));
    const above = item.previousElementSibling;
    const before = above && this.town.posts.get(Number(above.id.slice(1)));
    const day = post.at && this.town.day(post.at);
    const label = $(".day", item);
    label.hidden = !day || (before?.at && this.town.day(before.at) === day);
    if (!label.hidden) write(label, day);
    const follows = before && label.hidden && !before.service && !post.service && before.by === post.by
      && new Date(post.at) - new Date(before.at) < SOON;
    item.classList.toggle("follows", Boolean(follows));
  }

  paintTools(node, post, mine) {
    const { words, can } = this.town;
    const tools = [{ name: "reply", label: fill(words.reply_to, { name: this.town.nameOf(post) }), title: words.reply }];
    if (mine && can.edit) tools.unshift({ name: "edit", label: words.edit, title: words.edit });
    match(node, tools, (tool) => tool.name,
      (tool) => make("button", { type: "button", class: "tool", onclick: () => this.tools[tool.name](post.id) }, icon(tool.name)),
      (button, tool) => { button.setAttribute("aria-label", tool.label); button.title = tool.title; });
  }

  paintAnswering(node, post) {
    node.hidden = post.reply === undefined;
    if (node.hidden) return;
    const answered = this.town.posts.get(post.reply);
    const said = answered ? `${this.town.nameOf(answered)} : ${answered.lines.map((line) => line[0]).join(" ")}` : this.town.words.gone;
    write(node, [...said].slice(0, 90).join(""));
    node.disabled = !answered;
  }

  paintLines(node, post) {
    match(node, post.lines, (line, place) => `${place}${line[1]}`,
      (line) => make(line[1] === "quote" ? "blockquote" : "p", { class: `said ${line[1]}` }),
      (said, line) => write(said, line[0]));
  }

  paintExtras(node, post) {
    const extras = [];
    if (post.picture) extras.push({ kind: "picture", ...post.picture });
    if (post.file) extras.push({ kind: "file", ...post.file });
    match(node, extras, (extra) => extra.kind,
      (extra) => extra.kind === "picture" ? make("img", { class: "picture", decoding: "async" })
        : make("a", { class: "file" }, icon("file"), make("span")),
      (child, extra) => {
        if (extra.kind === "picture") {
          if (child.getAttribute("src") !== extra.src) child.src = extra.src;
          child.alt = extra.alt;
          return;
        }
        write($("span", child), extra.name);
        child.setAttribute("aria-label", fill(this.town.words.download, { name: extra.name }));
        if (child.dataset.content === extra.content) return;
        child.dataset.content = extra.content;
        if (child.href) URL.revokeObjectURL(child.href);
        const content = extra.base64 ? Uint8Array.from(atob(extra.content), (char) => char.charCodeAt(0)) : extra.content;
        child.href = URL.createObjectURL(new Blob([content], { type: extra.type }));
        child.download = extra.name;
      });
  }

  // A view without buttons has the numbers that stand for them, under older messages too.
  paintRows(node, post) {
    const { press } = this.town.can;
    const rows = (post.rows || []).map((row) => ({ row }));
    match(node, press ? rows : numbered(post.rows || [], this.town.words.by_number), (one, place) => (one.row ? place : `n${place}`),
      (one) => (one.row ? make("div", { class: "row" }) : make("p", { class: one.hint ? "said note" : "said" })),
      (child, one) => (one.row ? this.paintRow(child, one.row, post.id) : write(child, one.said)));
  }

  paintRow(row, buttons, id) {
    match(row, buttons, (button, place) => (button.url ? `link ${place}` : place),
      (button) => button.url ? make("a", { class: "choice", target: "_blank", rel: "noopener noreferrer" })
        : make("button", { type: "button", class: "choice", onclick: (event) => this.press(id, event.currentTarget) }),
      (child, button) => {
        write(child, button.label);
        if (button.url) child.href = button.url;
        else child.dataset.data = button.data;
      });
  }

  async press(id, button) {
    button.setAttribute("aria-busy", "true");
    await this.act({ do: "press", message: id, data: button.dataset.data });
    button.removeAttribute("aria-busy");
  }

  paintMarks(node, post) {
    const { can, me, words } = this.town;
    match(node, (can.react && post.marks) || [], (mark) => mark.key,
      (mark) => make("button", { type: "button", class: "mark", onclick: (event) => this.react(post.id, mark.key, event.currentTarget) },
        make("span", { class: isKeycap(mark.key) ? "cap" : "key" }), make("span", { class: "count" })),
      (button, mark) => {
        write($("span", button), spoken(mark.key));
        write($(".count", button), String(mark.count));
        button.setAttribute("aria-pressed", String(mark.people.includes(me)));
        button.setAttribute("aria-label", fill(words.reaction, { key: spoken(mark.key), n: mark.count }));
      });
  }

  react(id, key, button) {
    return this.act({ do: "react", message: id, mark: key, on: button.getAttribute("aria-pressed") !== "true" });
  }
}

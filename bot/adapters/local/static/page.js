// The try-out: who is here, what they said, and the levers beside it. The network decides; this page only shows.

import { Composer } from "./composer.js";
import { $, $$, badge, choose, fill, make, match, walk, write } from "./dom.js";
import { Fitting } from "./fitting.js";
import { Line } from "./line.js";
import { Logs } from "./logs.js";
import { face } from "./messages.js";
import { Rail } from "./rail.js";
import { Town } from "./town.js";

const LONGEST_TOAST = 10_000; // milliseconds; what is longer to read is in the private chat, too

const language = document.documentElement.lang;
const town = new Town(language);
const toasts = $("#toasts");
const cast = $("#personas");
const groupTabs = $("#groups");

const act = (what) => line.act({ as: town.me, ...what });
const complain = (problem) => problem && toast(problem);
const tools = {
  reply: (id) => composers[sideOf(id)].answer(id),
  edit: (id) => composers[sideOf(id)].edit(id),
  show: (id) => logs.show(id),
};
const composers = {
  group: new Composer($("#group .composer"), town, act, toast),
  private: new Composer($("#private .composer"), town, act, toast),
};
const logs = new Logs(town, async (what) => complain(await act(what)), tools, waiting);
const rail = new Rail(town, async (what) => complain(await act(what)), useExample);
const fitting = new Fitting();
const line = new Line(language, hear, cut);

function hear(frame) {
  switch (frame.type) {
    case "all":
      town.read(frame);
      logs.reset();
      rail.all(frame);
      crowd();
      break;
    case "people": town.crowd(frame); crowd(); break;
    case "post": town.posts.set(frame.post.id, frame.post); logs.post(frame.post); break;
    case "gone": logs.gone(frame.id); break;
    case "view": town.seen(frame); rail.view(); logs.repaint(); break;
    case "toast": toast(frame.text, frame.user); break;
    case "clock": rail.clock(frame.clock); break;
    case "tries": rail.tries(frame.tries); break;
    case "carried": rail.carry(frame.line); break;
  }
}

// ── who speaks ──

function crowd() {
  match(cast, town.people, (person) => person.id, (person, place) =>
    make("button", { type: "button", role: "radio", class: "persona" }, face(town.initialsOf(person.name), place), make("span", { class: "name" }), make("b", { class: "badge", hidden: true })),
  (button, person) => { write($(".name", button), town.shortOf(person)); write($(".face", button), town.initialsOf(person.name)); button.title = person.name; });
  choose(cast, [...cast.children].find((button) => button.dataset.key === town.me));
  enter();
}

walk(cast, (button) => become(button.dataset.key));

function become(id) {
  if (id === town.me) return;
  town.become(id);
  const button = [...cast.children].find((one) => one.dataset.key === id);
  choose(cast, button);
  for (const node of $$(".toast", toasts)) if (node.dataset.for && node.dataset.for !== id) node.remove();
  enter();
}

// Shows the chats of the present person.
function enter() {
  const me = town.person;
  if (!me) return;
  const group = town.group;
  const { words } = town;
  if (group) {
    const inside = group.members.some((member) => member.id === me.id);
    write($("#group-title"), group.title);
    members(group, inside);
    outside($("#group"), !inside, fill(words.not_in, { name: me.name }), fill(words.join, { name: me.name }),
      () => act({ do: "join", chat: group.id }).then(complain));
    logs.enter("group", group.id, words.nothing_group, inside);
    composers.group.enter(group.id);
  }
  tabs();
  write($("#private-title"), fill(words.private_of, { name: me.name }));
  write($("#private-aside"), fill(me.bot ? words.nobody_else : words.blocked, { name: me.name }));
  logs.enter("private", me.chat, fill(words.nothing_private, { name: me.name }), true, me.language);
  composers.private.enter(me.chat);
  logs.repaint();
  waiting();
}

function outside(panel, is, sentence, label, join) {
  const node = $(".outside", panel);
  node.hidden = !is;
  $(".line", panel).hidden = is;
  write($("span", node), sentence);
  write($("button", node), label);
  $("button", node).onclick = join;
}

function members(group, inside) {
  const { words } = town;
  const known = group.members.map((member) => ({ ...member, ...town.people.find((person) => person.id === member.id), organizer: member.organizer }));
  write($("#members .long"), known.length === 1 ? words.member : fill(words.members, { n: known.length }));
  $("#members .short").dataset.count = known.length;
  match($("#members ul"), known, (member) => member.id, () => make("li", {}, make("span"), make("small")), (item, member) => {
    write($("span", item), member.name);
    write($("small", item), member.organizer ? words.organizer : "");
  });
  const leave = $("#leave");
  leave.hidden = !inside;
  write(leave, fill(words.leave, { name: town.person.name }));
  leave.onclick = () => { $("#members").open = false; act({ do: "leave", chat: group.id }).then(complain); };
}

function tabs() {
  groupTabs.hidden = town.groups.length < 2;
  $("#group-title").hidden = !groupTabs.hidden;
  match(groupTabs, town.groups, (group) => group.id, () => make("button", { type: "button", role: "tab" }, make("span", { class: "name" }), make("b", { class: "badge", hidden: true })),
    (tab, group) => write($(".name", tab), group.title));
  choose(groupTabs, [...groupTabs.children].find((tab) => tab.dataset.key === town.group?.id));
}

walk(groupTabs, (tab) => { town.visit(tab.dataset.key); enter(); });

document.addEventListener("keydown", (event) => { if (event.key === "Escape") $("#members").open = false; });
document.addEventListener("click", (event) => { if (!$("#members").contains(event.target)) $("#members").open = false; });

// ── what waits ──

const mark = (node, count) => badge(node, count, town.words);

function waiting() {
  for (const button of cast.children) {
    const person = town.people.find((one) => one.id === button.dataset.key);
    mark($(".badge", button), person ? logs.unread(person.chat) : 0);
  }
  for (const tab of groupTabs.children) mark($(".badge", tab), logs.unread(tab.dataset.key));
  mark($(".panels [data-panel=group] .badge"), town.group ? logs.unread(town.group.id) : 0);
  mark($(".panels [data-panel=private] .badge"), town.person ? logs.unread(town.person.chat) : 0);
  const others = town.groups.filter((group) => group.id !== town.group?.id);
  fitting.here(town.group?.title ?? "", others.reduce((sum, group) => sum + logs.unread(group.id), 0), town.words);
}

// ── panels, on narrow screens ──

function panel(name) {
  document.body.dataset.panel = name;
  for (const button of $$(".panels button")) button.setAttribute("aria-current", String(button.dataset.panel === name));
  logs.settle();
  waiting();
}

$(".panels").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  panel(button.dataset.panel);
  for (const node of $$(".toast:not(.toast-lost)", toasts)) node.remove(); // read, and in the way
});
panel("group");

// A skip link leads into a panel that a narrow screen may not be showing.
for (const link of $$(".skip")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const target = $(link.hash);
    panel(target.closest(".panel").id);
    target.focus();
  });
}

const sideOf = (id) => (town.isGroup(town.posts.get(id)?.chat) ? "group" : "private");

// By whom and where it does what it is an example of. Time that passes is looked at from where one is.
function useExample({ example, private: isPrivate, by, group, until }) {
  const side = isPrivate ? "private" : "group";
  if (by) become(by);
  if (group && group !== town.here) {
    town.visit(group);
    enter();
  }
  if (until) return;
  panel(side);
  if (example) composers[side].put(example);
  else $(`#${side} .line:not([hidden]) textarea, #${side} .outside:not([hidden]) button`)?.focus();
}

// F6 goes round the parts, and Shift+F6 back, as in other programs: far fewer keys than Tab through every message.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F6") return;
  event.preventDefault();
  const parts = [cast, $("#group"), $("#private"), $("#try")];
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const next = parts[(Math.max(here, event.shiftKey ? 0 : -1) + step + parts.length) % parts.length];
  if (next.id !== cast.id) panel(next.id);
  $("[aria-checked=true], .line:not([hidden]) textarea, .outside:not([hidden]) button, #clock", next)?.focus();
});

// ── short answers, and the connection ──

function toast(text, user = "") {
  const person = town.people.find((one) => one.id === user);
  const node = make("p", { class: "toast", "data-for": user },
    person && make("span", { class: "toast-for", text: `${fill(town.words.toast_for, { name: person.name })} ` }), make("span", { text }));
  for (const old of $$(".toast:not(.toast-lost)", toasts)) old.remove(); // one at a time: they stand over the chat
  toasts.append(node);
  setTimeout(() => node.remove(), Math.min(4000 + 50 * text.length, LONGEST_TOAST));
}

let lost = null;

function cut(off) {
  document.body.classList.toggle("cut", off);
  if (off && !lost && town.words.lost) {
    lost = make("p", { class: "toast toast-lost", text: town.words.lost });
    toasts.append(lost);
  } else if (!off && lost) {
    lost.remove();
    lost = null;
    toast(town.words.back);
  }
}

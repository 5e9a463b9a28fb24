// Small tools for the page's elements. Text is only ever set as text: nothing people write is read as markup.

const SVG = "http://www.w3.org/2000/svg";

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// Sets text only when it differs, so that a screen reader is not told what it already knows.
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Makes the children of `parent` stand for `items`. A child that stays is never moved nor replaced: focus stays in it.
export function match(parent, items, key, create, update) {
  const there = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item, place) => String(key(item, place)));
  for (const [name, child] of there) if (!wanted.includes(name)) child.remove();
  let before = parent.firstElementChild;
  items.forEach((item, place) => {
    let child = there.get(wanted[place]);
    if (!child) {
      child = create(item, place);
      child.dataset.key = wanted[place];
      parent.insertBefore(child, before);
    } else if (child === before) before = before.nextElementSibling;
    else parent.insertBefore(child, before);
    update(child, item, place);
  });
}

// Arrow keys walk among the buttons of a radio group or a tab list; only the chosen one is a stop of the Tab key.
export function walk(root, pick) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[role=radio],[role=tab]");
    if (button) pick(button);
  });
  root.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = $$("[role=radio],[role=tab]", root);
    const here = all.indexOf(document.activeElement);
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : here + step;
    if (here < 0 || Number.isNaN(next)) return;
    event.preventDefault();
    const button = all[(next + all.length) % all.length];
    button.focus();
    pick(button);
  });
}

export function choose(root, chosen) {
  for (const button of $$("[role=radio],[role=tab]", root)) {
    const on = button === chosen;
    button.setAttribute(button.getAttribute("role") === "tab" ? "aria-selected" : "aria-checked", String(on));
    button.tabIndex = on ? 0 : -1;
  }
}

// How many things wait, for the eye and for the ear.
export function badge(node, count, words) {
  if (!node) return;
  node.hidden = !count;
  if (!count) return;
  node.replaceChildren(make("span", { "aria-hidden": "true", text: count > 99 ? "99+" : String(count) }),
    make("span", { class: "aloud", text: `, ${count === 1 ? words.waiting_one : fill(words.waiting, { n: count })}` }));
}

// Fills the open blanks of a sentence.
export const fill = (sentence, blanks) => sentence.replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);

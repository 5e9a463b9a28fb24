// What the page knows of the network, and who is looking.

const ends = (name) => {
  const all = name.trim().split(/\s+/).map((part) => [...part].filter((one) => /[\p{L}\p{N}]/u.test(one)).join("") || part);
  return all.length > 1 ? [all[0], all.at(-1)] : [all[0], ""];
};
const start = (part, letters) => (([first = "", ...rest]) => first.toUpperCase() + rest.slice(0, letters - 1).join(""))([...part]);
const WAYS = [[1, 1], [2, 1], [1, 2], [2, 2]].map(([of, by]) => (name) => {
  const [first, last] = ends(name);
  return start(first, of) + start(last, by);
});

export class Town {
  constructor(language) {
    this.language = language;
    this.words = {};
    this.people = [];
    this.groups = [];
    this.posts = new Map();
    this.can = {};
    this.commands = [];
    this.me = sessionStorage.getItem("me") ?? "";
    this.here = sessionStorage.getItem("group") ?? "";
  }

  read(frame) {
    this.words = frame.words;
    this.bot = frame.bot;
    this.posts = new Map(frame.posts.map((post) => [post.id, post]));
    const locale = this.language === "en" ? "en-GB" : this.language; // days before months, as the bot writes them
    const form = (options) => new Intl.DateTimeFormat(locale, { timeZone: frame.zone, ...options });
    this.hours = form({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.days = form({ weekday: "long", day: "numeric", month: "long" });
    this.crowd(frame);
    this.seen(frame);
  }

  crowd(frame) {
    this.people = frame.people;
    this.groups = frame.groups;
    this.commands = frame.commands;
    if (!this.person && this.people.length) this.become(this.people[0].id);
    if (!this.group && this.groups.length) this.visit(this.groups[0].id);
  }

  seen(frame) {
    this.view = frame.view;
    this.can = frame.can;
  }

  become(id) {
    this.me = id;
    sessionStorage.setItem("me", id);
  }

  visit(group) {
    this.here = group;
    sessionStorage.setItem("group", group);
  }

  get person() {
    return this.people.find((person) => person.id === this.me);
  }

  get group() {
    return this.groups.find((group) => group.id === this.here);
  }

  isGroup(chat) {
    return this.groups.some((group) => group.id === chat);
  }

  placeOf(id) {
    return this.people.findIndex((person) => person.id === id);
  }

  // A first name, with an initial where two people share it.
  shortOf(person) {
    const [first, ...rest] = person.name.split(/\s+/);
    const alone = this.people.filter((one) => one.name.split(/\s+/)[0] === first).length < 2;
    return alone || !rest.length ? first : `${first} ${[...rest.at(-1)][0]}.`;
  }

  // Of the first name and of the last; where that is said of somebody else too, with one more letter of either.
  initialsOf(name) {
    const others = this.people.map((person) => person.name).filter((one) => one !== name);
    const found = WAYS.find((way) => others.every((one) => way(one) !== way(name)));
    return (found ?? WAYS[0])(name);
  }

  nameOf(post) {
    return post.by ? (this.people.find((person) => person.id === post.by)?.name ?? post.by) : this.bot;
  }

  hour(at) {
    const said = this.hours.format(new Date(at));
    if (this.language !== "fr") return said;
    const [hour, minute] = said.split(":");
    return `${Number(hour)}\u00a0h${minute === "00" ? "" : `\u00a0${minute}`}`;
  }

  day(at) {
    return this.days.format(new Date(at)).replace(/(^|\s)1(?=\s)/, (one) => (this.language === "fr" ? `${one}er` : one));
  }
}

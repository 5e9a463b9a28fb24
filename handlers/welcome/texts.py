"""What a group tells its newcomers, changed in the chat: texts looked at first, dates, places, whom to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note, quote, title
from bot.core.asking import yes_or_no
from bot.core.command import Keys, parts_of
from bot.core.rows import Room
from bot.domain import when
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import LANGUAGES as SPOKEN
from bot.domain.names import clean, fold
from bot.domain.permissions import Act
from bot.domain.places import MOST as MOST_PLACES
from bot.domain.places import PLACE, coarse
from bot.domain.welcome_texts import Kind, WelcomeText, read
from handlers import rights
from handlers.context import Ctx
from handlers.rooms import WhichGroup, one_of_each
from handlers.welcome import actions as act
from handlers.welcome import service
from handlers.welcome.feature import welcome

KEYS = Keys({
    "language": {"langue": "anglais", "language": "french"},
    "group": {"groupe": "Potager", "group": "Garden"},
})  # fmt: skip
CONTACT, DATE, PLACES, HERE = "contact", "date", "places", "here"
WORDS = {
    "presentation": Kind.ABOUT.value, "about": Kind.ABOUT.value, "charte": Kind.CHARTER.value,
    "charter": Kind.CHARTER.value, "pas": Kind.STEP.value, "step": Kind.STEP.value, "contact": CONTACT, "date": DATE,
    "lieux": PLACES, "lieu": PLACES, "places": PLACES, "place": PLACES, "ici": HERE, "here": HERE,
}  # fmt: skip
PAGES = ("textes", "texte", "texts", "text", "dates")
NOBODY = ("rien", "aucun", "aucune", "personne", "none", "nothing", "nobody", "-")
LANGUAGES = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}
TEXTS = tuple(kind.value for kind in Kind)
LONGEST = 200  # characters of a contact or of an occasion
MOST_DATES = 20
NOON = time(12)

LABELS: dict[str, Phrase] = {
    Kind.ABOUT.value: _("Presentation"), Kind.CHARTER.value: _("Charter"), Kind.STEP.value: _("First small step"),
    CONTACT: _("Whom to ask"), PLACES: _("Places"), DATE: _("Dates"),
}  # fmt: skip
TONGUES: dict[str, Phrase] = {"fr": _("in French"), "en": _("in English")}


class NoTongue(Refused):
    says = N_(
        "“{text}” is no language of mine: French or English. For example: /welcome step Say hello language=english"
    )


class DateAlone(Refused):
    says = N_("What happens then? For example: /welcome date next Saturday 2pm | Coffee at the market")


class TooMany(Refused):
    says = N_("{most} are enough. Take one away first: /welcome texts")


class Overtaken(Refused):
    says = N_("That text holds already, or another one was published since. Look at what holds: /welcome texts")


def rooms_meant(ctx: Ctx, name: str) -> list[Room]:
    """A chat of each group that may be meant: this one, the one named, else those that the person welcomes into.

    Raises, naming who may, when they welcome into none of several.
    """
    rooms = one_of_each(ctx, service.EXAMPLE)
    found = [room for room in rooms if not name or fold(room.group.name) == fold(name)]
    if not found:
        raise WhichGroup(groups=tuple(room.group.name for room in rooms), one=rooms[0].group.name)
    if len(found) == 1:
        return found
    mine = [room for room in found if rights.can(ctx, room, Act.WELCOME)]
    if not mine:
        rights.check(ctx, found[0], Act.WELCOME)
    return mine


def room_meant(ctx: Ctx, name: str) -> Room:
    """The same where it must be one; raises WhichGroup."""
    rooms = rooms_meant(ctx, name)
    if len(rooms) > 1:
        raise WhichGroup(groups=tuple(room.group.name for room in rooms), one=rooms[0].group.name)
    return rooms[0]


def write(ctx: Ctx, group: Group, what: str, text: str, tongue: str) -> None:
    if what in TEXTS:
        ctx.private(preview(_draft(ctx, group, Kind(what), text, tongue)))
        return
    if what == DATE:
        _add_date(ctx, group, text)
    elif what == CONTACT:
        kept = ctx.tx.welcomes.get(group.id)
        contact = "" if fold(text) in NOBODY else clean(text, most=LONGEST)
        ctx.tx.welcomes.keep(group.id, replace(kept, contact=contact))
    else:
        kept = ctx.tx.welcomes.get(group.id)
        ctx.tx.welcomes.keep(group.id, replace(kept, places=_places(text)))
    ctx.private(_page(ctx, ctx.tx.groups.get(group.id)))


def _draft(ctx: Ctx, group: Group, kind: Kind, text: str, tongue: str) -> WelcomeText:
    language = tongue_of(tongue) if tongue else group.language
    return ctx.tx.welcomes.write(group.id, kind, language, read(kind, text), ctx.member.id, ctx.now)


def tongue_of(text: str) -> str:
    found = LANGUAGES.get(fold(text))
    if found is None:
        raise NoTongue(text=text[:60])
    return found


def _add_date(ctx: Ctx, group: Group, text: str) -> None:
    """A day without an hour is at noon; the page that follows says it in full."""
    head, *more = parts_of(text)
    if more:
        at, said = when.deadline(head, now=ctx.now, zone=ZoneInfo(group.zone), at=NOON), " ".join(more)
    else:
        moment, said = when.read_prefix(head, now=ctx.now, zone=ZoneInfo(group.zone))
        at = moment.at
    if not said.strip():
        raise DateAlone
    if len(ctx.tx.welcomes.dates(group.id, ctx.now)) >= MOST_DATES:
        raise TooMany(most=MOST_DATES)
    ctx.tx.welcomes.add_date(group.id, at, clean(said, most=LONGEST))


def _places(text: str) -> tuple[str, ...]:
    if fold(text) in NOBODY:
        return ()
    found = tuple(dict.fromkeys(coarse(part) for line in text.splitlines() for part in line.split(",") if part.strip()))
    if len(found) > MOST_PLACES:
        raise TooMany(most=MOST_PLACES)
    return tuple(clean(one, most=PLACE) for one in found)


# how it is shown


def page(ctx: Ctx, room: Room) -> Message:
    """Everything that newcomers are told, and the ways to change it."""
    return _page(ctx, room.group)


def _page(ctx: Ctx, group: Group) -> Message:
    kept, lines = ctx.tx.welcomes.get(group.id), [title(_("What newcomers of {group} are told", group=group.name))]
    said: list[Line | Words] = [*lines]
    for kind in Kind:
        said.append(_("{label}:", label=LABELS[kind.value]))
        found = [ctx.tx.welcomes.current(group.id, kind, tongue, tongue) for tongue in SPOKEN]
        texts = {one.id: one for one in found if one is not None}
        for one in texts.values():
            said += [note(_tag(one)), *map(quote, one.text.splitlines())]
        if not texts:
            said.append(note(_("nothing of its own yet: the usual words")))
    said.append(_("Whom to ask, at any time: {contact}", contact=kept.contact or _("nobody yet")))
    said.append(_("Places nearby: {places}", places=kept.places or (_("none yet"),)))
    dates = ctx.tx.welcomes.dates(group.id, ctx.now)
    said += [_("On {at}: {text}", at=one.at, text=one.text) for one in dates]
    said.append(note(_("Or write it: /welcome date next Saturday 2pm | Coffee at the market")))
    ways = [button(label, act.Compose(group.id, what), what) for what, label in LABELS.items()]
    rows: list[tuple[Button, ...]] = [tuple(ways[n : n + 2]) for n in range(0, len(ways), 2)]
    rows += [(button(_("Take away: {text}", text=one.text), act.DropDate(group.id, one.id)),) for one in dates[:3]]
    return say(*said, rows=tuple(rows))


def _tag(text: WelcomeText) -> Phrase:
    if text.published_at is None:
        return _("{label}, {tongue}, version {n}", label=LABELS[text.kind.value], tongue=TONGUES[text.language],
                 n=text.number)  # fmt: skip
    return _("{tongue}, version {n}, of {at}", tongue=TONGUES[text.language], n=text.number, at=text.published_at)


def preview(text: WelcomeText) -> Message:
    """A text as newcomers will read it."""
    return say(
        title(_("As newcomers will read it:")),
        note(_tag(text)),
        *map(quote, text.text.splitlines()),
        rows=(
            yes_or_no(_("Publish"), act.Publish(text.id), "publier", "publish", otherwise=_("Do not publish")),
            (button(_("Write it anew"), act.Rewrite(text.id), "modifier", "change"),),
        ),
    )  # fmt: skip


# pressed


@welcome.button(act.Texts)
def show(ctx: Ctx, press: act.Texts) -> None:
    room = service.welcomed(ctx, press.group)
    (ctx.turn if ctx.room is None else ctx.private)(_page(ctx, room.group))


@welcome.button(act.Publish)
def publish(ctx: Ctx, press: act.Publish) -> None:
    """Whoever is reading the charter just now is shown the new one before they accept."""
    text = ctx.tx.welcomes.text(press.text)
    if text is None:
        raise Overtaken
    room = service.welcomed(ctx, text.group)
    if not ctx.tx.welcomes.publish(text, ctx.now):
        raise Overtaken
    detail = ctx.words_for(room.group).say(_tag(text))
    ctx.tx.acts.note(text.group, ctx.member.id, Deed.WELCOME, detail, ctx.now)
    ctx.turn(_page(ctx, room.group))


@welcome.button(act.DropDate)
def drop_date(ctx: Ctx, press: act.DropDate) -> None:
    room = service.welcomed(ctx, press.group)
    if not ctx.tx.welcomes.drop_date(room.group.id, press.date):
        raise Overtaken
    ctx.turn(_page(ctx, room.group))

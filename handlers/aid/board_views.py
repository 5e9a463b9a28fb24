"""How the board is shown. Pure: from values to messages. Each button is a line that people may type as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.chat.action import MAX_BYTES
from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Words, _, many, note, title
from bot.core.router import Run
from bot.core.words import Words as Speaking
from bot.domain.aid import Category, Item, Kind, Stage
from bot.domain.projects import Project
from handlers.aid.actions import Drop, Renew, Settled, Show, StepBack
from handlers.aid.line import Asked
from handlers.aid.views import CATEGORIES, one_line

MOST_BUTTONS = 8
Counts = Mapping[tuple[Kind, Category, Stage, bool], int]


def zone_of(words: Speaking) -> ZoneInfo:
    """The zone in which a reader reads dates."""
    return ZoneInfo(words.zone)


def board(asked: Asked, found: Sequence[Item], *, more: bool, projects: Sequence[Project], zone: ZoneInfo) -> Message:
    """A page of it."""
    lines: list[Line | Words] = [title(_head(asked)), *(one_line(one, zone) for one in found)]
    if projects:
        lines.append(note(_("What projects and common services need:")))
        lines += [_("{name}: {needs} – /projects {number}", name=one.name, needs=one.needs.replace("\n", ", "),
                    number=one.number) for one in projects]  # fmt: skip
    if not found and not projects:
        lines.append(
            _("Nothing like that is on the board for now. To ask for help: /need a trailer tomorrow morning, Vaise")
            if asked.words or asked.kind or asked.category or asked.area
            else _("Nothing is on the board for now. To ask for help: /need a trailer tomorrow morning, Vaise")
        )
    rows: list[tuple[Button, ...]] = []
    if found:
        rows.append(tuple(button(_("No. {number}", number=one.number), Show(one.id)) for one in found))
    if turn := _turning(asked, more=more):
        rows.append(turn)
    rows.append(_sides(asked))
    rows.append((
        _open(_("Categories"), "categories", "rubriques", "categories"),
        _open(_("Areas"), "areas", "quartiers", "areas"),
    ))  # fmt: skip
    rows.append(
        (_open(_("Mine"), "mine", "les miennes", "mine"), _open(_("Figures"), "figures", "chiffres", "figures"))
    )
    return say(*lines, rows=tuple(rows))


def _head(asked: Asked) -> Words:
    if asked.words:
        return _("Mutual aid: “{words}”", words=asked.words)
    if asked.kind is Kind.NEED:
        return _("Mutual aid: needs")
    if asked.kind is Kind.OFFER:
        return _("Mutual aid: offers")
    if asked.category:
        return _("Mutual aid: {what}", what=CATEGORIES[asked.category])
    return _("Mutual aid: {what}", what=asked.area) if asked.area else _("Mutual aid")


def _turning(asked: Asked, *, more: bool) -> tuple[Button, ...]:
    back = _line(_("Previous"), asked, "précédent", "previous", at=asked.at - 1) if asked.at > 1 else None
    on = _line(_("More"), asked, "suite", "more", at=asked.at + 1) if more else None
    return tuple(one for one in (back, on) if one)


def _sides(asked: Asked) -> tuple[Button, ...]:
    needs = _line(_("Needs"), asked, "besoins", "needs", kind=Kind.NEED, at=1)
    offers = _line(_("Offers"), asked, "offres", "offers", kind=Kind.OFFER, at=1)
    return tuple(one for one in (needs, offers) if one)


def _line(label: Words, asked: Asked, *typed: str, **changed: object) -> Button | None:
    """A button that types this line, where it is short enough for one."""
    run = Run("entraide", asked.text(**changed))
    if len(f"{run.prefix}:{run.command}:{run.text}".encode()) > MAX_BYTES:
        return None
    return button(label, run, *typed)


def _open(label: Words, page: str, *typed: str) -> Button:
    return button(label, Run("entraide", page), *typed)


def categories(asked: Asked) -> Message:
    """To choose one."""
    found = [_line(CATEGORIES[one], replace(asked, page=""), category=one, at=1) for one in Category]
    return say(title(_("Which category?")), rows=_by_two(found))


def areas(asked: Asked, found: Mapping[str, int]) -> Message:
    """To choose one, the most frequent first."""
    if not found:
        return say(_("Nobody named an area yet. For example: /need a trailer tomorrow morning, Vaise"))
    best = sorted(found, key=lambda area: (-found[area], area))[:MOST_BUTTONS]
    rows = [_line(_("{area}: {n}", area=area, n=found[area]), replace(asked, page=""), area, area=area, at=1)
            for area in best]  # fmt: skip
    return say(title(_("Which area?")), rows=_by_two(rows))


def _by_two(buttons: Sequence[Button | None]) -> tuple[tuple[Button, ...], ...]:
    there = [one for one in buttons if one]
    return tuple(tuple(there[at : at + 2]) for at in range(0, len(there), 2))


def mine(items: Sequence[Item], helping: Sequence[Item], zone: ZoneInfo) -> Message:
    """What I asked and offered, and for what I came forward."""
    lines: list[Line | Words] = [title(_("What I asked and offered"))]
    lines += [one_line(one, zone) for one in items]
    if not items:
        lines.append(_("Nothing of yours is open. To begin: /need a trailer tomorrow morning, Vaise"))
    if helping:
        lines += [note(_("For these you came forward:")), *(one_line(one, zone) for one in helping)]
    rows: list[tuple[Button, ...]] = []
    for one in items[:MOST_BUTTONS]:
        rows.append((
            button(_("Settled: {number}", number=one.number), Settled(one.id, 0)),
            button(_("Renew: {number}", number=one.number), Renew(one.id)),
            button(_("Take back: {number}", number=one.number), Drop(one.id)),
        ))  # fmt: skip
    for one in helping[:MOST_BUTTONS]:
        label = (_("I no longer can: {number}", number=one.number) if one.kind is Kind.NEED
                 else _("I no longer need it: {number}", number=one.number))  # fmt: skip
        rows.append((button(label, StepBack(one.id)),))
    return say(*lines, rows=tuple(rows))


def figures(groups: Sequence[tuple[str, Counts]]) -> Message:
    """How much there is, and how much ended well; nobody is named."""
    lines: list[Line | Words] = [title(_("Mutual aid in figures"))]
    for name, counts in groups:
        opened = Counter[Kind]()
        of = Counter[Category]()
        settled = 0
        for (kind, category, stage, thanked), number in counts.items():
            if stage in (Stage.OPEN, Stage.TAKEN):
                opened[kind] += number
                of[category] += number
            settled += number * thanked
        lines.append(_("{group}: {needs}, {offers}, {settled}.", group=name,
                       needs=many("{n} open need", "{n} open needs", opened[Kind.NEED]),
                       offers=many("{n} open offer", "{n} open offers", opened[Kind.OFFER]),
                       settled=many("{n} settled within 30 days", "{n} settled within 30 days", settled)))  # fmt: skip
        lines += [_("{category}: {n}", category=CATEGORIES[one], n=number) for one, number in of.most_common()]
    return say(*lines)

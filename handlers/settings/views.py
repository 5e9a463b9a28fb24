"""How a group's settings are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.router import Run
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.presets import PRESETS
from bot.domain.versions import Version, in_order
from handlers.settings import advanced
from handlers.settings.actions import Adjust, Guide, Journal, Set, Show, ShowAdvanced, ShowAll, ShowHistory
from handlers.settings.values import GUIDED, SETTINGS, changes, differences, said, said_advanced, say_preset, told


def summary(group: Group, *, changing: bool) -> Message:
    """The brief one, for everybody to read: the preset, and what the group does otherwise."""
    preset = PRESETS.get(group.charter.preset, PRESETS["quick"])
    lines: list[Line | Words] = [title(_("Settings of {group}", group=group.name)), say_preset(group)]
    lines.append(note(Phrase(preset.about)))
    if different := differences(group):
        lines += [_("Changed here:"), *different]
    every = _("See and change everything, in private") if changing else _("See everything, in private")
    return say(*lines, rows=((button(every, ShowAll(group.id), "tout", "all"),),))


def overview(group: Group, *, changing: bool) -> Message:
    """Every setting in words; who may change them gets the buttons that do."""
    lines: list[Line | Words] = [title(_("Settings of {group}", group=group.name)), *said(group)]
    people = button(_("Members and roles"), Run("membres", f"group={group.id}"), "membres", "members")
    if not changing:
        lines.append(note(_("Organizers can change them.")))
        roles = button(_("Roles"), Run("roles", f"group={group.id}"), "rôles", "roles")
        return say(*lines, rows=((roles,), (_advanced(group), _journal(group))))
    lines.append(note(_("Choose what to change, or write it: /settings duration=7d quorum=1/4 hour=8pm")))
    offered = [button(SETTINGS[key].label, Adjust(group.id, key), key) for key in GUIDED]
    guide = button(_("Question by question"), Guide(group.id), "guide", "questions")
    return say(*lines, rows=_by_two([*offered, people, guide, _advanced(group), _journal(group)]))


def _journal(group: Group) -> Button:
    return button(_("Journal"), Journal(group.id, 0), "journal")


def _advanced(group: Group) -> Button:
    return button(_("Advanced settings"), ShowAdvanced(group.id), "avancés", "advanced")


def advanced_page(group: Group, *, changing: bool) -> Message:
    """The settings that few groups change, each with its article and whether it is applied."""
    lines: list[Line | Words] = [title(_("Advanced settings of {group}", group=group.name)), *said_advanced(group)]
    changes = [button(SETTINGS[key].label, Adjust(group.id, key), key) for key in advanced.GUIDED] if changing else []
    if changing:
        example = _('Where a value comes from, write it: /settings quorum=1/4 article="statutes art. 9"')
        lines.append(note(example))
    history = button(_("History"), ShowHistory(group.id), "historique", "history")
    return say(*lines, rows=_by_two([*changes, history, button(_("Back"), Show(group.id), "retour", "back")]))


def history(group: Group, versions: Sequence[Version], names: Mapping[MemberId, str], now: datetime) -> Message:
    """Which charter held since when, and what each changed; the last to begin first, and then those taken back."""
    lines: list[Line | Words] = [title(_("History of the charter of {group}", group=group.name))]
    standing = in_order(versions)
    for earlier, one in reversed(list(zip([None, *standing], standing, strict=False))):
        lines.append(_version(one, names, now))
        if earlier is not None:
            old, new = replace(group, charter=earlier.charter), replace(group, charter=one.charter)
            lines += [_("• {change}", change=change) for change in changes(old, new)]
        if one.since > now:
            lines.append(note(_("To take it back before it begins: /settings version {number} withdraw",
                                number=str(one.number))))  # fmt: skip
    lines += [
        note(_("Version {number}, from {since} on, was taken back on {day}.",
               number=str(one.number), since=one.since, day=one.taken_back_at))
        for one in reversed(versions) if one.taken_back_at is not None
    ]  # fmt: skip
    if not versions:
        lines.append(_("It was not changed, and no vote was opened, since I am here."))
    return say(*lines, rows=((button(_("Back"), Show(group.id), "retour", "back"),),))


def _version(one: Version, names: Mapping[MemberId, str], now: datetime) -> Words:
    if one.by is None:
        return _("Version {number}, known since {since}.", number=one.number, since=one.since)
    if one.since > now:
        return _("Version {number}, from {since} on, by {name}:", number=one.number, since=one.since,
                 name=names[one.by])  # fmt: skip
    return _("Version {number}, since {since}, by {name}:", number=one.number, since=one.since, name=names[one.by])


def taken_back(one: Version, name: str) -> Message:
    """What everybody reads when a version will not begin."""
    return say(
        title(_("{name} took back version {number} of the settings.", name=name, number=str(one.number))),
        _("It was to begin on {since}. What holds now goes on.", since=one.since),
    )  # fmt: skip


def choices(group: Group, key: str, since: datetime | None = None) -> Message:
    """The values that a setting may take, the present one in words, and since when it is so."""
    setting = SETTINGS[key]
    lines: list[Line | Words] = [title(setting.label), told(key, group)]
    if since is not None:
        lines.append(note(_("So since {since}.", since=since)))
    if key == "preset":
        lines += [_("{preset}: {about}", preset=Phrase(one.name), about=Phrase(one.about)) for one in PRESETS.values()]
    offers = [button(one.label, Set(group.id, key, one.value), *one.typed) for one in setting.offers]
    return say(*lines, rows=(*_by_two(offers), (button(_("Back"), Show(group.id), "retour", "back"),)))


def which(groups: Sequence[Group]) -> Message:
    """Several groups: whose settings?"""
    rows = tuple((button(group.name, Show(group.id)),) for group in groups)
    return say(_("The settings of which group?"), rows=rows)


def announcement(
    before: Group, after: Group, name: str, since: datetime | None = None, *, too_few: int | None = None,
    number: int | None = None, ahead: Sequence[Version] = (),
) -> Message:  # fmt: skip
    """What everybody reads when something was changed; `too_few` is how many may vote, where no vote would reach the
    quorum; `number` is that of a version still to begin, `ahead` those that begin after it."""
    lines: list[Line | Words] = [title(_("{name} changed the settings of {group}.", name=name, group=after.name))]
    if since is not None:
        lines.append(_("From {since} on:", since=since))
    lines += changes(before, after)
    if too_few is not None:
        lines.append(many("Only {n} person may vote: no vote would reach that quorum.",
                          "Only {n} people may vote: no vote would reach that quorum.", too_few))  # fmt: skip
    lines += [
        note(_("Version {number} still begins on {since}, on top of this.", number=str(one.number), since=one.since))
        for one in ahead
    ]  # fmt: skip
    if number is not None:
        lines.append(note(_("This is version {number}. To take it back before it begins: "
                            "/settings version {number} withdraw", number=str(number))))  # fmt: skip
    if before.charter != after.charter:
        lines.append(note(_("Votes that are open keep the rules they were opened with.")))
    return say(*lines)


def holds(before: Group, after: Group) -> Message:
    """What everybody reads when a version decided before begins to hold."""
    lines: list[Line | Words] = [title(_("The new settings of {group} hold from now on.", group=after.name))]
    return say(*lines, *changes(before, after), note(_("Votes that are open keep the rules they were opened with.")))


def _by_two(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))

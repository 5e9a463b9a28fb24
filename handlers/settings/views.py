"""How a group's settings are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note, title
from bot.core.router import Run
from bot.domain.groups import Group
from bot.domain.presets import PRESETS
from handlers.settings.actions import Adjust, Set, Show, ShowAll
from handlers.settings.values import GUIDED, SETTINGS, changes, differences, said, say_preset


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
        return say(*lines, rows=((button(_("Roles"), Run("roles", f"group={group.id}"), "rôles", "roles"),),))
    lines.append(note(_("Choose what to change, or write it: /settings duration=7d quorum=1/4 hour=8pm")))
    return say(
        *lines, rows=_by_two([*(button(SETTINGS[key].label, Adjust(group.id, key), key) for key in GUIDED), people])
    )


def choices(group: Group, key: str) -> Message:
    """The values that a setting may take, the present one in words."""
    setting = SETTINGS[key]
    lines: list[Line | Words] = [title(setting.label), setting.say(group)]
    if key == "preset":
        lines += [_("{preset}: {about}", preset=Phrase(one.name), about=Phrase(one.about)) for one in PRESETS.values()]
    offers = [button(one.label, Set(group.id, key, one.value), one.value) for one in setting.offers]
    return say(*lines, rows=(*_by_two(offers), (button(_("Back"), Show(group.id), "retour", "back"),)))


def which(groups: Sequence[Group]) -> Message:
    """Several groups: whose settings?"""
    rows = tuple((button(group.name, Show(group.id)),) for group in groups)
    return say(_("The settings of which group?"), rows=rows)


def announcement(before: Group, after: Group, name: str) -> Message:
    """What everybody reads when something was changed."""
    lines: list[Line | Words] = [title(_("{name} changed the settings of {group}.", name=name, group=after.name))]
    lines += changes(before, after)
    if before.charter != after.charter:
        lines.append(note(_("Votes that are open keep the rules they were opened with.")))
    return say(*lines)


def _by_two(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))

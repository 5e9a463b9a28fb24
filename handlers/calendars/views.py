"""How a calendar is shown in the chat. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Words, _, note, title
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from handlers.calendars.actions import Close, Open, Show, Take


class NotReached(Refused):
    says = N_(
        "The bot’s pages cannot be reached from outside: its operator set no public_url. Take the calendar as a file: "
        "/calendar file"
    )


def page(name: str, group: int, link: str, others: Sequence[Group], *, reached: bool) -> Message:
    """The address of a calendar, or how to have one; `group` 0 is one's own, `others` are one's groups."""
    if group:
        head, what = (
            _("Calendar of {group}", group=name),
            _("The plenaries and reminders of the group, and when its votes close."),
        )
    else:
        head, what = _("My calendar"), _("My reminders, and what is in the calendars of my groups.")
    lines: list[Line | Words] = [title(head), what, *_address(link, reached=reached)]
    rows = [*_rows(group, link, reached=reached), *((_other(one),) for one in others)]
    return say(*lines, rows=tuple(rows))


def _address(link: str, *, reached: bool) -> Sequence[Line | Words]:
    if link:
        secret = _(
            "Add this address to your calendar as a subscription. Whoever has it reads the calendar: keep it secret."
        )
        return [link, note(secret)]
    if reached:
        return [note(_("With a secret address, your phone or computer follows every change by itself."))]
    return [note(_("Only as a file here: the operator set no public address for the bot’s pages."))]


def _rows(group: int, link: str, *, reached: bool) -> Sequence[tuple[Button, ...]]:
    take = button(_("Take it as a file"), Take(group), "fichier", "file")
    if not reached:
        return [(take,)]
    if not link:
        return [(button(_("Make an address"), Open(group), "nouveau", "new"), take)]
    new = button(_("Change the address"), Open(group), "nouveau", "new")
    return [(new, button(_("Close the address"), Close(group), "fermer", "close")), (take,)]


def _other(group: Group) -> Button:
    return button(_("Calendar of {group}", group=group.name), Show(group.id), group.name)

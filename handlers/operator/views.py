"""How the operator is spoken to. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.asking import yes_or_no
from bot.core.rows import Room, Trust
from handlers.networks import network
from handlers.operator.actions import Serve
from storage.reports import Report

MOST = 10  # failures named in one message


def welcome() -> Message:
    """To whoever sent the code."""
    return say(
        title(_("From now on you run this bot.")),
        _("I serve every group to which you bring me yourself. When somebody else brings me to one, I ask you here."),
        _("When something fails on my side, I tell you here, with the code that is in the log."),
        note(_("To see it all: /menu")),
    )


def request(trust: Trust, who: str) -> Message:
    """Somebody brought the bot to a group."""
    named = trust.title or trust.chat.id
    return say(
        title(_("Shall I serve “{group}”?", group=named)),
        _("{who} brought me there ({network}). Until you answer I read and keep nothing in it.",
          who=who, network=network(trust.chat.network)),
        rows=(_answers(trust),),
    )  # fmt: skip


def _answers(trust: Trust) -> tuple[Button, ...]:
    return yes_or_no(_("Yes, serve it"), Serve(trust.id, True), no=Serve(trust.id, False), otherwise=_("No, leave it"))


def decided(group: str, *, served: bool) -> Phrase:
    """What was decided about a request, in its place."""
    return _("I serve “{group}” now.", group=group) if served else _("I left “{group}”.", group=group)


REMOVED: dict[str, Phrase] = {
    "polls": _("polls older than six months"), "ballots": _("public votes that lost their names"),
    "turnouts": _("old votes that no longer tell who took part"), "names": _("names in old decisions, now initials"),
    "sign-ins": _("old plenaries that no longer tell who was there"),
    "proxies": _("proxies of old plenaries and votes"), "minutes": _("old minutes that no longer tell names"),
    "supporters": _("questions that no longer tell who supported them"),
    "aid": _("needs and offers that were over"), "questions": _("open questions older than six months"),
}  # fmt: skip


def page(
    version: str, served: Sequence[str], waiting: Sequence[Trust], failed: Sequence[Report],
    removed_at: datetime | None, removed: Mapping[str, int],
) -> Message:  # fmt: skip
    """Everything that concerns the operator."""
    lines: list[Line | Words] = [title(_("For whoever runs this bot"))]
    if version:
        lines.append(_("Version {version}.", version=version))
    lines.append(_("I serve: {groups}.", groups=tuple(served)) if served else _("I serve no group yet."))
    if waiting:
        names = tuple(one.title or one.chat.id for one in waiting)
        lines.append(_("Waiting for your answer: {groups}.", groups=names))
    lines += [_("Last failures:"), *(_failure(one) for one in failed)] if failed else [_("Nothing failed lately.")]
    if removed_at is not None:
        lines.append(_("Removed at {at}, as their time was over:", at=removed_at))
        lines += [_("{n}: {what}", n=n, what=REMOVED.get(what, what)) for what, n in removed.items()]
    return say(*lines, rows=tuple(_named(one) for one in waiting))


def _named(trust: Trust) -> tuple[Button, ...]:
    name = trust.title or trust.chat.id
    return (
        button(_("Serve “{group}”", group=name), Serve(trust.id, True)),
        button(_("Leave “{group}”", group=name), Serve(trust.id, False)),
    )


def left_out() -> Phrase:
    """To a group that the settings no longer name."""
    return _(
        "Whoever runs me took this group off the list of those that I serve. From now on I read and keep nothing here; "
        "what was decided stays kept."
    )


def not_here() -> Phrase:
    """What a message there says in place of what could be answered."""
    return _("I no longer serve this chat, so this can no longer be answered here.")


def unlisted(room: Room) -> Message:
    """The settings no longer name a group that was served."""
    return say(
        title(_("I no longer serve “{group}”", group=room.group.name)),
        _("The settings do not name it any more, and I told it so. To serve it again, write its number in the settings "
          "(allowed_chats) and start me anew: {chat}", chat=room.chat.id),
    )  # fmt: skip


def restored(state: datetime) -> Phrase:
    """To a group whose memory is that of a backup."""
    return _(
        "Whoever runs me put a backup back: here everything is again as on {at}. What was written, answered or decided "
        "since then is lost and has to be done again; buttons of that time no longer work.", at=state
    )  # fmt: skip


def renumbered(group: str, old: str, new: str) -> Message:
    """A group goes on under another number."""
    return say(
        title(_("“{group}” has another number", group=group)),
        _("Its network gave it another one, as Telegram does when a group becomes a supergroup. I go on serving it, "
          "and what is open is shown there anew."),
        _("If the settings name it (allowed_chats), replace {old} by {new} when you next change them.",
          old=old, new=new),
    )  # fmt: skip


def failures(found: Sequence[Report]) -> Message:
    """What failed since the last time."""
    rest = len(found) - MOST
    more = [many("And {n} more.", "And {n} more.", rest)] if rest > 0 else []
    return say(
        title(_("Something failed on my side")),
        *(_failure(one) for one in found[:MOST]),
        *more,
        note(_("The log says more beside each code.")),
    )


def _failure(one: Report) -> Phrase:
    what = Phrase(one.what)
    if not one.network:
        return _("{code}, {at}: {what}.", code=one.code, at=one.at, what=what)
    return _("{code}, {at}, {network}: {what}.", code=one.code, at=one.at, network=network(one.network), what=what)

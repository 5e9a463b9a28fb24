"""How pairing chats is shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.message import Message, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.asking import yes_or_no
from bot.core.rows import Room
from bot.domain.groups import Group
from bot.domain.pairing import Matter
from handlers.networks import network
from handlers.settings.actions import Pair, Separate


def place(room: Room) -> Phrase:
    """One chat, by its title and its network."""
    return _("{title} ({network})", title=room.title or room.chat.id, network=network(room.chat.network))


def plain(room: Room) -> str:
    """The same for the journal, which speaks no language."""
    return f"{room.title or room.chat.id} ({room.chat.network.title()})"


def matters(found: Mapping[Matter, int]) -> tuple[Phrase, ...]:
    """What a group has of its own."""
    said = {
        Matter.VOTES: lambda n: many("{n} vote", "{n} votes", n),
        Matter.DECISIONS: lambda n: many("{n} decision", "{n} decisions", n),
        Matter.PLENARIES: lambda n: many("{n} plenary", "{n} plenaries", n),
        Matter.MEMBERS: lambda n: many("{n} person on its list of members", "{n} people on its list of members", n),
        Matter.PROJECTS: lambda n: many("{n} project", "{n} projects", n),
        Matter.QUESTIONS: lambda n: many("{n} open question", "{n} open questions", n),
        Matter.GROUPS: lambda n: many("{n} group above or below it", "{n} groups above or below it", n),
    }
    return tuple(said[matter](number) for matter, number in found.items())


def code(group: Group, text: str, ends_at: datetime, others: Sequence[Room]) -> Message:
    """The code, and what to do with it."""
    chats: list[Line | Words] = [
        _("Chats of {group} beside this one: {chats}. To separate one, write in it: /pair separate",
          group=group.name, chats=tuple(map(place, others)))
    ] if others else []  # fmt: skip
    return say(
        _("{group} can have several chats, on Telegram and on Matrix for example: one group, and one vote for each "
          "person.", group=group.name),
        _("The code by which another chat may join {group}: {code}", group=group.name, code=text),
        _("In the other chat, where I have to be too, somebody who organizes it writes: /pair {code}", code=text),
        _("I then ask for a yes there, and for a yes here. Until both are given nothing changes."),
        *chats,
        note(_("The code is good once, until {ends}. To separate the chats again one day: /pair separate",
               ends=ends_at)),
    )  # fmt: skip


def ask_here(pairing: int, here: Group, group: Group) -> Message:
    """To the chat that would join."""
    return say(
        title(_("Join this chat to {group}?", group=group.name)),
        _("Votes, plenaries and reminders are then for both chats, with one ballot box: each person has one vote."),
        _("The settings and roles of {group} hold here too; those of {here} are put aside. Votes that are open already "
          "stay with those who were there when they opened.", group=group.name, here=here.name),
        note(_("After a yes here I ask in {group}, where an organizer answers within two days. It can be undone: /pair "
               "separate", group=group.name)),
        rows=(yes_or_no(_("Yes, join"), Pair(pairing, True, True), no=Pair(pairing, True, False)),),
    )  # fmt: skip


def ask_there(pairing: int, name: str, joining: Room, group: Group) -> Message:
    """To the group that it would join."""
    return say(
        title(_("Shall {chat} join {group}?", chat=place(joining), group=group.name)),
        _("{name} asks it for that chat. Its people are then part of {group}: what is told here is told there, and "
          "whoever organizes that chat organizes {group} too.", name=name, group=group.name),
        note(_("Somebody who organizes {group} answers, within two days; without an answer nothing changes. It can be "
               "undone: /pair separate", group=group.name)),
        rows=(yes_or_no(_("Yes, join"), Pair(pairing, False, True), no=Pair(pairing, False, False)),),
    )  # fmt: skip


def joined(group: Group, rooms: Sequence[Room]) -> Message:
    """To all of them."""
    return say(
        _("{chats} are one group now: {group}. One ballot box, one vote for each person.",
          chats=tuple(map(place, rooms)), group=group.name),
        note(_("You are in both chats? Link your accounts, in private, so that you are counted once: /link")),
        note(_("To separate the chats again, somebody who organizes writes in one of them: /pair separate")),
    )  # fmt: skip


def ask_apart(group: Group, room: Room, others: Sequence[Room]) -> Message:
    """What it means, before it is done."""
    return say(
        title(_("Separate this chat from {group}?", group=group.name)),
        _("It becomes a group of its own. What was decided stays with {group}, in: {chats}.",
          group=group.name, chats=tuple(map(place, others))),
        _("Whoever is only here has no voice any more in the votes that are open there; ballots given stay."),
        note(_("To join them again, ask for a code in the chat whose group goes on: /pair")),
        rows=(yes_or_no(_("Yes, separate it"), Separate(True), no=Separate(False)),),
    )  # fmt: skip


def apart(room: Room, left: Group, name: str) -> Phrase:
    """To both."""
    return _("{name} separated {chat} from {group}: two groups again, each with its own votes.",
             name=name, chat=place(room), group=left.name)  # fmt: skip


def goes_on(left: Group, others: Sequence[Room]) -> Phrase:
    """What a message says at last, in place of what could be answered there."""
    return _("This chat is no longer part of {group}: this goes on in {chats}.",
             group=left.name, chats=tuple(map(place, others)))  # fmt: skip


def nothing_edited(others: Sequence[Room]) -> Phrase:
    """The same for all of them, where none can be edited."""
    return _("What could be answered above goes on in {chats}. Here it has ended.", chats=tuple(map(place, others)))

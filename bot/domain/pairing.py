"""Pairing: a chat joins the group of another chat, so that both have one ballot box."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from bot.domain.errors import N_, Refused

WAITS = timedelta(days=2)  # for a yes on both sides


class TogetherAlready(Refused):
    says = N_("This chat belongs to {group} already. Write the code in the other chat, for example: /pair BCDF-2345")


class HasItsOwn(Refused):
    says = N_(
        "{here} stays a group of its own, because it has: {matters}. Do it the other way round: ask for the code here, "
        "with /pair, and write it in the other chat. Two groups that both have decided stay two; one may belong to the "
        "other: /settings above=BCDF-2345"
    )


class PairingOver(Refused):
    says = N_("This was answered already, or nobody answered within two days. Ask for a new code: /pair")


class OnlyChat(Refused):
    says = N_("This is the only chat of {group}, so there is none to separate it from. To add one: /pair")


class Matter(StrEnum):
    """What keeps a group from going into another one: it was decided or begun by those who were in it then."""

    VOTES = "votes"
    DECISIONS = "decisions"
    PLENARIES = "plenaries"
    MEMBERS = "members"
    PROJECTS = "projects"
    QUESTIONS = "questions"
    GROUPS = "groups"

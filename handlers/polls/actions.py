"""What can be chosen under a vote. A payload carries no authority: everything is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Vote(Action, prefix="v"):
    """An answer: its place among the poll's answers, from 0."""

    poll: int
    mark: int


@dataclass(frozen=True)
class Withdraw(Action, prefix="vw"):
    """As if I had not answered."""

    poll: int


@dataclass(frozen=True)
class WhoMayVote(Action, prefix="vq"):
    """Who may vote, and by which rules the vote is decided."""

    poll: int


@dataclass(frozen=True)
class WhoVotedWhat(Action, prefix="vn"):
    """The names behind a public tally."""

    poll: int


@dataclass(frozen=True)
class RemindMe(Action, prefix="vr"):
    """Whether I want to be reminded of this vote in private."""

    poll: int
    wanted: bool


@dataclass(frozen=True)
class Calculation(Action, prefix="vc"):
    """Every number of a result."""

    poll: int


@dataclass(frozen=True)
class Recount(Action, prefix="vf"):
    """The file from which anybody can recount."""

    poll: int


@dataclass(frozen=True)
class Undo(Action, prefix="vu"):
    """Takes back what I just published, while nobody has answered."""

    poll: int


@dataclass(frozen=True)
class Hands(Action, prefix="vh"):
    """Whether what was counted by hand or on paper is right, said by the second person."""

    poll: int
    right: bool


@dataclass(frozen=True)
class CloseNow(Action, prefix="vx"):
    """Closes before the deadline: everybody has answered."""

    poll: int


@dataclass(frozen=True)
class Show(Action, prefix="vs"):
    """Shows a vote again, to me alone."""

    poll: int


@dataclass(frozen=True)
class Again(Action, prefix="vt"):
    """A new ballot between the tied."""

    poll: int


@dataclass(frozen=True)
class Propose(Action, prefix="vp"):
    """Begins a guided proposal for the group of a chat; 0 asks which."""

    room: int


@dataclass(frozen=True)
class Apart(Action, prefix="va"):
    """Asks what I answer for somebody whose voice I carry."""

    poll: int
    giver: int


@dataclass(frozen=True)
class VoteFor(Action, prefix="vg"):
    """An answer for somebody whose voice I carry."""

    poll: int
    giver: int
    mark: int


@dataclass(frozen=True)
class AsMine(Action, prefix="vm"):
    """My own answer counts for somebody whose voice I carry."""

    poll: int
    giver: int


@dataclass(frozen=True)
class Support(Action, prefix="is"):
    """I want this question to be voted on."""

    initiative: int


@dataclass(frozen=True)
class Leave(Action, prefix="il"):
    """I no longer do."""

    initiative: int


@dataclass(frozen=True)
class Raise(Action, prefix="jr"):
    """A question is to rise to the wider group: asks for which reason."""

    poll: int


@dataclass(frozen=True)
class RaiseFor(Action, prefix="jg"):
    """It rises for this reason."""

    poll: int
    ground: str


@dataclass(frozen=True)
class PutToVote(Action, prefix="jv"):
    """A question that came from another group is voted on in this one."""

    journey: int


@dataclass(frozen=True)
class SendDown(Action, prefix="jd"):
    """A question that came from another group is sent to one below: asks to which."""

    journey: int


@dataclass(frozen=True)
class SendTo(Action, prefix="js"):
    """It is sent to this group."""

    journey: int
    group: int

"""What can be chosen about plenaries. A payload carries no authority: everything is checked when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action

# preparing


@dataclass(frozen=True)
class Begin(Action, prefix="nb"):
    """Prepares a plenary by questions."""


@dataclass(frozen=True)
class Convene(Action, prefix="nc"):
    """Sends the convocation."""

    plenary: int


@dataclass(frozen=True)
class ConveneWithout(Action, prefix="nlb"):
    """Sends it although the link of an online one is not known yet."""

    plenary: int


@dataclass(frozen=True)
class AskLink(Action, prefix="nla"):
    """Asks for the link of one that is held online."""

    plenary: int


@dataclass(frozen=True)
class AsKind(Action, prefix="nk"):
    """Ordinary or statutory, while it is prepared."""

    plenary: int
    kind: str


@dataclass(frozen=True)
class ChangeDate(Action, prefix="nd"):
    """Asks for another date."""

    plenary: int


@dataclass(frozen=True)
class Drop(Action, prefix="nx"):
    """It is not convened after all."""

    plenary: int


@dataclass(frozen=True)
class AskReason(Action, prefix="nq"):
    """A convened one is cancelled: asks why."""

    plenary: int


@dataclass(frozen=True)
class Show(Action, prefix="ns"):
    """Shows it here."""

    plenary: int


@dataclass(frozen=True)
class Reached(Action, prefix="nr"):
    """Who was reached, and how."""

    plenary: int


@dataclass(frozen=True)
class PrintList(Action, prefix="nl"):
    """A list to print, for signing in on paper."""

    plenary: int


@dataclass(frozen=True)
class Rsvp(Action, prefix="na"):
    """Whether I come."""

    plenary: int
    answer: str


# the agenda


@dataclass(frozen=True)
class Agenda(Action, prefix="ng"):
    """The agenda, with what can be done about it."""

    plenary: int


@dataclass(frozen=True)
class AddPoint(Action, prefix="np"):
    """Proposes a point by questions."""


@dataclass(frozen=True)
class Page(Action, prefix="no"):
    """One point, with what can be done about it."""

    point: int


@dataclass(frozen=True)
class Shift(Action, prefix="nu"):
    """One place earlier or later."""

    point: int
    by: int


@dataclass(frozen=True)
class AsNature(Action, prefix="nn"):
    """Information, exchange or decision."""

    point: int
    nature: str


@dataclass(frozen=True)
class Withdraw(Action, prefix="nw"):
    """The point is taken off the agenda."""

    point: int


# the day


@dataclass(frozen=True)
class Panel(Action, prefix="nh"):
    """What whoever runs the meeting can do, shown to them alone."""

    plenary: int


@dataclass(frozen=True)
class Open(Action, prefix="nj"):
    """The sign-in opens."""

    plenary: int


@dataclass(frozen=True)
class Shut(Action, prefix="nt"):
    """The sign-in closes."""

    plenary: int


@dataclass(frozen=True)
class SignIn(Action, prefix="ni"):
    """I am here."""

    plenary: int


@dataclass(frozen=True)
class SignOut(Action, prefix="ne"):
    """I leave."""

    plenary: int


@dataclass(frozen=True)
class Speak(Action, prefix="nv"):
    """I want to speak."""

    plenary: int


@dataclass(frozen=True)
class Volunteer(Action, prefix="nf"):
    """I will do this in the meeting."""

    plenary: int
    office: str


@dataclass(frozen=True)
class Draw(Action, prefix="nda"):
    """What nobody offered to do is drawn by lot among those who are there."""

    plenary: int


@dataclass(frozen=True)
class TurnTo(Action, prefix="ny"):
    """The meeting turns to this point."""

    point: int


@dataclass(frozen=True)
class NextSpeaker(Action, prefix="nz"):
    """Whoever waits first may speak."""

    plenary: int


@dataclass(frozen=True)
class AskNote(Action, prefix="nta"):
    """Asks what to write down."""

    plenary: int


@dataclass(frozen=True)
class AskTask(Action, prefix="ntb"):
    """Asks who is to do what, until when."""

    plenary: int


@dataclass(frozen=True)
class AskName(Action, prefix="nia"):
    """Asks whom to sign in."""

    plenary: int


@dataclass(frozen=True)
class SignOther(Action, prefix="nib"):
    """Signs somebody in who has no phone."""

    plenary: int
    member: int


@dataclass(frozen=True)
class AskClose(Action, prefix="nca"):
    """Is the meeting over?"""

    plenary: int


@dataclass(frozen=True)
class Close(Action, prefix="ncb"):
    """It is."""

    plenary: int


# what stays


@dataclass(frozen=True)
class Minutes(Action, prefix="nma"):
    """The minutes, as they are now."""

    plenary: int


@dataclass(frozen=True)
class AskCorrection(Action, prefix="nmb"):
    """Asks what the minutes should say of a point; 0 asks of which."""

    plenary: int
    point: int


@dataclass(frozen=True)
class Corrected(Action, prefix="nmd"):
    """Whether what was written last of a point replaces what the minutes said of it, or stands beside it."""

    plenary: int
    note: int
    replaces: bool


@dataclass(frozen=True)
class Publish(Action, prefix="nmc"):
    """The minutes go to the group, as they are."""

    plenary: int


@dataclass(frozen=True)
class TaskDone(Action, prefix="nsa"):
    """What somebody was to do is done."""

    task: int


@dataclass(frozen=True)
class TaskLater(Action, prefix="nsb"):
    """It is not: to be asked about in a week."""

    task: int


@dataclass(frozen=True)
class TaskDropped(Action, prefix="nsc"):
    """Nobody does it after all."""

    task: int

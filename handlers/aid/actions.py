"""What can be chosen about needs and offers. A payload carries no authority: everything is checked again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Publish(Action, prefix="aip"):
    """The draft is for this group to read; `bare` without the reason that it gives."""

    item: int
    group: int
    bare: bool


@dataclass(frozen=True)
class Modify(Action, prefix="aim"):
    """Says it in other words: asks for them."""

    item: int


@dataclass(frozen=True)
class Drop(Action, prefix="aid"):
    """Takes it back."""

    item: int


@dataclass(frozen=True)
class Help(Action, prefix="aih"):
    """I can help, or I am interested."""

    item: int


@dataclass(frozen=True)
class Share(Action, prefix="ais"):
    """Gives my contact to somebody who came forward: asks which."""

    item: int
    member: int


@dataclass(frozen=True)
class Write(Action, prefix="aiw"):
    """Writes to the other one through the bot: asks what."""

    item: int
    member: int


@dataclass(frozen=True)
class Decline(Action, prefix="aix"):
    """No, thank you."""

    item: int
    member: int


@dataclass(frozen=True)
class StepBack(Action, prefix="aib"):
    """I can no longer help, or no longer need it."""

    item: int


@dataclass(frozen=True)
class Settled(Action, prefix="aio"):
    """It is settled, thanks to somebody; 0 for nobody in particular."""

    item: int
    member: int


@dataclass(frozen=True)
class NotYet(Action, prefix="aiy"):
    """It still holds."""

    item: int


@dataclass(frozen=True)
class Renew(Action, prefix="air"):
    """Open again."""

    item: int


@dataclass(frozen=True)
class Show(Action, prefix="aiv"):
    """One of them, shown to me alone."""

    item: int

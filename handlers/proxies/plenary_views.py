"""What is said of a proxy for a plenary. Pure; each sentence stands beside the one for the next vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.chat.message import Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note
from bot.core.router import Run
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.plenaries import Plenary
from bot.domain.proxies import Proxy
from handlers.proxies import actions as act
from handlers.proxies.views import MOST, accept_or_decline


class Sayings(Protocol):
    """What is said of a proxy while it lives: of one for votes (`views`), or for a plenary."""

    def carries(self, giver: str) -> Phrase: ...
    def accepted(self, proxy: Proxy, group: Group, holder: str) -> Message: ...
    def declined(self, group: Group, holder: str) -> Message | Phrase: ...
    def taken_back(self, group: Group, giver: str) -> Phrase: ...
    def given_back(self, group: Group, holder: str) -> Message | Phrase: ...


@dataclass(frozen=True, slots=True)
class ForPlenary:
    """The sentences about one plenary."""

    plenary: Plenary

    def offered(self, proxy: Proxy, group: Group, giver: str) -> Message:
        """What the holder is asked."""
        return say(
            _("{giver} asks you to carry their voice at plenary {number} of {group}, {at}.", giver=giver,
              group=group.name, number=self.plenary.number, at=self.plenary.start),
            note(_("It counts while you are there and they are not.")),
            rows=(accept_or_decline(proxy),),
        )  # fmt: skip

    def waiting(self, holder: str) -> Phrase:
        """What the giver reads."""
        return _("Noted: {holder} is asked to carry your voice at plenary {number}. It counts once they accept. If you "
                 "come after all, you speak for yourself.", holder=holder, number=self.plenary.number)  # fmt: skip

    def accepted(self, proxy: Proxy, group: Group, holder: str) -> Message:
        """What the giver reads when the holder said yes."""
        return say(
            _("{holder} will carry your voice at plenary {number} of {group}. If you come after all, you speak for "
              "yourself.", holder=holder, number=self.plenary.number, group=group.name),
            rows=((button(_("Take my proxy back"), act.TakeBack(proxy.id), "retirer", "withdraw"),),),
        )  # fmt: skip

    def carries(self, giver: str) -> Phrase:
        """What the holder reads who said yes."""
        return _("Noted: you carry the voice of {giver} at plenary {number}.", giver=giver, number=self.plenary.number)

    def declined(self, group: Group, holder: str) -> Message:
        """What the giver reads when the holder said no."""
        return self._carried_by_nobody(
            _("{holder} cannot carry your voice at plenary {number}. Ask somebody else: /proxy plenary {number}",
              holder=holder, number=self.plenary.number)
        )  # fmt: skip

    def taken_back(self, group: Group, giver: str) -> Phrase:
        """What the holder reads when the giver took it back."""
        return _("{giver} took back the proxy for plenary {number}.", giver=giver, number=self.plenary.number)

    def given_back(self, group: Group, holder: str) -> Message:
        """What the giver reads when the holder gave it back."""
        return self._carried_by_nobody(
            _("{holder} gives your proxy for plenary {number} back. Ask somebody else: /proxy plenary {number}",
              holder=holder, number=self.plenary.number)
        )  # fmt: skip

    def _carried_by_nobody(self, told: Phrase) -> Message:
        """With what they can do about it, as they are asked again whether they come."""
        number = self.plenary.id
        if not self.plenary.is_to_come:
            return say(told)
        other = button(_("Ask somebody else"), Run("pouvoir", f"plenary {number}"), "quelqu’un d’autre", "someone else")
        return say(
            told, _("Otherwise I will ask you again whether you come."),
            rows=(
                (button(_("I’m coming"), Run("pleniere", f"yes {number}"), "je viens", "I come"),
                 other, button(_("Not coming"), Run("pleniere", f"no {number}"), "je ne viens pas", "I do not come")),
            ),
        )  # fmt: skip

    def choosing(self, people: Mapping[MemberId, str]) -> Message:
        """Whom to give it to: a button each in a small group, else a name to write."""
        lines: list[Line | Words] = [_("Who shall carry your voice at plenary {number}?", number=self.plenary.number)]
        if len(people) > MOST:
            return say(*lines, note(_("Write a name, for example: /proxy Paul plenary {number}",
                                      number=self.plenary.number)))  # fmt: skip
        shown = told_apart(people)
        return say(*lines, rows=tuple((button(shown[one], act.GiveFor(self.plenary.id, one)),) for one in people))

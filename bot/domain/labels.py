"""The label of a result: advice, a decision to work by, or a decision under the statutes, and why it is not the latter.

The bot refuses the last label rather than give it wrongly: everything that the statutes ask for must be met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.charter import Charter
from bot.domain.contradictions import LEVELS
from bot.domain.errors import N_, Refused
from bot.domain.notice import clear_days, is_in_time
from bot.domain.polls import Method, Result, Terms
from bot.domain.proxies import Cap
from bot.domain.quorum import Quorum, QuorumBase
from bot.domain.readings import Reading
from bot.domain.subjects import includes
from bot.domain.tally.motion import Majority, Settings, Voice, decide
from bot.domain.tally.turnout import Base, SizeUnknown


class NoElectronicArticle(Refused):
    says = N_("The charter notes no article that allows votes by electronic means. For example: statutes art. 14")


class NotCompetent(Refused):
    says = N_("The charter does not note that this body decides about “{subject}” under the statutes.")


class NoNotice(Refused):
    says = N_("No notice was sent before the vote.")


class NoticeLate(Refused):
    says = N_("The notice came too late. Clear days before: {found}, needed: {wanted}.")


class NotOnAgenda(Refused):
    says = N_("The point was not on the agenda that came with the notice.")


class NoList(Refused):
    says = N_("The voters were not a list of members, closed when the vote opened.")


class QuorumMissed(Refused):
    says = N_("The quorum was not reached. It counts {reached}, needed: {required}.")


class OtherMajority(Refused):
    says = N_(
        "Under the majority of the charter it would have come out otherwise. For: {obtained}, needed: {required}."
    )


class SizeNotKnown(Refused):
    says = N_("The charter counts on the number of members, and that number is not known.")


class TooManyHeld(Refused):
    says = N_("Somebody used more proxies than the charter allows: {held}, allowed: {most}.")


class LessSecret(Refused):
    says = N_("The statutes ask for another level of secrecy: {level}.")


class NotConfirmed(Refused):
    says = N_("The charter wants it confirmed at the next plenary, and it has not been yet.")


class ConfirmedNot(Refused):
    says = N_("The charter wants it confirmed at a second reading, and that one did not confirm it.")


class ConfirmedOtherwise(Refused):
    says = N_("Its second reading confirmed it, and was itself no decision under the statutes.")


class FirstOtherwise(Refused):
    says = N_("It confirms a vote that did not have everything that the statutes ask for.")


class NothingToConfirm(Refused):
    says = N_("Nothing was adopted, so there is nothing to confirm at a second reading.")


class NothingDecided(Refused):
    says = N_("Nothing was decided: it ended in a tie.")


class Label(StrEnum):
    """What a result is worth."""

    ADVISORY = "advisory"
    WORKING = "working"
    STATUTORY = "statutory"


LABELS = {
    Label.ADVISORY: N_("Advice"),
    Label.WORKING: N_("Decision to work by"),
    Label.STATUTORY: N_("Decision under the statutes"),
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What happened besides the ballots. `subject` is what is decided under the statutes, "" when nothing is.

    `is_listed`: the voters were a list of members, frozen at the opening. `most_held`: the most proxies that one person
    used. `confirms`: this is the second reading, and the same came out of it. `reading`: where the second reading
    stands, of this vote or that this vote is, None where there was none yet. `other_met`: whether the other one of the
    two votes had everything else that the statutes ask for.
    """

    subject: str = ""
    electronic: bool = True
    election: bool = False
    noticed_on: date | None = None
    held_on: date | None = None
    on_agenda: bool = False
    is_listed: bool = False
    electors: int = 0
    most_held: int = 0
    confirms: bool = False
    reading: Reading | None = None
    other_met: bool = True


@dataclass(frozen=True, slots=True)
class Unmet:
    """One thing that is missing: the value of the charter that asks for it, and what to say."""

    key: str
    why: Refused


@dataclass(frozen=True, slots=True)
class Labelled:
    """The label, and what was missing for the last one; nothing is where it was not sought."""

    label: Label
    unmet: tuple[Unmet, ...] = ()


def label(terms: Terms, result: Result, charter: Charter, about: Circumstances) -> Labelled:
    """What a result is worth, under the charter that the vote was opened under."""
    if not terms.binding:
        return Labelled(Label.ADVISORY)
    if not about.subject:
        return Labelled(Label.WORKING)
    unmet = tuple(_unmet(terms, result, charter, about))
    return Labelled(Label.WORKING if unmet else Label.STATUTORY, unmet)


def _unmet(terms: Terms, result: Result, charter: Charter, about: Circumstances) -> Iterator[Unmet]:
    """In the order in which the rules name them."""
    if about.electronic and not (charter.electronic and charter.article("electronic")):
        yield Unmet("electronic", NoElectronicArticle())
    if not includes(charter.competences, about.subject):
        yield Unmet("competences", NotCompetent(subject=about.subject))
    yield from _notice(charter, about)
    if not charter.members_vote or not about.is_listed:
        yield Unmet("electorate", NoList())
    yield from _sized("quorum", lambda: _quorum(result, charter))
    if terms.method is Method.MOTION and result.outcome in ("adopted", "rejected"):
        yield from _sized("majority", lambda: _majority(result, charter))
    if result.outcome == "tied":
        yield Unmet("tie", NothingDecided())
    most = Cap.read(charter.proxies).most(about.electors)
    if most is not None and about.most_held > most:
        yield Unmet("proxies", TooManyHeld(held=about.most_held, most=most))
    yield from _secrecy(terms, charter, about)
    if includes(charter.second_reading, about.subject) and (why := _second_reading(result, about)) is not None:
        yield Unmet("second_reading", why)


def _notice(charter: Charter, about: Circumstances) -> Iterator[Unmet]:
    sent, held, wanted = about.noticed_on, about.held_on, charter.notice_days
    if sent is None or held is None:
        yield Unmet("notice_days", NoNotice())
        return
    if not is_in_time(sent, held, wanted):
        yield Unmet("notice_days", NoticeLate(found=clear_days(sent, held), wanted=wanted))
    if not about.on_agenda:
        yield Unmet("notice_days", NotOnAgenda())


def _second_reading(result: Result, about: Circumstances) -> Refused | None:
    """Why a vote of which there are two is no decision under the statutes by itself; no label before both were had."""
    if about.reading is Reading.NOT_CONFIRMED:
        return ConfirmedNot()
    if about.confirms:
        return None if about.other_met else FirstOtherwise()
    if about.reading is Reading.CONFIRMED:
        return None if about.other_met else ConfirmedOtherwise()
    return NothingToConfirm() if result.outcome in ("rejected", "none") else NotConfirmed()


def _sized(key: str, rule: Callable[[], Refused | None]) -> Iterator[Unmet]:
    """What a rule finds missing, also when it needs a number that nobody knows."""
    try:
        why = rule()
    except SizeUnknown:
        why = SizeNotKnown()
    if why is not None:
        yield Unmet(key, why)


def _quorum(result: Result, charter: Charter) -> Refused | None:
    """The quorum that the charter asks for, and the one that the vote was opened with."""
    if not result.quorum_reached:
        return QuorumMissed(required=result.quorum_required, reached=result.quorum_taken)
    if not charter.quorum:
        return None
    quorum = Quorum.read(charter.quorum, QuorumBase(charter.quorum_base))
    required, reached = quorum.required(result.turnout), quorum.reached(result.turnout)
    return None if reached >= required else QuorumMissed(required=required, reached=reached)


def _majority(result: Result, charter: Charter) -> Refused | None:
    """Whether the charter's majority gives the same verdict, whatever the vote was opened with."""
    in_favour, against = result.counts[:2]
    doubled = charter.chair_double and result.obtained > in_favour
    settings = Settings(Majority.read(charter.majority), Base(charter.base), Voice.FOR if doubled else None)
    found = decide(settings, result.turnout, in_favour, against)
    if found.adopted == (result.outcome == "adopted"):
        return None
    return OtherMajority(obtained=found.obtained, required=found.required)


def _secrecy(terms: Terms, charter: Charter, about: Circumstances) -> Iterator[Unmet]:
    """A level that an article asks for; the others are what a vote is opened with when nobody says otherwise."""
    key = "election_secrecy" if about.election else "secrecy"
    level = getattr(charter, key)
    if charter.article(key) and LEVELS.index(terms.secrecy) < LEVELS.index(level):
        yield Unmet(key, LessSecret(level=level))

"""What a charter may not say, because two of its values cannot both hold; and what it may say, but should know of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.domain.charter import ELECTORATES, OPENS, TIES, WEIGHTS, Charter
from bot.domain.errors import N_, Or, Refused
from bot.domain.initiatives import Supporters
from bot.domain.names import fold
from bot.domain.proxies.cap import Cap
from bot.domain.quorum import Quorum, QuorumBase
from bot.domain.tally.motion import Kind, Majority
from bot.domain.tally.turnout import Base

LEVELS = ("public", "confidential", "secret")
CHOICES: dict[str, tuple[str, ...]] = {
    "base": tuple(Base),
    "quorum_base": tuple(QuorumBase),
    "tie": TIES,
    "electorate": ELECTORATES,
    "weights": WEIGHTS,
    "secrecy": LEVELS,
    "election_secrecy": LEVELS,
    "open_to": OPENS,
}
RANGES = {
    "vote_days": (1, 365), "poll_hours": (1, 720), "seniority_days": (0, 3650), "notice_days": (0, 90),
    "contest_days": (0, 90),
}  # fmt: skip
HEAVIEST = 1000


class NoSuchChoice(Refused):
    says = N_("“{text}” is not possible for “{key}”. Choose among: {known}. For example: {example}")


class OutOfRange(Refused):
    says = N_("“{key}” goes from {least} to {most}, so {text} is not possible. For example: {example}")


class AlwaysReached(Refused):
    says = N_(
        "Outside a meeting the people present are those who answer, so this quorum would always be reached. Take a "
        "share of everybody, for example quorum=1/4, or have votes in meetings only."
    )


class ClosesByItself(Refused):
    says = N_(
        "A vote cannot both run to its deadline and close by itself once everybody has answered. Choose one of the "
        "two, for example: close=early"
    )


class OpinionsInPublic(Refused):
    says = N_(
        "In a political group a vote tells what people think, so votes are not public by default. For example: "
        "secrecy=confidential"
    )


class MembersOnly(Refused):
    says = N_(
        "Seniority, dues, colleges and weights are known of registered members, and here everybody in the chat votes. "
        "Let the members vote, or leave the condition out, for example: dues not asked for."
    )


class WeightGivesAway(Refused):
    says = N_(
        "A ballot that weighs more than the others gives its voter away, so it cannot be secret. Give everybody one "
        "voice, or choose another level for votes and for elections, for example: secrecy=public elections=confidential"
    )


class CollegeWrong(Refused):
    says = N_("Each college has a name of its own and a weight from 1 to {most}. For example: workers 2, users 1")


class ChairInSecret(Refused):
    says = N_(
        "The voice of the chair can only count double where it is seen, and here votes are secret. For example: "
        "secrecy=public, or no double voice."
    )


# what is allowed, and said


class BaseChangesNothing(Refused):
    says = N_(
        "This majority compares the votes for and against, so the base “{base}” changes nothing. It would with "
        "majority=absolute."
    )


class AbstainingCountsAgainst(Refused):
    says = N_(
        "Outside a meeting the people present are those who answer: with this base, abstaining and voting blank weigh "
        "against a motion. Otherwise: base=cast"
    )


class NoLimit(Refused):
    says = N_(
        "One person may hold any number of proxies. Statutes seldom allow it: note the article that does, for example: "
        "statutes art. 12"
    )


class ChairSeldom(Refused):
    says = N_(
        "The voice of the chair counts double only in public votes, and votes are confidential by default. Open the "
        "vote with secrecy=public where it may matter."
    )


class JudgedAtOpening(Refused):
    says = N_(
        "In a secret vote nobody’s ballot can be taken out again: there, who may vote is judged at the opening only."
    )


class WeightShows(Refused):
    says = N_("A weight that few people have can be recognised in the ballots published after a confidential vote.")


class OneIsEnough(Refused):
    says = N_("With one supporter, anybody puts a question to the vote alone. The same is said by: open=all")


def check(charter: Charter, *, political: bool = False) -> None:
    """Raises the first thing that cannot be."""
    for contradiction in contradictions(charter, political=political):
        raise contradiction


def contradictions(charter: Charter, *, political: bool = False) -> Iterator[Refused]:
    """Everything that cannot be; what cannot even be read is raised by its own rule."""
    yield from _words(charter)
    yield from _numbers(charter)
    quorum = Quorum.read(charter.quorum) if charter.quorum else None
    of_the_room = charter.quorum_base != QuorumBase.MEMBERS and quorum is not None and quorum.share is not None
    rules: tuple[tuple[bool, Callable[[], Refused]], ...] = (
        (of_the_room and not charter.meetings_only, AlwaysReached),
        (charter.auto_close and not charter.early_close, ClosesByItself),
        (political and charter.secrecy == "public", OpinionsInPublic),
        (not charter.members_vote and _asks_more(charter), MembersOnly),
        (charter.weights != "one" and "secret" in (charter.secrecy, charter.election_secrecy), WeightGivesAway),
        (charter.chair_double and charter.secrecy == "secret", ChairInSecret),
    )
    yield from (refusal() for broken, refusal in rules if broken)


def warnings(charter: Charter) -> Iterator[Refused]:
    """What is allowed and should be known."""
    majority = Majority.read(charter.majority)
    if majority.kind in (Kind.SIMPLE, Kind.UNANIMITY) and charter.base != Base.CAST:
        yield BaseChangesNothing(base=charter.base)
    elif charter.base == Base.PRESENT and not charter.meetings_only:
        yield AbstainingCountsAgainst()
    rules: tuple[tuple[bool, Callable[[], Refused]], ...] = (
        (Cap.read(charter.proxies).unlimited and not charter.article("proxies"), NoLimit),
        (charter.chair_double and charter.secrecy == "confidential", ChairSeldom),
        (charter.judged_at_close and charter.secrecy == "secret", JudgedAtOpening),
        (charter.weights != "one" and "confidential" in (charter.secrecy, charter.election_secrecy), WeightShows),
        (charter.initiative == "1" and charter.open_to != "all", OneIsEnough),
    )
    yield from (warning() for given, warning in rules if given)


def _words(charter: Charter) -> Iterator[Refused]:
    """Words that are not among those possible, and what its own rule cannot read."""
    for key, known in CHOICES.items():
        if getattr(charter, key) not in known:
            yield NoSuchChoice(key=key, text=str(getattr(charter, key)), known=Or(known), example=known[0])
    Majority.read(charter.majority)
    Cap.read(charter.proxies)
    if charter.initiative:
        Supporters.read(charter.initiative)
    if charter.objection_lifted_by != "author":
        Majority.read(charter.objection_lifted_by)


def _numbers(charter: Charter) -> Iterator[Refused]:
    for key, (least, most) in RANGES.items():
        if not least <= getattr(charter, key) <= most:
            example = getattr(Charter(), key)
            yield OutOfRange(key=key, text=str(getattr(charter, key)), least=least, most=most, example=example)
    names = [fold(name) for name, _weight in charter.colleges]
    wrong = not all(names) or len(set(names)) < len(names)
    wrong = wrong or not all(1 <= weight <= HEAVIEST for _name, weight in charter.colleges)
    if wrong or (charter.weights == "college" and not names):
        yield CollegeWrong(most=HEAVIEST)


def _asks_more(charter: Charter) -> bool:
    """Whether it asks of voters what is written down of members only."""
    return bool(
        charter.seniority_days or charter.dues or charter.colleges or charter.judged_at_close
    ) or charter.weights != "one"  # fmt: skip

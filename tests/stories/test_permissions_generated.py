"""The matrix of permissions, made from the declarations: each thing that a command does, as each role, in each chat.

Each line goes the whole way from its event, in a transaction that is rolled back: all of them see the same group.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.adapters.local.view import View
from bot.chat.address import Chat, MessageRef, Person, Place
from bot.chat.events import Said
from bot.core.asks import Missing
from bot.core.context import OnlyInGroup
from bot.core.feature import Feature
from bot.domain.charter import Charter
from bot.domain.electorate import MembershipOver, NoLongerMember, NotOnTheList, NotYetMember, ObserversWatch
from bot.domain.errors import Refused
from bot.domain.permissions import Act, Part, may
from bot.domain.polls.refusals import OnlyAuthor, OnlyAuthorOrOrganizer
from bot.domain.proxies.refusals import GiverMayNotVote
from handlers.aid.helping import OnlyInPrivate
from handlers.aid.service import NotYours
from handlers.decisions.service import OnlyItsKeepers
from handlers.features import FEATURES
from handlers.meetings import OnlyChair, OnlyRecorders
from handlers.operator.chat import NotOperator
from handlers.plenaries.agenda import NotYourPoint, OnlyConvenersOrder
from handlers.plenaries.minutes import NothingToWrite
from handlers.plenaries.panel import OnlyChairGives
from handlers.plenaries.series import NoSuchSeries
from handlers.plenaries.series_chat import NoSeries
from handlers.polls.rights import ObserversOpenNone, OnlyOrganizersOpen
from handlers.polls.sending import OnlyOrganizersSend
from handlers.projects.service import OnlyItsPeople, OnlyOrganizersMandate
from handlers.proxies.service import NothingThere
from handlers.questions.service import NotYourQuestion
from handlers.rights import OnlyThese
from handlers.settings.service import OnlyOrganizers
from storage.transaction import Transaction
from tests.neighbours import nested
from tests.town import Town

# That only others may; anything else is no answer to who somebody is.
NO = (
    OnlyThese, OnlyOrganizers, OnlyOrganizersOpen, ObserversOpenNone, MembershipOver, OnlyAuthor, OnlyAuthorOrOrganizer,
    OnlyItsKeepers, NotYours, NotYourPoint, OnlyConvenersOrder, OnlyOrganizersSend, OnlyItsPeople, NotYourQuestion,
    OnlyOrganizersMandate, NotYetMember, ObserversWatch, NoLongerMember, NotOnTheList, NothingThere, GiverMayNotVote,
    OnlyChair, OnlyChairGives, OnlyRecorders, NotOperator,
)  # fmt: skip
# Where it is said, not who says it.
ELSEWHERE = (OnlyInGroup, OnlyInPrivate)
# What everybody is told where there is nothing to do it to.
NOTHING = (NoSuchSeries, NoSeries, NothingToWrite)
ROLES = (
    "", "newcomer", "observer", "member", "former", "organizer", "treasurer", "welcomer", "secretary", "chair",
    "Jardin", "administrator", "operator",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One thing that a command does."""

    command: str
    verb: str
    line: str
    act: str


def cases() -> Iterator[Case]:
    for feature in FEATURES:
        for command in feature.commands:
            for verb, one in command.verbs.items():
                yield Case(command.name, verb, one.line, one.act)


class Back(Exception):
    """Nothing of it stays."""


async def outcome(tx: Transaction, town: Town, who: str, line: str, place: Place) -> Refused | None:
    """What refuses the line, None where nothing does."""
    dispatcher, user = town.app.dispatcher, town.people[who]
    said = Said("m", Person(user, who.title(), town.language), place, line, MessageRef(place.chat, "m"), to_bot=True)
    for _round in range(5):
        try:
            with tx.savepoint():
                ctx = dispatcher._context(said, tx, town.time)
                assert ctx is not None
                dispatcher.router.route(ctx, said)
                raise Back
        except Back:
            return None
        except Refused as no:
            return no
        except Missing as missing:
            if not missing.asks:
                return None  # something long is read: whoever may not has been refused before
            dispatcher._facts.keep(tx, await dispatcher._facts.ask(missing.asks, place.chat.network) or (), town.time)
    raise AssertionError("it kept asking")


async def stage(town: Town, role: str) -> frozenset[Part]:
    """Bruno is what the role says; Chloé began everything there is. The members vote."""
    for one in ("ana", "bruno", "chloe", "dan", "emma"):
        await town.say(one, "/menu")
        await town.whisper(one, "/menu")
    await nested(town, "emma")
    town.enrol("ana", "chloe", "dan", "emma")
    town.decree(electorate="members")
    await town.say("ana", "/roles donner secrétaire | Emma")
    for line in ("/vote On repeint ? secret=public", "/vote On danse demain ? secret=public", "/question Quoi ?",
                 "/projets Potager : des légumes", "/besoin une remorque"):  # fmt: skip
        await town.say("chloe", line)
    await town.say("dan", "/vote 2 pour")
    await town.say("ana", "/vote clore 2")
    await town.say("ana", "/projets Comptes genre=commission")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.say("ana", "/pleniere convoquer 1")
    await town.say("chloe", "/odj Bilan de l'épicerie")
    match role:
        case "":
            return frozenset()
        case "administrator":
            await town.hub.promote(town.people["bruno"], town.group)
            await town.settle()
            return frozenset({Part.ORGANIZER})
        case "operator":
            with town.database.begin() as tx:
                tx.operators.add(town.member("bruno"), town.time)
            return frozenset({Part.OPERATOR})
        case "newcomer" | "observer" | "member":
            await town.say("ana", f"/membre Bruno statut={role}")
            return frozenset({Part(role)} if role != "newcomer" else ())
        case "former":
            await town.say("ana", "/membre Bruno statut=membre")
            await town.say("ana", "/membre Bruno statut=parti")
            return frozenset({Part.FORMER})
        case _:
            await town.say("ana", f"/roles donner {role} | Bruno")
            return frozenset({Part(role)} if role != "Jardin" else ())


def expected(case: Case, parts: frozenset[Part]) -> bool:
    """Whether it is refused."""
    charter = Charter(electorate="members")
    return bool(case.act) and not may(Act(case.act), {Part.ANYBODY, Part.PRESENT, *parts}, charter)


@pytest.mark.parametrize("role", ROLES)
async def test_each_declared_verb_is_refused_to_exactly_those_who_may_not(village: Town, role: str):
    parts = await stage(village, role)
    private = village.hub.private_chat(village.people["bruno"])
    places = {
        "closed group": Place(village.group, "La Ruche", private=False, closed=True),
        "open group": Place(village.group, "La Ruche", private=False, closed=False),
        "private": Place(private, private=True),
    }
    wrong = []
    with village.database.begin() as tx:
        for name, place in places.items():
            for case in cases():
                no = await outcome(tx, village, "bruno", case.line, place)
                elector = {Part.ELECTOR} if Part.MEMBER in parts and case.act == Act.GIVE_PROXY else set[Part]()
                refused = isinstance(no, NO)
                if refused is not expected(case, parts | elector) and not isinstance(no, (*ELSEWHERE, *NOTHING)):
                    wrong.append(f"{name} – {case.line}: {'refused' if refused else 'done'} ({type(no).__name__})")
    assert not wrong, "\n".join(wrong)


def kept(town: Town) -> dict[str, int]:
    """How much there is of what commands make."""
    tables = (
        "polls",
        "questions",
        "projects",
        "aid",
        "points",
        "plenaries",
        "memberships",
        "mandates",
        "acts",
        "reminders",
    )
    with town.database.read() as tx:
        return {name: tx.cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


async def test_a_chat_that_is_not_served_keeps_nothing_of_any_line(folder: Path):
    town = Town(folder, View.BUTTONS, "en", serves=lambda chat: chat.id != "elsewhere")
    await town.open()
    await stage(town, "organizer")
    elsewhere = Place(Chat("local", "elsewhere"), "Ailleurs", private=False, closed=True)
    before = kept(town)
    for case in cases():
        by, name = Person(town.people["bruno"], "Bruno", "en"), f"{case.command}-{case.verb}"
        ref = MessageRef(elsewhere.chat, name)
        await town.app.dispatcher.emit(Said(name, by, elsewhere, case.line, ref, to_bot=True))
    assert kept(town) == before
    await town.close()


@pytest.mark.parametrize("place", ["private"])
async def test_a_stranger_is_let_do_nothing_that_a_role_does(village: Town, place: str):
    await stage(village, "")
    village.people["zoe"] = village.hub.person("zoe", "Zoé", "en")
    await village.whisper("zoe", "/menu")
    private = Place(village.hub.private_chat(village.people["zoe"]), private=True)
    with village.database.begin() as tx:
        for case in cases():
            if case.act:
                assert await outcome(tx, village, "zoe", case.line, private) is not None, case.line


def test_every_command_says_of_each_thing_that_it_does_who_may() -> None:
    silent = {command.name for feature in FEATURES for command in feature.commands if not command.verbs}
    assert not silent


def test_a_verb_that_is_routed_and_not_declared_fails_at_the_start() -> None:
    feature: Feature[object] = Feature("garden")
    with pytest.raises(ValueError, match="prune"):
        feature.command("jardin", help="", routes=("prune",))

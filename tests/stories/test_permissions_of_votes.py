"""The matrix of permissions around a vote: its author, who may vote in it and who carries a voice are parts as well.

Each standing is a set of parts that Bruno has at once; each line is done by exactly those whom the one table lets.
"""

import re
from collections.abc import Sequence
from itertools import product

import pytest

from bot.domain.charter import Charter
from bot.domain.electorate import NotOnTheList, NotYetMember, ObserversWatch
from bot.domain.permissions import MAY, Act, Part, may, who
from bot.domain.polls.refusals import OnlyAuthor, OnlyAuthorOrOrganizer
from bot.domain.proxies.refusals import GiverMayNotVote
from handlers.decisions.service import OnlyItsKeepers
from handlers.proxies.service import NothingThere
from tests.town import Town

REFUSALS = (
    OnlyAuthor, OnlyAuthorOrOrganizer, OnlyItsKeepers, NotYetMember, ObserversWatch, NotOnTheList, NothingThere,
    GiverMayNotVote,
)  # fmt: skip
STANDINGS: tuple[frozenset[Part], ...] = tuple(
    frozenset(map(Part, parts.split()))
    for parts in (
        "", "author", "elector", "observer", "organizer", "secretary", "chair", "elector holder", "author elector",
        "author observer", "elector organizer", "author organizer", "observer organizer secretary",
        "elector secretary holder",
    )
)  # fmt: skip
GIVES, TAKES_BACK, ACCEPTS = (
    ("/pouvoir Dan", Act.GIVE_PROXY), ("/pouvoir retirer", Act.TAKE_PROXY_BACK), ("/pouvoir accepter", Act.ANSWER_PROXY)
)  # fmt: skip
# In this order; the last line closes the first vote, and the one before cancels a second one.
LINES: tuple[tuple[str, Act], ...] = (
    ("/vote corriger 1 On repeint la salle ? secret=public", Act.CORRECT_VOTE),
    ("/vote 1 pour", Act.VOTE),
    ("/vote prolonger 1 2j", Act.EXTEND_VOTE),
    ("/vote annuler 2 une erreur", Act.CANCEL_VOTE),
    ("/vote clore 1", Act.CLOSE_VOTE),
)
AFTER: tuple[tuple[str, Act], ...] = (("/decisions 1 responsable=Dan", Act.KEEP_REGISTER),)


async def stage(town: Town, standing: frozenset[Part]) -> None:
    """Members vote, and Bruno is in the vote what the standing says; Dan and Emma are members."""
    for one in ("ana", "bruno", "chloe", "dan", "emma"):
        await town.say(one, "/menu")
    town.decree(electorate="members")
    town.enrol("dan", "emma", "chloe")
    if Part.ELECTOR in standing:
        town.enrol("bruno")
    if Part.OBSERVER in standing:
        await town.say("ana", "/reglages membre Bruno statut=observateur")
    for role in standing & {Part.ORGANIZER, Part.SECRETARY, Part.CHAIR}:
        await town.say("ana", f"/reglages role donner {role} | Bruno")


async def open_votes(town: Town, standing: frozenset[Part]) -> None:
    by = "bruno" if Part.AUTHOR in standing else "chloe"
    watches = {Part.AUTHOR, Part.OBSERVER} <= standing  # whoever watches opens none, and did so before
    if watches:
        await town.say("ana", "/reglages membre Bruno statut=nouveau")
    await town.say(by, "/vote On peint la salle ? secret=public")
    await town.say(by, "/vote On vend la salle ? secret=public")
    if watches:
        await town.say("ana", "/reglages membre Bruno statut=observateur")


def was_refused(town: Town, since: Sequence[int]) -> bool:
    chats = (town.group, town.hub.private_chat(town.people["bruno"]))
    said = re.compile("|".join(re.sub(r"\\{\w+\\}", ".*", re.escape(no.says)) for no in REFUSALS))
    return any(said.match(text) for chat, n in zip(chats, since, strict=True) for text in town.seen(chat)[n:])


async def walk(
    town: Town, standing: frozenset[Part], lines: Sequence[tuple[str, Act]], private: bool
) -> list[str]:  # fmt: skip
    """What is not as the table says."""
    wrong = []
    for line, act in lines:
        since = len(town.seen()), len(town.heard("bruno"))
        await (town.whisper if private else town.say)("bruno", line)
        allowed = may(act, {Part.ANYBODY, Part.PRESENT, *standing}, Charter())
        if was_refused(town, since) is allowed:
            wrong.append(f"{line}: {'refused' if allowed else 'done'} – {town.told('bruno')} – {town.last}")
    return wrong


@pytest.mark.parametrize("private", [False, True], ids=["group", "private"])
@pytest.mark.parametrize("standing", STANDINGS, ids=lambda one: "-".join(sorted(one)) or "nobody")
async def test_each_line_about_a_vote_is_done_by_those_whom_the_table_lets(
    village: Town, standing: frozenset[Part], private: bool
):
    await stage(village, standing)
    wrong = []
    if Part.HOLDER not in standing:  # whoever carries a voice gives none
        wrong += await walk(village, standing - {Part.AUTHOR}, (GIVES,), private)
        gave = {Part.AUTHOR} if Part.ELECTOR in standing else set[Part]()  # of a proxy
        wrong += await walk(village, standing - {Part.AUTHOR} | gave, (TAKES_BACK,), private)
    if Part.HOLDER in standing:
        await village.say("emma", "/pouvoir Bruno")
    wrong += await walk(village, standing - {Part.AUTHOR}, (ACCEPTS,), private)
    await open_votes(village, standing)
    await village.say("dan", "/vote 1 pour")
    wrong += await walk(village, standing, LINES, private)
    await village.say("ana", "/vote clore 1")
    wrong += await walk(village, standing, AFTER, private)
    assert not wrong, "\n".join(wrong)


def test_the_author_and_the_organizers_alone_are_named_by_the_refusal_that_names_them() -> None:
    for act in (Act.CLOSE_VOTE, Act.EXTEND_VOTE, Act.CANCEL_VOTE, Act.RAISE_QUESTION, Act.CHANGE_REMINDER):
        assert MAY[act] == {Part.AUTHOR, Part.ORGANIZER}
    assert MAY[Act.CORRECT_VOTE] == {Part.AUTHOR}


@pytest.mark.parametrize("open_to", ["all", "organizers"])
def test_several_parts_may_what_any_of_them_may_and_nothing_else(open_to: str) -> None:
    charter = Charter(open_to=open_to)
    for act, one, other in product(Act, Part, Part):
        if act is Act.OPEN_VOTE and {Part.OBSERVER, Part.FORMER} & {one, other}:
            continue  # whoever has no voice opens none by being there
        allowed = one in who(act, charter) or other in who(act, charter)
        assert may(act, {one, other}, charter) is allowed

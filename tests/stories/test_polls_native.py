"""Answers in a poll of the network itself, beside a sondage: one ballot with every other way to answer."""

from __future__ import annotations

from itertools import count

import pytest

from bot.adapters.local.view import View
from bot.chat.address import MessageRef, Person, Place
from bot.chat.events import PollAnswered
from tests.town import Town, shown

pytestmark = pytest.mark.parametrize("town", shown(View.REACTIONS), indirect=True)

_ids = count(1)


async def answer(town: Town, who: str, ref: MessageRef, *places: int) -> None:
    """Somebody's answers in the poll beside a message: their places from 1."""
    person, place = Person(town.people[who], who.title()), Place(town.group, "La Ruche", False, True)
    options = tuple(place - 1 for place in places)
    await town.app.dispatcher.emit(PollAnswered(f"answer-{next(_ids)}", person, place, ref, options))
    await town.settle()


async def test_the_last_answer_counts_wherever_it_was_given(town: Town) -> None:
    await town.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    card = town.card("Quelle soupe ?").ref

    await answer(town, "ana", card, 1)
    await answer(town, "bruno", card, 1)
    await town.choose("bruno", "Courge")
    await town.choose("chloe", "Poireau")
    await answer(town, "chloe", card, 2)
    await town.say("dan", "2", card)
    await answer(town, "dan", card, 1)
    assert town.ballot() == (2, 2)

    await answer(town, "dan", card)
    assert town.ballot() == (1, 2)
    assert not any(town.heard(who) for who in ("bruno", "chloe"))  # the card shows it


async def test_several_answers_are_the_whole_answer(town: Town) -> None:
    await town.say("ana", "/sondage Quels légumes ? | Poireau | Courge | Chou max=2")
    card = town.card("Quels légumes ?").ref

    await answer(town, "ana", card, 1, 2)
    await answer(town, "ana", card, 2, 3)
    await answer(town, "bruno", card, 3, 1, 2)  # no more than two are taken

    assert town.ballot() == (1, 1, 2)


async def test_what_is_none_of_the_answers_and_what_comes_too_late_changes_nothing(town: Town) -> None:
    await town.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    card = town.card("Quelle soupe ?").ref
    await answer(town, "bruno", card, 1)

    await answer(town, "bruno", card, 5)
    await answer(town, "bruno", MessageRef(town.group, "unheard-of"), 1)
    await town.say("ana", "/vote clore 1")
    await answer(town, "chloe", card, 2)

    assert town.ballot() == (1, 0)

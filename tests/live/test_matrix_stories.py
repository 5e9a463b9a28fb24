"""Stories of everybody, told on a real Synapse: what is said and decided on Matrix is what is said everywhere.

All of them are told on a network that shows what Matrix shows (`View.REACTIONS`); these on Matrix itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.text import _
from tests.matrix_side import matrix_town
from tests.stories.test_aid import (  # noqa: F401
    test_an_account_is_given_by_one_tap_that_shows_it,
    test_both_sides_of_a_match_are_told_in_private,
    test_the_day_after_the_author_is_asked_and_thanks,
    test_words_are_carried_both_ways_without_an_account,
)
from tests.stories.test_aid_stepping_back import (  # noqa: F401
    test_after_it_was_agreed_the_need_is_open_again_and_nothing_is_lost,
    test_the_card_offers_the_way_back_once_somebody_came_forward,
)
from tests.stories.test_basics import *  # noqa: F403
from tests.stories.test_newcomers import (  # noqa: F401
    path,
    test_a_human_answers_at_every_step_through_the_bot,
    test_five_exchanges_lead_to_a_buddy_a_date_and_a_first_small_step,
    test_nothing_that_was_answered_is_read_by_anybody_else_without_a_yes,
    walked,
)
from tests.stories.test_plenaries_conversation import test_the_conversation_of_a_plenary  # noqa: F401
from tests.stories.test_plenaries_day import test_a_whole_plenary  # noqa: F401
from tests.stories.test_plenaries_series_whole import test_a_whole_series  # noqa: F401
from tests.stories.test_polls import *  # noqa: F403
from tests.stories.test_questions import test_answers_come_as_a_reply_and_in_private_and_are_summed_up  # noqa: F401
from tests.stories.test_welcome import test_people_who_come_together_are_greeted_together  # noqa: F401
from tests.synapse import Synapse
from tests.town import Town

# The town's bot is in its room from the beginning; arrivals are told in tests/adapters/test_matrix_faults.py.
del test_on_arrival_the_bot_introduces_itself_once_in_five_lines  # noqa: F821


@pytest.fixture
async def town(request: pytest.FixtureRequest, synapse: Synapse, folder: Path) -> AsyncIterator[Town]:
    """The town on Matrix."""
    async with matrix_town(synapse, folder, "fr") as town:
        yield town


async def test_whoever_knocks_is_let_in_after_the_conversation(town: Town):
    zoe = town.people["zoe"] = town.hub.person("zoe", "Zoé Lune", town.language)
    await town.hub.ask_to_join(zoe, town.group)
    await town.settle()
    assert town.was_told("zoe", _("Hello {name}! You asked to join {group}.", name="Zoé", group="La Ruche"))

    await town.choose_privately("zoe", "c'est parti")
    await town.choose_privately("zoe", "c'est parti")
    await walked(town)
    await town.hub.come_in(zoe, town.group)
    await town.wait(minutes=2)

    assert path(town).is_done
    assert town.saw(_("Welcome {names}!", names=("Zoé",)))

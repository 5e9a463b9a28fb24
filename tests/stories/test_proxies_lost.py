"""A proxy that does not count any more is told to both of them, before it is too late."""

import pytest

from bot.adapters.local.view import View
from bot.chat.text import _, many
from bot.domain.proxies import Stage
from handlers.rooms import today
from tests.stories.test_plenaries_day import begins, convened
from tests.stories.test_proxies import OPENLY, kept, lend, members_vote
from tests.town import Town, shown


def stage(town: Town, number: int = 1) -> Stage:
    with town.database.read() as tx:
        return kept(tx.proxies.get(number)).stage


async def test_a_proxy_that_a_vote_finds_void_is_told_to_both(town: Town):
    """Broken once: the charter allowed no proxies any more, a vote opened, and nobody heard that it counted for one."""
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "ana", "bruno", "Bruno")
    town.decree(proxies="none")
    await town.say("chloe", OPENLY)

    assert stage(town) is Stage.OVER_CAP
    assert town.was_told(
        "ana", _("{holder} does not carry your voice in vote {number}.", holder="Bruno Petit", number="1")
    )
    assert town.was_told("ana", _("The charter allows no proxies any more."))
    assert town.was_told("ana", _("Your own answer counts: /vote {number}", number="1"))
    assert town.was_told(
        "bruno", _("You do not carry the voice of {giver} in vote {number}.", giver="Ana Diaz", number="1")
    )
    await town.whisper("ana", "/vote 1 pour")
    assert town.ballot() == (1, 0, 0, 0)


async def test_the_later_of_two_proxies_over_the_cap_is_told(village: Town):
    await members_vote(village, "ana", "bruno", "chloe")
    await lend(village, "ana", "bruno", "Bruno")
    await lend(village, "chloe", "bruno", "Bruno")
    village.decree(proxies="1")
    await village.say("ana", OPENLY)

    most = many("The charter lets a person carry {n} proxy at most.",
                "The charter lets a person carry {n} proxies at most.", 1)  # fmt: skip
    assert (stage(village), stage(village, 2)) == (Stage.ACCEPTED, Stage.OVER_CAP)
    assert village.was_told("chloe", most)
    assert not village.was_told("ana", most)


async def test_whoever_lent_a_voice_hears_that_its_holder_is_a_member_no_more(town: Town):
    """Broken once: “Bruno carries your voice” long after he had left, and a vote that found nobody to carry it."""
    await members_vote(town, "ana", "bruno", "chloe", "dan")
    await lend(town, "chloe", "bruno", "Bruno")
    await town.whisper("ana", "/reglages membre Bruno statut=parti")

    assert stage(town) is Stage.NO_VOICE
    assert town.was_told(
        "chloe",
        _(
            "{holder} does not carry your voice in the next vote of {group} any more.",
            holder="Bruno Petit",
            group="La Ruche",
        ),
    )
    assert town.was_told("chloe", _("{name} has no voice there.", name="Bruno Petit"))
    assert town.was_told("bruno", _("You have no voice there."))
    await lend(town, "chloe", "dan", "Dan")  # there is time to lend it again
    await town.say("ana", OPENLY)
    await town.whisper("dan", "/vote 1 pour")
    assert town.ballot() == (2, 0, 0, 0)


async def test_a_proxy_for_a_plenary_is_lost_with_its_holder(town: Town):
    await convened(town)
    await town.whisper("bruno", "/pouvoir Chloé plénière 1")
    await town.whisper("chloe", "/pouvoir accepter")
    await town.whisper("ana", "/reglages membre Chloé statut=parti")

    assert town.was_told(
        "bruno",
        _("{holder} does not carry your voice at plenary {number} any more.", holder="Chloé Martin", number="1"),
    )
    assert town.was_told("bruno", _("To lend it to somebody else: /proxy plenary {number}", number="1"))
    await town.whisper("bruno", "/pouvoir")
    assert town.says(_("You gave no proxy and hold none.")) in town.told("bruno")


async def test_what_would_not_count_is_said_where_proxies_are_listed_and_ends_with_the_sign_in(town: Town):
    """Broken once: dues, seniority and a new limit took a proxy away, and its giver read that it was carried."""
    await convened(town)
    await town.whisper("bruno", "/pouvoir Chloé plénière 1")
    await town.whisper("chloe", "/pouvoir accepter")
    with town.database.read() as tx:
        until = today(tx.groups.all()[0], town.time).replace(year=2030)
    town.enrol("ana", "bruno", "dan", "emma", dues_until=until)
    town.decree(dues=True)

    await town.whisper("bruno", "/pouvoir")
    why = _("{name} has no voice there.", name="Chloé")
    assert town.says(_("As it is now it would not count. {why}", why=why)) in town.told("bruno")
    assert stage(town) is Stage.ACCEPTED  # she may pay until then

    await begins(town)
    assert stage(town) is Stage.NO_VOICE
    assert town.was_told(
        "bruno",
        _("{holder} does not carry your voice at plenary {number} any more.", holder="Chloé Martin", number="1"),
    )
    await town.whisper("bruno", "/pouvoir Dan plénière 1")
    await town.whisper("dan", "/pouvoir accepter")
    assert stage(town, 2) is Stage.ACCEPTED


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_proxies_end_where_everybody_in_the_chat_votes(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "ana", "bruno", "Bruno")
    town.decree(electorate="group")
    await town.say("ana", "/sondage Quelle soupe ?")
    assert stage(town) is Stage.ACCEPTED  # no vote
    await town.say("chloe", OPENLY)

    assert town.was_told(
        "ana", _("{holder} does not carry your voice in vote {number}.", holder="Bruno Petit", number="2")
    )
    assert town.was_told("ana", _("Nobody carries another person’s voice there."))


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_nothing_changes_in_a_vote_that_was_opened_with_a_proxy(town: Town):
    await members_vote(town, "ana", "bruno", "chloe")
    await lend(town, "chloe", "bruno", "Bruno")
    await town.say("ana", OPENLY)
    await town.whisper("bruno", "/vote 1 pour")
    await town.whisper("ana", "/reglages membre Bruno statut=parti")

    assert stage(town) is Stage.ACCEPTED
    assert town.ballot() == (2, 0, 0, 0)

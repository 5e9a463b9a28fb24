"""`/jumeler`: a chat joins the group of another chat, on another network: one ballot box; and apart again."""

from __future__ import annotations

import pytest

from bot.adapters.local.view import View
from bot.chat.adapter import TryLater
from bot.chat.text import Phrase, _, many
from bot.core.dispatch import Unanswered
from bot.core.rows import Room
from bot.domain.codes import CodeUnknown
from bot.domain.deeds import Deed
from bot.domain.memberships import Membership
from bot.domain.pairing import HasItsOwn, OnlyChat, PairingOver, TogetherAlready
from handlers.calendars.service import written
from handlers.plenaries.service import EXAMPLE
from handlers.rooms import SeveralGroups, UnknownGroup
from tests.neighbours import code, say
from tests.town import Town, text_of
from tests.twins import Twins


def groups(town: Twins) -> list[str]:
    with town.database.read() as tx:
        return [group.name for group in tx.groups.all()]


def deeds(town: Twins) -> list[Deed]:
    with town.database.read() as tx:
        return [one.deed for one in tx.acts.all()]


async def test_a_code_and_a_yes_on_both_sides_make_two_chats_one_group(pair: Twins):
    await pair.say("ana", "/jumeler")
    given = code(pair, "ana")
    assert given not in "".join(pair.seen())  # for its asker alone
    with pair.over_there():
        await pair.say("ana", f"/jumeler {given}")
        assert pair.saw(_("Join this chat to {group}?", group="La Ruche"))
        await pair.choose("ana", "oui")
    assert groups(pair) == ["La Ruche", "La Place"]  # not yet

    await pair.choose("ana", "oui")

    assert groups(pair) == ["La Ruche"]
    assert Deed.PAIRED in deeds(pair)
    places = (_("{title} ({network})", title="La Ruche", network=_("the try-out")),
              _("{title} ({network})", title="La Place", network="village"))  # fmt: skip
    told = _("{chats} are one group now: {group}. One ballot box, one vote for each person.",
             chats=places, group="La Ruche")  # fmt: skip
    assert pair.saw(told)
    with pair.over_there():
        assert pair.saw(told)
        await pair.say("ana", f"/jumeler {given}")
        assert pair.saw(Phrase(CodeUnknown.says))


async def test_one_vote_is_opened_here_answered_there_and_its_result_is_read_in_both(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/vote Adopter la charte ? secret=public fin=2j quorum=2")
    await pair.choose("bruno", "pour")
    with pair.over_there():
        assert pair.card("Adopter la charte").pinned or pair.hub.view is not View.BUTTONS
        await pair.choose("dan", "pour")

    assert pair.ballot() == (2, 0, 0, 0)
    said = pair.says(many("{n} person has answered.", "{n} people have answered.", 2)).split(" ", 1)[0]
    assert said in pair.card("Adopter la charte").text
    with pair.over_there():
        assert said in pair.card("Adopter la charte").text

    await pair.wait(days=3)

    result = _("Adopted: {n} for, {against} against.", n=2, against=0)
    assert pair.saw(result)
    with pair.over_there():
        assert pair.saw(result)
        await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    await pair.choose("emma", "Courge")
    assert pair.ballot() == (0, 1)


async def test_a_reminder_and_a_plenary_are_told_in_both_chats_and_a_newcomer_is_greeted_once(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/rappel demain 9h : sortir le pain")
    await pair.say("ana", "/pleniere samedi 12 décembre 14h | MJC")
    await pair.choose("ana", "oui")
    await pair.wait(days=2)
    for word in ("sortir le pain", "MJC"):
        assert any(word in text for text in pair.seen()[-30:])
        with pair.over_there():
            assert any(word in text for text in pair.seen()), word
    before = len(pair.seen())
    with pair.over_there():
        await pair.join("zoe", "Zoé Faure")
        await pair.wait(minutes=1)
        assert any("Zoé" in text for text in pair.seen())
    assert not any("Zoé" in text for text in pair.seen()[before:])


async def test_what_is_open_is_shown_to_the_chat_that_joins_and_stays_with_those_who_were_there(pair: Twins):
    await pair.say("ana", "/vote Adopter la charte ? secret=public")
    await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    await pair.wait(minutes=1)
    await pair.pair()
    with pair.over_there():
        assert pair.card("Adopter la charte").pinned
        assert not pair.card("Quelle soupe").pinned
        await pair.choose("bruno", "Poireau")
        await pair.choose("bruno", "pour")  # not there when it opened
    assert pair.ballot(2) == (1, 0)
    assert pair.ballot(1) == (0, 0, 0, 0)
    assert pair.poll(1).terms.electorate == 5


async def test_a_group_with_decisions_of_its_own_is_not_swallowed(pair: Twins):
    with pair.over_there():
        await pair.say("ana", "/vote Repeindre la place ?")
    await pair.say("ana", "/jumeler")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.say("ana", f"/jumeler {given}")
        no = Phrase(HasItsOwn.says, {"here": "La Place", "matters": (many("{n} vote", "{n} votes", 1),)})
        assert pair.saw(no)
        await pair.say("ana", "/jumeler")  # the other way round
        given = code(pair, "ana")
    await pair.say("ana", f"/jumeler {given}")
    await pair.choose("ana", "oui")
    with pair.over_there():
        await pair.choose("ana", "oui")
    assert groups(pair) == ["La Place"]


async def test_a_plenary_that_was_dropped_keeps_no_chat_from_joining_and_a_series_does(pair: Twins):
    with pair.over_there():
        await pair.say("ana", "/pleniere samedi 12 décembre 14h | MJC")
        await pair.say("ana", "/annuler")
        await pair.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")
        await pair.say("ana", "/pleniere sauf 3 décembre")  # nothing of it is prepared any more
    await pair.say("ana", "/jumeler")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.say("ana", f"/jumeler {given}")
        no = {"here": "La Place", "matters": (many("{n} plenary", "{n} plenaries", 1),)}
        assert pair.saw(Phrase(HasItsOwn.says, no))
        await pair.say("ana", "/pleniere arrêter la série")
        await pair.choose("ana", "oui")
    await pair.pair()
    assert groups(pair) == ["La Ruche"]


async def test_a_poll_that_is_over_and_its_reminders_come_along(pair: Twins):
    with pair.over_there():
        await pair.say("ana", "/sondage Quelle couleur ? | Bleu | Vert fin=1h")
        await pair.say("ana", "/rappel dimanche 9h : arroser")
        await pair.say("ana", "/offre une perceuse, permanent")
    await pair.wait(hours=2)
    await pair.pair()
    with pair.database.read() as tx:
        first = tx.groups.all()[0].id
    assert {row[0] for table in ("polls", "reminders", "aid") for row in pair.rows(f'SELECT "group" FROM {table}')} == {
        first
    }
    await pair.wait(days=3)
    assert any("arroser" in text for text in pair.seen())


async def test_only_organizers_pair_and_only_they_say_yes(pair: Twins):
    await pair.say("bruno", "/jumeler")
    assert pair.says(_("organizer")) in pair.last or "organis" in pair.last.lower()
    await pair.say("ana", "/jumeler")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.say("bruno", f"/jumeler {given}")
        await pair.say("ana", f"/jumeler {given}")
        await pair.choose("bruno", "oui")
        assert not pair.rows("SELECT * FROM pairings WHERE agreed")
        await pair.choose("ana", "oui")
    await pair.choose("bruno", "oui")
    assert groups(pair) == ["La Ruche", "La Place"]
    await pair.choose("ana", "non")
    assert groups(pair) == ["La Ruche", "La Place"]
    assert pair.rows("SELECT * FROM pairings") == []
    with pair.over_there():
        assert pair.saw(_("{name} said no: nothing changes.", name="Ana Diaz"))


async def test_what_makes_no_sense_is_answered_with_what_to_do(pair: Twins):
    await pair.say("ana", "/jumeler séparer")
    assert pair.saw(Phrase(OnlyChat.says, {"group": "La Ruche"}))
    await pair.say("ana", "/jumeler")
    await pair.say("ana", f"/jumeler {code(pair, 'ana')}")
    assert pair.saw(Phrase(TogetherAlready.says, {"group": "La Ruche"}))
    await pair.say("ana", "/jumeler BCDF-2345")
    assert pair.saw(Phrase(CodeUnknown.says))
    await pair.say("ana", "/jumeler")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.say("ana", f"/jumeler {given}")
        await pair.wait(days=3)
        toast = await pair.choose("ana", "oui")
        assert pair.says(Phrase(PairingOver.says)) in (toast, *pair.seen(), *pair.heard("ana"))
    assert groups(pair) == ["La Ruche", "La Place"]


async def test_apart_again_each_is_a_group_as_before_and_what_was_decided_stays(pair: Twins):
    with pair.over_there():
        await pair.say("ana", "/reglages durée=5j")
    await pair.pair()
    await pair.say("ana", "/vote Adopter la charte ? secret=public")
    with pair.over_there():
        await pair.choose("dan", "pour")
        await pair.say("ana", "/jumeler séparer")
        await pair.choose("ana", "oui")
        told = _("{name} separated {chat} from {group}: two groups again, each with its own votes.", name="Ana Diaz",
                 chat=_("{title} ({network})", title="La Place", network="village"), group="La Ruche")  # fmt: skip
        assert pair.saw(told)
    assert pair.saw(told)

    assert groups(pair) == ["La Ruche", "La Place"]
    with pair.database.read() as tx:
        assert [group.charter.vote_days for group in tx.groups.all()] == [3, 5]
    assert pair.ballot() == (1, 0, 0, 0)  # given is given
    with pair.over_there():
        card = text_of(pair.card("Adopter la charte"))
        assert not pair.card("Adopter la charte").pinned
        await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    await pair.choose("bruno", "contre")
    assert pair.ballot(1) == (1, 1, 0, 0)
    assert pair.poll().group == 2
    with pair.over_there():
        assert text_of(pair.card("Adopter la charte")) == card  # it is kept current here no more
    assert deeds(pair).count(Deed.SEPARATED) == 2


async def test_a_role_of_a_group_that_is_put_aside_is_nobodys_until_it_is_back(pair: Twins):
    with pair.over_there():
        await pair.say("bruno", "/menu")
        await pair.say("ana", "/reglages role donner trésorier | Bruno")
    await pair.pair()
    with pair.over_there():
        await pair.whisper("bruno", "/moi copie")
        await pair.whisper("bruno", "/moi groupes")
        assert "La Place" not in pair.told("bruno")
        await pair.say("ana", "/jumeler séparer")
        await pair.choose("ana", "oui")
        await pair.whisper("bruno", "/moi groupes")
        assert "La Place" in pair.told("bruno")


async def test_the_first_chat_may_leave_too_and_begins_a_group_that_decides_alike(pair: Twins):
    await pair.say("ana", "/reglages durée=7j")
    await pair.pair()
    await pair.say("ana", "/jumeler séparer")
    await pair.choose("ana", "oui")
    with pair.database.read() as tx:
        found = {group.id: group for group in tx.groups.all()}
        rooms = {room.chat.network: room.group.id for room in tx.groups.everywhere()}
    assert rooms["local"] != rooms["village"] == 1
    assert found[rooms["local"]].charter == found[rooms["village"]].charter


async def test_while_one_network_does_not_answer_a_vote_of_both_does_not_open_and_nobody_waits(pair: Twins):
    await pair.pair()
    await pair.wait(minutes=5)
    with pair.over_there():
        for _time in range(2):
            pair.hub.fail_next(TryLater(60.0), "count")
    await pair.say("ana", "/vote Adopter la charte ?")
    assert pair.saw(Phrase(Unanswered.says))
    assert pair.rows("SELECT * FROM polls") == []
    await pair.say("ana", "/vote Adopter la charte ?")
    assert pair.poll().terms.electorate == 8


async def test_whoever_organizes_one_chat_does_so_while_the_other_network_does_not_answer(pair: Twins):
    await pair.pair()
    await pair.link("ana")
    await pair.wait(hours=1)  # what the networks said of her is asked again
    with pair.over_there():
        pair.hub.fail_next(TryLater(60.0), "is_organizer")
    await pair.say("ana", "/reglages durée=7j")
    with pair.database.read() as tx:
        assert tx.groups.all()[0].charter.vote_days == 7


async def test_a_linked_person_who_never_wrote_is_counted_once_too(pair: Twins):
    await pair.pair()
    await pair.link("dan")
    await pair.say("ana", "/vote Adopter la charte ?")
    assert pair.poll().terms.electorate == 7


async def test_an_organizer_over_there_organizes_the_group_and_everybody_reads_the_journal(pair: Twins):
    await pair.pair()
    with pair.over_there():
        await pair.say("ana", "/reglages durée=6j")
    with pair.database.read() as tx:
        assert tx.groups.all()[0].charter.vote_days == 6
    await pair.whisper("emma", "/reglages journal")
    assert any("La Place (Village)" in text for text in pair.heard("emma"))


async def test_a_plenary_is_pinned_in_the_chat_that_joins_and_unpinned_where_one_leaves(pair: Twins):
    await pair.say("ana", "/pleniere samedi 12 décembre 14h | MJC")
    await pair.choose("ana", "oui")
    await pair.pair()
    with pair.over_there():
        card = pair.card("MJC")
        assert card.pinned
        await pair.say("ana", "/jumeler séparer")
        await pair.choose("ana", "oui")
        left = next(post for post in pair.hub.messages(pair.group) if post.ref == card.ref)
        assert not left.pinned
    shown = [post for post in pair.hub.messages(pair.group) if "MJC" in text_of(post)]
    assert any(post.pinned for post in shown) or pair.hub.view is not View.BUTTONS


@pytest.mark.parametrize("both", [False, True], ids=["there", "on both sides"])
async def test_the_needs_of_the_day_are_summed_up_once_also_when_their_chat_joins_meanwhile(pair: Twins, both: bool):
    with pair.over_there():
        await pair.say("ana", "/besoin une remorque samedi 19 décembre, Vaise")
    if both:
        await pair.say("ana", "/besoin une échelle samedi 19 décembre, Vaise")
    await pair.pair()
    before = len(pair.seen())

    await pair.wait(hours=14)

    [told] = [text for text in pair.seen()[before:] if "remorque" in text]
    assert ("échelle" in told) is both


async def test_the_calendar_of_a_group_that_joins_goes_on_as_that_of_both(pair: Twins):
    with pair.over_there():
        await pair.say("ana", "/rappel vendredi 9h : arroser")
    with pair.database.begin() as tx:
        feed = tx.feeds.open(pair.time, group=tx.groups.all()[1].id)
    await pair.say("ana", "/rappel samedi 9h : sortir le pain")
    await pair.pair()
    with pair.database.read() as tx:
        assert all(word in written(tx, feed, pair.time) for word in ("arroser", "sortir le pain"))
    with pair.over_there():
        await pair.say("ana", "/jumeler séparer")
        await pair.choose("ana", "oui")
    with pair.database.read() as tx:
        assert "sortir le pain" not in written(tx, feed, pair.time)


async def test_questions_about_a_group_that_is_no_more_end_with_a_sentence(pair: Twins):
    with pair.over_there():
        await pair.say("bruno", "/menu")
        await pair.whisper("bruno", "/odj")
        await pair.choose_privately("bruno", "point")
        await pair.whisper("bruno", "Bilan de l'épicerie")
    await pair.pair()
    with pair.over_there():
        await pair.whisper("bruno", "information")
        assert pair.was_told("bruno", Phrase(UnknownGroup.says, {"example": EXAMPLE}))
    assert pair.rows("SELECT * FROM points") == []


async def test_a_newcomer_who_leaves_one_chat_and_stays_in_the_other_is_still_one(pair: Twins):
    await pair.pair()
    await pair.join("zoe", "Zoé Faure")
    with pair.over_there():
        await pair.join("zoe", "Zoé Faure")
    await pair.link("zoe")
    with pair.database.begin() as tx:
        tx.memberships.keep(Membership(pair.member("zoe"), tx.groups.all()[0].id))

    with pair.over_there():
        await pair.leave("zoe")
    assert len(pair.rows("SELECT * FROM memberships")) == 1
    await pair.leave("zoe")

    assert pair.rows("SELECT * FROM memberships") == []


# two chats on one network


async def test_whoever_organizes_the_second_chat_organizes_the_group_in_private_too(village: Town):
    """Of several chats of a group on one network, the one that counts is the one where somebody is."""
    lea, noe = village.hub.person("lea", "Léa Roux", "en"), village.hub.person("noe", "Noé Petit", "en")
    village.people |= {"lea": lea, "noe": noe}
    second = village.hub.group("second", "La Place", [lea, noe, village.people["ana"]], [lea])
    await village.say("ana", "/menu")
    await say(village, "lea", "/menu", second)
    await village.say("ana", "/pair")
    given = code(village, "ana")
    await say(village, "lea", f"/pair {given}", second)
    await village.choose("lea", "yes", second)
    await village.choose("ana", "yes")
    assert len({room.group.id for room in everywhere(village)}) == 1

    await village.whisper("lea", "/plenary Saturday 12 December 2pm | Village hall")
    await village.choose_privately("lea", "convene")

    with village.database.read() as tx:
        assert [one.status.value for one in tx.plenaries.all()] == ["convened"]
    await say(village, "ana", "/plenary cancel 1 the hall is flooded", second)  # she organizes the other chat
    with village.database.read() as tx:
        assert [one.status.value for one in tx.plenaries.all()] == ["cancelled"]


def everywhere(town: Town) -> list[Room]:
    with town.database.read() as tx:
        return list(tx.groups.everywhere())


async def test_in_private_with_several_groups_the_example_is_the_command_itself(village: Town):
    """Broken once: it sent people to /settings."""
    other = village.hub.group("quai", "Le Quai", list(village.people.values()), [village.people["ana"]])
    await village.say("ana", "/menu")
    await village.hub.say(village.people["ana"], other, "/menu")
    await village.settle()

    await village.whisper("ana", "/pair")

    assert village.was_told("ana", Phrase(SeveralGroups.says, {"example": _("/pair")}))

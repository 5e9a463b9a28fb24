"""`/lier`: two accounts are one person, whatever names them; and apart again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _
from bot.core.asking import NeitherYesNorNo
from bot.core.words import Words
from bot.domain.codes import LASTS, CodeUnknown, NotACode, TooManyCodes, TooManyTries
from bot.domain.deeds import Deed
from bot.domain.linking import CameFirst, LinkedToItself
from bot.export.lists import lists
from handlers.members.actions import Separate
from handlers.members.copying import collect
from handlers.members.linking import printed
from handlers.members.linking_views import called
from tests.neighbours import code
from tests.twins import Twins


async def meet(town: Twins, *who: str) -> None:
    for one in who:
        await town.say(one, "/menu")
        with town.over_there():
            await town.say(one, "/menu")


async def test_a_code_and_a_yes_make_two_accounts_one_person_and_both_are_told(pair: Twins):
    await pair.whisper("ana", "/lier")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.whisper("ana", f"/link {given.lower()}")
        assert pair.was_told("ana", _("Are both accounts you?"))
        assert not pair.is_one("ana")
        await pair.choose_privately("ana", "oui")

    assert pair.is_one("ana")
    told = pair.says(_("Wasn’t you, or changed your mind? /me accounts"))
    assert told in pair.told("ana")
    with pair.over_there():
        assert told in pair.told("ana")
        await pair.whisper("ana", f"/lier {given}")
        assert pair.was_told("ana", Phrase(CodeUnknown.says))


async def test_a_no_changes_nothing_and_spends_the_code(pair: Twins):
    await pair.whisper("ana", "/lier")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.whisper("dan", f"/lier {given}")
        await pair.whisper("dan", "peut-être")
        assert pair.was_told("dan", Phrase(NeitherYesNorNo.says, {"text": "peut-être"}))
        await pair.whisper("dan", "non")
        assert not pair.is_one("ana")
        await pair.whisper("dan", f"/lier {given}")
        assert pair.was_told("dan", Phrase(CodeUnknown.says))


async def test_whatever_else_is_typed_is_answered_with_what_to_do(pair: Twins):
    await pair.whisper("ana", "/lier")
    first = code(pair, "ana")
    await pair.whisper("ana", f"/lier {first}")
    assert pair.was_told("ana", Phrase(LinkedToItself.says))
    await pair.whisper("ana", "/lier")
    second = code(pair, "ana")
    with pair.over_there():
        await pair.whisper("ana", f"/lier {first}")  # only the newest holds
        assert pair.was_told("ana", Phrase(CodeUnknown.says))
        await pair.whisper("ana", "/lier tout de suite")
        assert pair.was_told("ana", Phrase(NotACode.says, {"text": "tout de suite"}))
    await pair.wait(seconds=LASTS.total_seconds())
    with pair.over_there():
        await pair.whisper("bruno", f"/lier {second}")
        assert pair.was_told("bruno", Phrase(CodeUnknown.says))


async def test_a_yes_that_comes_too_late_links_nothing(pair: Twins):
    await pair.whisper("ana", "/lier")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.whisper("ana", f"/lier {given}")
        pair.time += LASTS - timedelta(seconds=1)
        await pair.whisper("ana", "/moi")
        pair.time += timedelta(seconds=2)
        await pair.choose_privately("ana", "oui")
    assert not pair.is_one("ana")


async def test_nobody_guesses_and_nobody_asks_without_end(pair: Twins):
    for _time in range(6):
        await pair.whisper("ana", "/lier")
    until = pair.time + LASTS - timedelta(0)
    said = [text for text in pair.heard("ana") if pair.says(Phrase(TooManyCodes.says)).split("{")[0][:20] in text]
    assert said, until
    for _time in range(11):
        await pair.whisper("bruno", "/lier BCDF-2345")
    assert pair.says(Phrase(TooManyTries.says)).split("{")[0] in pair.told("bruno")


async def test_a_code_written_in_the_group_is_worth_nothing_any_more(pair: Twins):
    await pair.say("ana", "/lier")
    assert pair.saw(_("That is done with me alone. Write to me in private: /link"))
    await pair.whisper("ana", "/lier")
    given = code(pair, "ana")
    with pair.over_there():
        ref = await pair.say("ana", f"/lier {given}")
        assert pair.saw(
            _("Everybody here could read that code, so it is worth nothing any more. Ask me for another one in "
              "private: /link")
        )  # fmt: skip
        assert pair.hub.get(ref) is None  # taken away
        await pair.whisper("ana", f"/lier {given}")
        assert pair.was_told("ana", Phrase(CodeUnknown.says))


async def test_the_code_of_an_erased_account_opens_nothing(pair: Twins):
    await meet(pair, "bruno")
    await pair.whisper("bruno", "/lier")
    given = code(pair, "bruno")
    with pair.over_there():
        await pair.whisper("bruno", f"/lier {given}")
    await pair.whisper("bruno", "/moi effacer")
    await pair.choose_privately("bruno", "oui")
    with pair.over_there():
        toast = await pair.choose_privately("bruno", "oui")
        assert toast == pair.says(Phrase(CodeUnknown.says)) or pair.was_told("bruno", Phrase(CodeUnknown.says))


async def test_a_code_asked_for_by_an_account_that_was_linked_since_opens_nothing(pair: Twins):
    await meet(pair, "bruno", "dan")
    await pair.whisper("dan", "/lier")
    first = code(pair, "dan")
    with pair.over_there():
        await pair.whisper("dan", "/lier")
        second = code(pair, "dan")
        await pair.whisper("dan", f"/lier {first}")
        await pair.choose_privately("dan", "oui")
    assert pair.is_one("dan")

    await pair.whisper("bruno", f"/lier {second}")

    assert pair.was_told("bruno", Phrase(CodeUnknown.says))


async def test_linked_while_a_vote_is_open_the_later_ballot_counts_and_the_size_counts_the_person_once(pair: Twins):
    await pair.pair()
    await meet(pair, "ana", "bruno", "dan")
    await pair.say("ana", "/vote Adopter la charte ? secret=public")
    assert pair.poll().terms.electorate == 8  # five here, three there
    await pair.choose("dan", "pour")
    pair.time += timedelta(minutes=1)
    with pair.over_there():
        await pair.choose("dan", "contre")
        await pair.choose("bruno", "pour")
    assert pair.ballot() == (2, 1, 0, 0)

    await pair.link("dan")
    await pair.link("bruno")

    assert pair.ballot() == (1, 1, 0, 0)
    assert pair.poll().terms.electorate == 6
    shown = pair.card("Adopter la charte").text
    with pair.over_there():
        assert pair.card("Adopter la charte").text.split("\n")[:2] == shown.split("\n")[:2]
        assert pair.says(_("No. {number}", number="1")) in pair.told("dan")
    with pair.database.read() as tx:
        assert Deed.LINKED in {one.deed for one in tx.acts.all()}
    await pair.choose("dan", "pour")
    assert pair.ballot() == (2, 0, 0, 0)
    await pair.say("ana", "/vote Recompter ? secret=public")
    assert pair.poll().terms.electorate == 6  # ana was never linked


async def test_a_result_that_was_proclaimed_stays_as_it_is(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/vote Adopter la charte ? secret=public fin=2h")
    await pair.choose("dan", "pour")
    with pair.over_there():
        await pair.choose("dan", "pour")
    await pair.wait(hours=3)
    before = pair.poll(1).result

    await pair.link("dan")

    assert pair.poll(1).result == before
    assert pair.ballot(1) == (2, 0, 0, 0)


async def test_what_was_counted_before_is_exported_and_copied_as_it_was(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/vote Adopter la charte ? secret=public fin=2h")
    await pair.choose("dan", "pour")
    with pair.over_there():
        await pair.choose("dan", "contre")
    await pair.wait(hours=3)
    await pair.link("dan")

    with pair.database.read() as tx:
        found: Any = lists(tx)
    [vote] = found["votes"]
    assert sorted(one["choice"] for one in vote["ballots"]) == sorted(map(pair.says, (_("For"), _("Against"))))
    assert [one["networks"] for one in found["members"] if one["name"] == "Dan Weber"] == [["local", "village"]]
    with pair.database.read() as tx:
        copied = collect(tx, pair.member("dan"), Words(pair.language))
    assert [one["network"] for one in copied["accounts"]] == ["local", "village"]


async def test_a_sign_in_counts_a_linked_person_once_and_is_drawn_again(pair: Twins):
    await pair.pair()
    await meet(pair, "ana", "dan")
    await pair.whisper("ana", "/menu")
    await pair.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await pair.choose("ana", "convoquer")
    await pair.wait(days=23, hours=3, minutes=40)
    await pair.choose_privately("ana", "ouvrir")
    await pair.choose("dan", "here")
    with pair.over_there():
        await pair.choose("dan", "here")
    assert pair.rows("SELECT count(*) FROM attendances") == [(2,)]
    await pair.link("dan")
    assert pair.rows("SELECT count(*) FROM attendances") == [(1,)]


async def test_one_of_two_accounts_on_a_network_leaves_and_the_person_is_still_there(pair: Twins):
    pair.people["dan2"] = pair.hub.person("dan2", "Dan W.", "fr")
    await pair.join("dan2")
    await meet(pair, "dan")
    await pair.whisper("dan", "/lier")
    await pair.whisper("dan2", f"/lier {code(pair, 'dan')}")
    await pair.choose_privately("dan2", "oui")
    await pair.say("ana", "/vote Adopter la charte ? secret=public")
    assert pair.poll().terms.electorate == 5  # six accounts
    await pair.leave("dan2")
    await pair.choose("dan", "pour")
    assert pair.ballot() == (1, 0, 0, 0)


async def test_on_the_list_twice_is_on_it_once_and_no_proxy_doubles(pair: Twins):
    await pair.pair()
    await meet(pair, "ana", "bruno", "dan")
    pair.enrol("ana", "bruno", "chloe", "dan")
    with pair.over_there():
        pair.enrol("dan")
    pair.decree(electorate="members", proxies="5")
    await pair.whisper("dan", "/pouvoir Bruno")
    await pair.whisper("bruno", "oui")
    await pair.say("ana", "/vote Adopter la charte ? secret=public")
    assert pair.poll().terms.electorate == 5
    await pair.choose("bruno", "pour")
    assert pair.ballot() == (2, 0, 0, 0)

    with pair.over_there():
        await pair.choose("dan", "contre")
    await pair.link("dan")

    assert pair.poll().terms.electorate == 4
    assert pair.ballot() == (1, 1, 0, 0)
    assert pair.rows("SELECT stage FROM proxies") == [("answered",)]


async def test_two_people_with_a_proxy_between_them_who_are_one(pair: Twins):
    await pair.pair()
    await meet(pair, "ana", "bruno", "dan")
    pair.enrol("ana", "dan")
    with pair.over_there():
        pair.enrol("bruno", "dan")
    pair.decree(electorate="members", proxies="5")
    with pair.over_there():
        await pair.whisper("dan", "/pouvoir Ana")
    await pair.whisper("ana", "oui")

    await pair.whisper("ana", "/lier")
    given = code(pair, "ana")
    with pair.over_there():
        await pair.whisper("dan", f"/lier {given}")
        await pair.choose_privately("dan", "oui")

    assert pair.rows("SELECT stage FROM proxies") == [("linked",)]


async def test_a_linked_person_is_called_as_before_and_told_things_once(pair: Twins):
    with pair.over_there():
        pair.people["ana"] = pair.hub.person("ana9", "Anita D.", "fr")
        await pair.whisper("ana", "/moi")
    await pair.link("ana")
    with pair.over_there():
        await pair.whisper("ana", "/moi")
        assert "Ana Diaz" in pair.told("ana")
        assert "Anita" not in pair.told("ana")


async def test_who_organizes_one_chat_organizes_the_group_with_either_account(pair: Twins):
    def days() -> int:
        with pair.database.read() as tx:
            return tx.groups.all()[0].charter.vote_days

    await pair.pair()
    with pair.over_there() as chat:
        await pair.hub.promote(pair.people["bruno"], chat)
    await pair.say("bruno", "/reglages durée=6j")
    assert days() == 3
    await pair.link("bruno")
    await pair.say("bruno", "/reglages durée=6j")
    assert days() == 6


async def test_separated_again_what_was_done_stays_and_nobody_has_two_voices(pair: Twins):
    await pair.pair()
    await meet(pair, "ana", "bruno", "dan")
    await pair.link("dan")
    await pair.say("ana", "/vote Adopter la charte ? secret=public")
    with pair.over_there():
        await pair.choose("dan", "pour")
    pair.time += timedelta(minutes=1)
    await pair.whisper("dan", "/moi comptes")
    await pair.choose_privately("dan", "2")
    assert pair.is_one("dan")
    await pair.choose_privately("dan", "oui")

    assert not pair.is_one("dan")
    assert pair.ballot() == (1, 0, 0, 0)
    with pair.over_there():
        await pair.choose("dan", "contre")
    assert pair.ballot() == (1, 0, 0, 0)  # new in the group: no voice in what was open
    await pair.choose("dan", "contre")
    assert pair.ballot() == (0, 1, 0, 0)
    await pair.link("dan")
    assert pair.is_one("dan")


async def test_an_account_that_was_linked_later_does_not_cast_out_the_person(pair: Twins):
    await pair.pair()
    await meet(pair, "dan")
    await pair.link("dan")
    account = pair.people["dan"]
    first = called(account)
    with pair.over_there():
        await pair.whisper("dan", "/moi comptes")
        assert pair.was_told("dan", _("{account} was there first: only that account separates itself.", account=first))
        assert not pair.offers("dan", pair.says(_("Separate {account}", account=first)))
        shown = pair.hub.messages(pair.hub.private_chat(pair.people["dan"]))[-1]
        if pair.hub.view is View.BUTTONS:
            toast = await pair.press("dan", Separate(printed(account), True), shown.ref)  # a button of before
            assert pair.says(Phrase(CameFirst.says)) in toast + pair.told("dan")
    assert pair.is_one("dan")


async def test_whoever_separates_an_account_reads_what_it_loses(pair: Twins):
    await pair.pair()
    await meet(pair, "dan")
    await pair.link("dan")
    with pair.over_there():
        there = called(pair.people["dan"])
        await pair.whisper("dan", "/moi comptes")
        await pair.choose_privately("dan", "1")
        assert pair.was_told(
            "dan",
            _("{account} starts from nothing, as somebody whom I meet for the first time, and has no voice in the "
              "votes that are open now.", account=there),
        )  # fmt: skip
        await pair.choose_privately("dan", "oui")
        assert pair.was_told("dan", _("It was not you who asked for it? Tell whoever organizes your group."))
    assert not pair.is_one("dan")


async def test_erasing_a_linked_person_erases_both_accounts(pair: Twins):
    await meet(pair, "bruno")
    await pair.link("bruno")
    await pair.whisper("bruno", "/moi effacer")
    await pair.choose_privately("bruno", "oui")
    assert pair.rows("SELECT * FROM accounts WHERE user = 'bruno'") == []
    assert pair.rows("SELECT name FROM members WHERE name LIKE 'Bruno%'") == []


async def test_where_i_write_from_is_named_with_one_parenthesis(pair: Twins):
    await pair.whisper("ana", "/moi comptes")
    assert ") (" not in pair.told("ana")
    assert pair.says(_("{account}, here", account=called(pair.people["ana"]))) in pair.told("ana")

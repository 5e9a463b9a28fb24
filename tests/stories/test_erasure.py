"""Somebody who did everything erases themselves: no file, log, export or page holds their name or their account."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.adapters.local.view import View
from bot.chat.adapter import TryLater
from bot.chat.message import File, button, say
from bot.chat.text import Phrase, _
from bot.core import wire
from bot.core.router import Run
from bot.core.words import Words
from bot.domain.members import MemberId
from bot.domain.names import ERASED, spoken, without
from bot.domain.plenaries import Minutes
from bot.domain.proxies import Stage
from bot.export.folder import contents
from handlers.calendars.service import PATH
from handlers.members.unsaying import SAYING
from handlers.members.waiting import NothingWaits
from storage.copies import naming
from tests.life import NAME, PRIVATE, live
from tests.stories.test_calendars import ADDRESS, read
from tests.stories.test_members_me import bytes_of
from tests.town import Town, shown, text_of

# Where somebody erased is still counted, or is nobody in what others decided: under a number whose name is a pseudonym.
KEPT = {
    "acts.by", "acts.whom", "attendances.by", "attendances.member", "ballots.member", "charters.by", "electors.holder",
    "electors.member", "erasures.member", "initiatives.author", "mandates.by", "memberships.member",
    "minutes.published_by", "moves.by", "offices.member", "papers.confirmed_by", "papers.entered_by",
    "plenaries.author", "points.author", "polls.author", "polls.closed_by", "projects.author", "proxies.giver",
    "proxies.holder", "questions.author", "records.author", "reminders.author",
    "series.author", "supporters.member", "welcome_texts.by",
}  # fmt: skip
RECORD = f"Présents : {NAME}, Ana"


async def erased(town: Town) -> None:
    await town.whisper("bertrand", "/annuler")
    await town.whisper("bertrand", "/moi effacer")
    await town.choose_privately("bertrand", "effacer")
    await town.wait(minutes=2)  # the traces of the last word
    await town.app.purge()


def living(town: Town) -> str:
    """The messages of the group that the bot keeps current, as they are read now."""
    posts = [post for post in town.hub.messages(town.group) if post.by is None]
    with town.database.read() as tx:
        kept = [(post, tx.posts.at(post.ref)) for post in posts]
    return "\n".join(text_of(post) for post, known in kept if known and known.topic)


def found(places: dict[str, str], traces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for place, text in places.items():
        yield from ((place, trace) for trace in traces if trace.lower() in text.lower())


async def test_nothing_holds_the_name_of_whoever_erased_themselves(town: Town):
    with structlog.testing.capture_logs() as logs:
        await live(town)
        account, private = town.people["bertrand"].id, town.hub.private_chat(town.people["bertrand"]).id
        me, before = town.member("bertrand"), town.ballot(1)
        with town.database.begin() as tx:
            feed = tx.feeds.open(town.time, group=tx.groups.all()[0].id)
            mine = tx.feeds.of(member=me)
            assert mine is not None
        await erased(town)

    assert town.ballot(1) == before
    with town.database.read() as tx:
        every = [*contents(tx, "fr").values(), *contents(tx, "en").values()]
        exported = "\n".join(one for one in every if isinstance(one, str))
        named = {one for one in naming() if tx.copies.rows(one, me)}
    assert named == KEPT
    page, gone = [await read(town, ADDRESS + PATH.format(secret=one.secret)) for one in (feed, mine)]
    assert (page.status, gone.status) == (200, 404)
    places = {
        "file": bytes_of(town).decode("utf-8", "replace"), "export": exported, "logs": repr(logs),
        "pages": page.text + gone.text,
    }  # fmt: skip
    if town.hub.view is not View.BARE:  # there nothing that was said can be changed
        places["chat"] = living(town)
    traces = (NAME, "quincampoix", NAME.split()[0], f'"{account}"', f'"{private}"', PRIVATE)
    assert list(found(places, traces)) == []
    assert account not in {row[1] for row in _accounts(town)}


def _accounts(town: Town) -> list[tuple[str, str]]:
    with town.database.read() as tx:
        return list(tx.cursor.execute("SELECT network, user FROM accounts"))


async def test_minutes_are_what_the_rules_keep_with_a_name(village: Town):
    await village.join("bertrand", NAME)
    await village.whisper("bertrand", "/menu")
    await village.say("ana", "/plenary Saturday 5 December 2pm | MJC")
    await village.choose("ana", "convene")
    with village.database.begin() as tx:
        tx.records.publish(Minutes(1, RECORD, village.time, village.member("ana")))

    await erased(village)

    with village.database.begin() as tx:
        kept = tx.records.minutes(1)
        assert kept is not None
        assert kept.text == RECORD
        tx.cursor.execute("UPDATE minutes SET text = ''")
        tx.cursor.traces = True
    village.database.rest()
    assert NAME.encode() not in bytes_of(village)


async def test_what_was_still_to_come_is_free_again_and_who_counted_on_them_is_told(town: Town):
    await live(town)
    with town.database.begin() as tx:
        tx.cursor.execute("UPDATE proxies SET occasion = 'next:1' WHERE giver = ?", (town.member("chloe"),))

    await erased(town)

    with town.database.read() as tx:
        shift = tx.shifts.get(1)
        assert shift is not None
        assert shift.holders == ()
        assert town.member("chloe") in tx.projects.people(1)
        assert [one.stage for one in tx.proxies.of("next:1")] == []
        ended = tx.cursor.execute("SELECT stage FROM proxies WHERE occasion = 'next:1'").fetchall()
        assert ended == [(Stage.RETURNED.value,)]
        assert tx.records.tasks(1)[0].member is None
    assert town.was_told("chloe", _("Whoever was to carry your voice is no longer here: your proxy is over. To lend it "
                                    "to somebody else: /proxy Paul"))  # fmt: skip


# what waits


BODILESS = {"show", "pin", "unpin", "delete", "leave", "react"}  # they hold the id of a message at most
WORDS = Words("fr", False, "Europe/Paris", 2026)


async def met(town: Town) -> None:
    """Bertrand is here, and everybody can be written to in private."""
    await town.join("bertrand", NAME)
    for one in ("ana", "bruno", "bertrand", "chloe"):
        await town.say(one, "/menu")
        await town.whisper(one, "/menu")


def rest_of(town: Town) -> str:
    return bytes_of(town).decode("utf-8", "replace")


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.REACTIONS, View.BARE), indirect=True)
async def test_what_waited_for_others_kept_the_name_and_was_sent_afterwards(town: Town):
    await met(town)
    town.decree(electorate="members")
    town.enrol("bertrand", "chloe")
    town.hub.fail_next(TryLater(600), "send")
    await town.say("bertrand", "/pouvoir Chloé")
    with town.database.read() as tx:
        assert tx.outbox.naming(NAME)
    before = len(town.heard("chloe"))

    await erased(town)
    assert NAME not in rest_of(town)
    town.seconds += 3600  # and the courier tries again
    await town.wait(hours=1)

    later = "\n".join(town.heard("chloe")[before:])
    assert town.says(Phrase(ERASED)) in later
    assert "Bertrand" not in later
    assert not town.offers("chloe", "accepter")


async def test_whoever_erased_themselves_came_back_by_a_list_that_waited(town: Town):
    await met(town)
    await town.say("ana", "/reglages role donner organisateur | Bruno")
    listed = "nom;statut;adhésion\nbertrand quincampoix;membre;05/01/2026\nYvette Lune;membre;05/01/2026\n"
    await town.whisper("ana", f"/reglages membres importer\n{listed}")
    await town.choose_privately("ana", "yes")

    await erased(town)
    assert "quincampoix" not in rest_of(town).lower()
    assert town.was_told("ana", _("Somebody in the list of members that you brought erased their account: I took "
                                  "their line out. The rest still waits for a second organizer."))  # fmt: skip
    await town.choose("bruno", "agree")

    with town.database.read() as tx:
        names = {tx.members.get(one.member).name for one in tx.memberships.of_group(tx.groups.all()[0].id)}
    assert "Yvette Lune" in names
    assert not any("quincampoix" in name.lower() for name in names)


async def test_a_list_of_nobody_else_and_an_exclusion_wait_no_more(town: Town):
    await met(town)
    await town.say("ana", "/reglages role donner organisateur | Bruno")
    await town.whisper("ana", f"/reglages membres importer\nnom\n{NAME}\n")
    await town.choose_privately("ana", "yes")
    await town.say("ana", f"/reglages membre {NAME} statut=exclu")
    with town.database.read() as tx:
        assert len(tx.countersigns.numbers()) == 2

    await erased(town)

    with town.database.read() as tx:
        assert tx.countersigns.numbers() == []
    assert town.was_told("ana", _("Whoever was in the list of members that you brought erased their account: nothing "
                                  "of it waits any more."))  # fmt: skip
    toast = await town.choose("bruno", "agree")
    assert town.says(Phrase(NothingWaits.says)) in (toast, town.last, town.told("bruno"))


async def test_what_others_began_to_write_is_forgotten_and_they_are_told(town: Town):
    await met(town)
    await town.whisper("ana", f"/reglages membres importer\nnom;statut\n{NAME};membre\n")
    await erased(town)

    assert NAME not in rest_of(town)
    assert town.was_told("ana", _("What you were writing to me named somebody who erased their account: I forgot it. "
                                  "Begin again without their name, for example from /menu"))  # fmt: skip


def kinds() -> set[str]:
    """Every kind of parcel that the core puts into the outbox."""
    trees = (ast.parse(path.read_text("utf-8")) for path in Path(wire.__file__).parent.glob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        str(call.args[0].value) for call in calls
        if ast.unparse(call.func).endswith("outbox.put") and isinstance(call.args[0], ast.Constant)
    }  # fmt: skip


def test_every_kind_of_parcel_is_known_to_the_erasure() -> None:
    assert kinds() == {*SAYING, *BODILESS, "admit"}


@pytest.mark.parametrize("held", [False, True], ids=["due", "held"])
async def test_every_kind_of_parcel_is_clean_after_an_erasure(village: Town, held: bool):
    await met(village)
    village.hub.fail_next(TryLater(3600), "send")
    await village.say("dan", "/menu")  # the group's chat waits, and what comes after it
    account, chloe = village.people["bertrand"], village.people["chloe"]
    ask = button(f"Porter la voix de {NAME}", Run("pouvoir", NAME), NAME)
    messages = [
        say(f"{NAME} te demande de porter sa voix.", rows=((ask,),)), say(f"Bertrand et {NAME}, « Bertrand Q. »."),
        say("La liste.", file=File("members.csv", "text/csv", f"nom\n{NAME}\n")),
        say("À qui ?", rows=((ask,),)), say("Un mot.").seen_by(account),
    ]  # fmt: skip
    with village.database.begin() as tx:
        for kind in (*SAYING, "admit"):
            for message in messages:
                body = account.id if kind == "admit" else wire.dump(WORDS.message(message), WORDS)
                tx.outbox.put(kind, body, village.time, chat=village.group)
                tx.outbox.put(kind, body, village.time, chat=None, to=chloe, held=held)

    await village.whisper("bertrand", "/moi effacer")
    await village.choose_privately("bertrand", "effacer")
    with village.database.read() as tx:
        bodies = [row[0] for row in tx.cursor.execute("SELECT body FROM outbox")]
    assert [body for body in bodies if "Bertrand" in body or "quincampoix" in body.lower()] == []
    assert [body for body in bodies if body == account.id or f'"{account.id}"' in body] == []
    assert sum("compte effacé" in body for body in bodies) >= len(SAYING)


def test_a_name_is_taken_out_as_a_whole_word_and_others_of_it_stay() -> None:
    names = spoken(NAME, MemberId(7))
    assert names == (f"{NAME} #7", NAME, "Bertrand Q.", "Bertrand")
    assert without(f"{NAME}, Bertrand Q. et Bertrand.", names, "X") == "X, X et X."
    assert without("Bertrand Dupont, Bertrande", names, "X") == "Bertrand Dupont, Bertrande"
    assert without("Al Roy, Al R., Al", spoken("Al Roy", MemberId(3)), "X") == "X, X, Al"
    assert without("Ana Diaz et Ana", spoken("Ana", MemberId(1)), "X") == "Ana Diaz et X"

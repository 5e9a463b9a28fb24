"""Somebody who did everything erases themselves: no file, log, export or page holds their name or their account."""

from collections.abc import Iterator

import structlog

from bot.adapters.local.view import View
from bot.chat.text import _
from bot.domain.plenaries import Minutes
from bot.domain.proxies import Stage
from bot.export.folder import contents
from handlers.calendars.service import PATH
from storage.copies import naming
from tests.life import NAME, PRIVATE, live
from tests.stories.test_calendars import ADDRESS, read
from tests.stories.test_members_me import bytes_of
from tests.town import Town, text_of

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

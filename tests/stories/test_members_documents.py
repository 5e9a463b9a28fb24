"""The list of members as a document: sent, shown, applied; what is none, or cannot be had, is told in a sentence."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.adapters.local.view import View
from bot.chat.adapter import Gone, Spoiled, TryLater
from bot.chat.events import Document
from bot.chat.message import File
from bot.chat.text import Phrase, _
from bot.core.fetching import DocumentGone, DocumentSpoiled, DocumentTooLarge, NoDocument
from bot.core.router import NoWords
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.roster import LineTwice
from bot.domain.spreadsheets import CellTooLong, Formula, NotACsv, NotReadable, TooBig, WrongCells
from handlers.members import lines
from handlers.members.kinds import AnotherKind, APicture
from handlers.members.lines import PEOPLE
from handlers.members.roster import MOST_BYTES, OnlyInPrivate
from handlers.rights import OnlyThese
from tests.botapi.calls import Upload
from tests.neighbours import lyon
from tests.town import Town, shown

LIST = "nom;statut;adhésion;cotisation;collège;poids;numéro\nBruno Petit;membre;05/01/2026;31/12/2026;A;2;1\n" \
       "Zoé Faure;observateur;;;;;2\n"  # fmt: skip
APPLIED = "{by} applied a list of members: {n} lines."
PASTE = _("Paste the list here, or send it as a document in CSV. Its first line has the names of the columns.")


def csv(content: str | bytes = LIST, name: str = "members.csv", kind: str = "text/csv") -> File:
    return File(name, kind, content if isinstance(content, bytes) else content.encode())


async def known(town: Town, *who: str) -> None:
    for one in who:
        await town.say(one, "/menu")


def written(town: Town) -> dict[str, Membership]:
    """Everybody in the list, by their names."""
    with town.database.read() as tx:
        group = tx.groups.all()[0].id
        return {tx.members.get(one.member).name: one for one in tx.memberships.of_group(group)}


def exported(town: Town, who: str) -> File:
    """The list as somebody received it last, as a file where there are such."""
    posts = town.hub.messages(town.hub.private_chat(town.people[who]))
    files = [post.message.file for post in posts if post.by is None and post.message.file]
    if files:
        return csv(files[-1].data, files[-1].name)
    texts = [str(post.message.lines[-1].text) for post in posts if post.by is None and "numéro;nom" in post.text]
    return csv(texts[-1])


async def test_a_list_is_brought_as_a_document(town: Town):
    await known(town, "ana", "bruno")
    await town.whisper("ana", "/reglages membres importer")
    assert town.was_told("ana", PASTE)

    await town.hand("ana", csv())
    assert written(town) == {}
    await town.choose_privately("ana", "apply")

    assert written(town)["Bruno Petit"].weight == 2
    assert written(town)["Zoé Faure"].status is MemberStatus.OBSERVER
    assert town.saw(_("{by} applied a list of members: {n} lines.", by="Ana Diaz", n=2))
    assert "Zoé" not in "".join(town.seen())


async def test_a_document_with_the_command_beside_it_is_read_at_once(town: Town):
    await known(town, "ana", "bruno")
    await town.hand("ana", csv(), "/settings members import")
    await town.choose_privately("ana", "yes")
    assert set(written(town)) == {"Bruno Petit", "Zoé Faure"}


async def test_in_a_group_a_list_is_not_read_and_its_sender_is_told_to_bring_it_in_private(town: Town):
    await known(town, "ana")
    ref = await town.hand("ana", csv(), "/reglages membres importer", town.group)
    assert town.saw(Phrase(OnlyInPrivate.says))
    assert written(town) == {}
    assert town.hub.get(ref) is not None  # nothing is taken away


async def test_the_exported_file_sent_back_changes_nothing(town: Town):
    await known(town, "ana", "bruno")
    await town.hand("ana", csv(LIST + "Ève =HYPERLINK;membre;01/02/2026;;;1;3\n"), "/settings members import")
    await town.choose_privately("ana", "yes")
    before = written(town)

    await town.whisper("ana", "/settings members export")
    await town.hand("ana", exported(town, "ana"), "/settings members import")
    assert town.was_told(
        "ana", _("New: {new}. Changed: {changed}. As they are: {same}. Nobody is taken out.", new=0, changed=0, same=3)
    )
    await town.choose_privately("ana", "yes")
    assert written(town) == before


@pytest.mark.parametrize(
    "content",
    [LIST.encode(), LIST.encode("utf-8-sig"), LIST.encode("cp1252"), LIST.encode("utf-16")],
    ids=["utf-8", "mark", "windows", "utf-16"],
)
async def test_a_document_is_read_in_what_spreadsheets_save(village: Town, content: bytes):
    await known(village, "ana", "bruno")
    await village.hand("ana", csv(content, kind="application/vnd.ms-excel"), "/settings members import")
    await village.choose_privately("ana", "yes")
    assert written(village)["Zoé Faure"].status is MemberStatus.OBSERVER


HOSTILE = {
    "formula": (b"nom\n=HYPERLINK(1)\n", Formula),
    "long line": (b"nom\n" + b"a" * 1_900_000, CellTooLong),
    "too heavy": (b"nom\n" + b"a" * 3_900_000, DocumentTooLarge),
    "nul": (b"nom\nMa\0rie\n", NotReadable),
    "noise": (b"nom\n\x81\x8d\x8f\n", NotReadable),
    "twice": (b"nom\nBruno Petit\nBruno Petit\n", LineTwice),
    "100,000 lines": (b"nom\n" + b"".join(b"A%d\n" % n for n in range(100_000)), TooBig),
    "too many": (b"nom\n" + b"".join(b"A%d\n" % n for n in range(PEOPLE + 1)), TooBig),
    "cells": (b"nom;statut\nBruno\n", WrongCells),
    "spreadsheet inside": (b"PK\x03\x04rubbish", NotACsv),
}  # fmt: skip


@pytest.mark.parametrize(("content", "no"), HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_document_is_refused_and_the_conversation_goes_on(
    village: Town, content: bytes, no: type[Exception]
):
    await known(village, "ana", "bruno")
    await village.whisper("ana", "/settings members import")
    await village.hand("ana", csv(content))
    assert str(no.says).split("{")[0] in village.told("ana")  # type: ignore[attr-defined]
    await village.hand("ana", csv())
    await village.choose_privately("ana", "yes")
    assert set(written(village)) == {"Bruno Petit", "Zoé Faure"}


KINDS = {
    "picture": (csv(b"\xff\xd8", "photo.jpg", "image/jpeg"), APicture.says),
    "xlsx": (csv(b"PK", "membres.xlsx", "application/octet-stream"), NotACsv.says),
    "ods": (csv(b"PK", "Membres.ODS", "application/vnd.oasis.opendocument.spreadsheet"), NotACsv.says),
    "pdf": (csv(b"%PDF", "membres.pdf", "application/pdf"), AnotherKind.says),
}


@pytest.mark.parametrize(("document", "no"), KINDS.values(), ids=KINDS)
async def test_what_is_no_list_is_told_the_format_and_nothing_is_fetched(town: Town, document: File, no: str):
    await known(town, "ana", "bruno")
    await town.whisper("ana", "/reglages membres importer")
    forbid_fetching(town)
    await town.hand("ana", document)
    assert town.was_told("ana", Phrase(no, {"name": document.name} if "{name}" in no else {}))

    town.app.adapters[town.group.network].__dict__.pop("fetch")
    await town.hand("ana", csv())
    await town.choose_privately("ana", "apply")
    assert set(written(town)) == {"Bruno Petit", "Zoé Faure"}


def forbid_fetching(town: Town) -> None:
    """Whoever asks the network for a document fails the story."""

    async def fetch(document: Document, most: int) -> bytes:
        raise AssertionError("nobody waits for this document")

    town.app.adapters[town.group.network].fetch = fetch  # type: ignore[method-assign]


async def test_a_picture_of_the_network_itself_is_told_the_format(town: Town):
    await known(town, "ana")
    await town.whisper("ana", "/reglages membres importer")
    await town.whisper("ana", " ")  # on Telegram a picture without a word
    told = (
        APicture.says
        if town.group.network == "telegram"
        else "I can only read words, and there are none in that. We were here:"
    )
    assert town.was_told("ana", Phrase(told))


async def test_a_list_out_of_the_blue_is_told_how_it_is_brought_to_whoever_may(town: Town):
    await known(town, "ana", "bruno")
    fetches = town.app.adapters[town.group.network].fetch
    forbid_fetching(town)
    how = town.says(_("Is this a list of members? Then press “Bring a list”, and send it again."))

    await town.hand("ana", csv())
    assert how in town.told("ana")
    await town.hand("ana", csv(), "voici la liste")
    assert [how in text for text in town.heard("ana")][-2:] == [True, True]
    await town.hand("ana", csv(b"PK", "membres.xlsx"))
    assert town.told("ana") == town.says(Phrase(NotACsv.says))
    await town.hand("ana", csv(b"%PDF", "compte-rendu.pdf"))
    await town.hand("bruno", csv())
    for who in ("ana", "bruno"):
        assert town.told(who) == town.says(Phrase(NoWords.says))

    town.app.adapters[town.group.network].fetch = fetches  # type: ignore[method-assign]
    await town.choose_privately("ana", "import")
    await town.hand("ana", csv())
    await town.choose_privately("ana", "apply")
    assert set(written(town)) == {"Bruno Petit", "Zoé Faure"}


async def test_whoever_may_bring_the_lists_of_several_groups_chooses_one(village: Town):
    await known(village, "ana")
    chat = await lyon(village, "ana")
    await village.hub.say(village.people["ana"], chat, "/menu")
    await village.settle()
    await village.hand("ana", csv())
    await village.choose_privately("ana", "La Ruche")
    await village.hand("ana", csv())
    await village.choose_privately("ana", "yes")
    assert set(written(village)) == {"Bruno Petit", "Zoé Faure"}


async def test_whoever_may_not_bring_a_list_has_nothing_fetched(village: Town):
    await known(village, "bruno")
    forbid_fetching(village)
    await village.hand("bruno", csv(), "/settings members import")
    assert village.was_told("bruno", Phrase(OnlyThese.says, {"group": "La Ruche", "parts": (_("organizers"),)}))


async def test_the_same_document_twice_is_one_list_and_a_better_one_takes_its_place(town: Town):
    await known(town, "ana", "bruno")
    await town.whisper("ana", "/reglages membres importer")
    await town.hand("ana", csv("nom\nBruno Petit\nZoé Faur\n"))
    await town.hand("ana", csv())
    await town.hand("ana", csv())
    await town.choose_privately("ana", "apply")
    assert set(written(town)) == {"Bruno Petit", "Zoé Faure"}
    assert sum(text == town.says(Phrase(APPLIED, {"by": "Ana Diaz", "n": 2})) for text in town.seen()) == 1


async def test_back_from_the_preview_asks_for_the_list_again(village: Town):
    await known(village, "ana")
    await village.hand("ana", csv(), "/settings members import")
    await village.choose_privately("ana", "back")
    await village.whisper("ana", "nom\nÈve Morel")
    await village.choose_privately("ana", "yes")
    assert set(written(village)) == {"Ève Morel"}


@pytest.mark.parametrize("town", [(None, "fr"), (None, "en")], indirect=True)
async def test_of_an_album_each_list_counts_where_one_is_awaited_and_elsewhere_it_is_told_nothing(town: Town):
    await known(town, "ana", "bruno")
    world, files = town.hub.world, [csv("nom\nÈve Morel\n"), csv()]

    async def album(who: str) -> None:
        person = town.hub.who(town.people[who])
        for one in files:
            upload = Upload(one.name, one.data, one.media_type)
            await world.say(person, world.private(person), "", document=upload, album="a")
        await town.hub.taken()
        await town.settle()

    before = len(town.heard("bruno"))
    await album("bruno")
    assert len(town.heard("bruno")) == before

    await town.whisper("ana", "/reglages membres importer")
    await album("ana")
    await town.choose_privately("ana", "apply")
    assert set(written(town)) == {"Bruno Petit", "Zoé Faure"}  # the last one


@pytest.mark.parametrize("town", shown(View.BUTTONS, View.REACTIONS), indirect=True)
async def test_words_beside_a_document_that_are_changed_later_do_nothing(town: Town):
    await known(town, "ana")
    await town.whisper("ana", "/reglages membres importer")
    ref = await town.hand("ana", csv(), "voici")
    await town.edit("ana", ref, "/reglages membres importer")
    await town.choose_privately("ana", "apply")
    assert set(written(town)) == {"Bruno Petit", "Zoé Faure"}


async def test_a_document_where_words_are_awaited_is_said_to_hold_none(village: Town):
    await known(village, "ana", "bruno")
    await village.whisper("ana", "/settings members")
    await village.choose_privately("ana", "register")
    forbid_fetching(village)
    await village.hand("ana", csv())
    assert "We were here" in "".join(village.heard("ana")[-2:])


# what may go wrong on the way


async def test_a_network_that_fails_once_is_asked_again(village: Town):
    await known(village, "ana")
    village.hub.fail_next(TryLater(0.0), "fetch")
    await village.hand("ana", csv(), "/settings members import")
    await village.choose_privately("ana", "yes")
    assert set(written(village)) == {"Bruno Petit", "Zoé Faure"}


@pytest.mark.parametrize(
    ("failure", "no"),
    [
        (lambda: TryLater(60.0), NoDocument), (Gone, DocumentGone), (Spoiled, DocumentSpoiled),
    ],
    ids=["later", "gone", "spoiled"],
)  # fmt: skip
async def test_a_document_that_is_not_to_be_had_is_told_in_one_sentence(
    village: Town, failure: Callable[[], Exception], no: type[Exception]
):
    await known(village, "ana")
    await village.whisper("ana", "/settings members import")
    village.hub.fail_next(failure(), "fetch")
    await village.hand("ana", csv())
    assert village.told("ana") == village.says(Phrase(no.says))  # type: ignore[attr-defined]
    await village.hand("ana", csv())
    await village.choose_privately("ana", "yes")
    assert set(written(village)) == {"Bruno Petit", "Zoé Faure"}


async def test_a_document_whose_message_was_deleted_meanwhile_is_told(village: Town):
    await known(village, "ana")
    await village.whisper("ana", "/settings members import")
    real, hub = village.hub.fetch, village.hub

    async def fetch(document: Document, most: int) -> bytes:
        [*_others, last] = hub.messages(hub.private_chat(village.people["ana"]))
        await hub.delete(last.ref)
        content: bytes = await real(document, most)
        return content

    hub.fetch = fetch
    await village.hand("ana", csv())
    assert village.told("ana") == village.says(Phrase(DocumentGone.says))


async def test_what_a_document_holds_is_in_no_log_and_its_bytes_are_not_kept(village: Town):
    await known(village, "ana")
    with capture_logs() as logs:
        await village.hand("ana", csv("nom;statut\nZoé Secrète;roi\n"), "/settings members import")
    assert "Secrète" not in str(logs)
    assert "Secrète".encode() not in village.database.path.read_bytes()


async def test_a_bot_that_stops_between_fetching_and_applying_reads_the_document_again(village: Town):
    await known(village, "ana", "bruno")
    await village.whisper("ana", "/settings members import")
    hub, real, chat = village.hub, village.hub.fetch, village.hub.private_chat(village.people["ana"])
    fetched: list[object] = []
    begun, again = asyncio.Event(), asyncio.Event()

    async def fetch(document: Document, most: int) -> bytes:
        fetched.append(document)
        if len(fetched) == 1:
            begun.set()
            await asyncio.Event().wait()
        again.set()
        content: bytes = await real(document, most)
        return content

    hub.fetch = fetch
    saying = asyncio.create_task(hub.say(village.people["ana"], chat, "", document=csv()))
    await begun.wait()
    assert hub.waiting == 1
    for one in (saying, village._listening):
        one.cancel()
        await asyncio.gather(one, return_exceptions=True)
    await village.restart()
    async with asyncio.timeout(9):
        await again.wait()
        while hub.waiting:
            await asyncio.sleep(0.01)
    await village.settle()
    await village.choose_privately("ana", "yes")
    assert set(written(village)) == {"Bruno Petit", "Zoé Faure"}


async def test_what_somebody_says_after_a_document_waits_for_it(village: Town):
    await known(village, "ana")
    await village.whisper("ana", "/settings members import")
    chat, ana = village.hub.private_chat(village.people["ana"]), village.people["ana"]
    await village.hub.say(ana, chat, "", document=csv())
    await village.hub.say(ana, chat, "apply")
    await village.settle()
    assert set(written(village)) == {"Bruno Petit", "Zoé Faure"}


async def test_somebody_who_is_written_down_while_a_list_is_read_is_not_there_twice(
    village: Town, monkeypatch: pytest.MonkeyPatch
):
    await known(village, "ana")
    await village.hand("ana", csv(), "/settings members import")
    real = lines.plan

    def plan(*asked: Any) -> lines.Plan:
        found = real(*asked)
        other = sqlite3.connect(village.database.path)
        other.execute("INSERT INTO members (id, name, created_at) VALUES (99, 'Zoé Faure', 0)")
        other.execute("INSERT INTO memberships (\"group\", member, status) VALUES (1, 99, 'member')")
        other.commit()
        other.close()
        return found

    monkeypatch.setattr(lines, "plan", plan)
    await village.choose_privately("ana", "yes")
    with village.database.read() as tx:
        kept = {one.member: one.status for one in tx.memberships.all()}
    assert (len(kept), kept[MemberId(99)]) == (2, MemberStatus.OBSERVER)


async def test_whoever_left_by_a_list_gives_their_roles_back(village: Town):
    await known(village, "ana", "bruno")
    await village.say("ana", "/settings role give treasurer | Bruno")
    await village.hand("ana", csv("name;status\nBruno Petit;left\n"), "/settings members import")
    await village.choose_privately("ana", "yes")
    with village.database.read() as tx:
        assert tx.roles.of(tx.groups.all()[0].id).mandates == ()


async def test_a_list_as_long_as_it_may_be_is_applied_and_sent_back_the_same(village: Town):
    await known(village, "ana")
    people = "".join(f"Prénom{n} Nom{n};membre;05/01/2026;{n}\n" for n in range(PEOPLE))
    await village.hand("ana", csv("nom;statut;adhésion;numéro\n" + people), "/settings members import")
    await village.choose_privately("ana", "yes")
    assert len(written(village)) == PEOPLE
    with village.database.read() as tx:
        assert len(tx.cursor.execute("SELECT draft FROM talks").fetchall()) == 0

    await village.whisper("ana", "/settings members export")
    await village.hand("ana", exported(village, "ana"), "/settings members import")
    assert f"As they are: {PEOPLE}" in village.told("ana")


def test_a_document_may_be_larger_than_a_list_of_so_many_people():
    assert MOST_BYTES // PEOPLE >= 400  # bytes a line

"""Minutes on paper: the PDF says what was published, whatever people wrote, and goes where the Markdown went."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.local.view import View
from bot.chat.message import File
from bot.chat.text import _
from bot.domain.names import clean_body
from bot.export.folder import contents
from handlers.plenaries import documents
from handlers.plenaries.minutes_text import escaped
from tests.town import Town, shown

AT = datetime(2026, 12, 5, 16, 0, 0, 123_456, tzinfo=UTC)  # broken once: Typst takes no part of a second
MINUTES = {"en": "plenary-1-minutes", "fr": "pleniere-1-compte-rendu"}
HOSTILE = [
    "#set page(width: 1pt)", '#read("/etc/passwd") #include "x"', "$ x^2 $ *gras* _mince_ `code` <l> @l ~ \\ // fin",
    "# titre\n- liste\n+ autre\n1. un\n> cité\n| a | b |\n|---|---|\n===\n```", "\\#\\| \\", "x" * 1500, "é🎉日 مرحبا",
    "nul\x00 bell\x07 esc\x1b", "]) #panic() (\"", '"}], "kind": "table"',
]  # fmt: skip


def told(markdown: str) -> list[dict[str, Any]]:
    return list(documents.parts(markdown))


def words(text: str) -> list[str]:
    """What stays of people's words on a page, where breaks and spaces are the page's own."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", text).split()


@given(st.text(st.characters(exclude_categories=["Cs", "Cf"]), max_size=200) | st.sampled_from(HOSTILE))
@settings(max_examples=200)
def test_whatever_people_write_is_read_back_as_words_and_never_as_a_form(said: str):
    written = clean_body(said, most=1500)

    found = told(f"# T\n\n{escaped(written)}\n\n## P\n\n- {escaped(' '.join(written.split()))}x\n")

    notes = found[1:-2]
    assert {one["kind"] for one in notes} <= {"text"}
    assert words(" ".join(one["text"] for one in notes)) == words(written)
    assert [one["kind"] for one in found[-2:]] == ["heading", "list"]
    assert words(found[-1]["items"][0]) == words(" ".join(written.split()) + "x")


@pytest.mark.parametrize("said", HOSTILE)
def test_no_words_of_people_command_the_page(said: str):
    plain = documents.png("# T\n\nx\n", "fr", AT)
    made = documents.png(f"# T\n\n{escaped(clean_body(said, most=1500))}\n\nx\n", "fr", AT)
    assert [page[:8] for page in made] == [b"\x89PNG\r\n\x1a\n"]
    assert made[0][16:24] == plain[0][16:24]  # the same width and height


def test_a_tally_is_a_table_and_a_cell_cannot_be_two():
    found = told("| Réponse | Voix |\n|---|---:|\n| Pour \\| contre | 3 |\n| court |\n")
    assert found == [
        {"kind": "table", "head": ["Réponse", "Voix"], "rows": [["Pour | contre", "3"], ["court", ""]]}
    ]  # fmt: skip


def test_the_same_minutes_are_the_same_bytes_and_a_long_meeting_has_pages():
    long = "# Compte rendu\n\n" + "\n\n".join(f"## {n}. Point\n\n{'Mot. ' * 200}" for n in range(12))
    assert documents.pdf(long, "fr", AT) == documents.pdf(long, "fr", AT)
    assert len(documents.png(long, "fr", AT)) > 2


def test_screen_readers_read_them_and_archives_keep_them_where_every_letter_can_be_drawn():
    usual, odd = documents.pdf("# Compte rendu – œuf\n", "fr", AT), documents.pdf("# \U000e1234\ue000\n", "fr", AT)
    assert b"pdfuaid:part" in usual
    assert b"pdfaid:part" in usual
    assert odd[:5] == b"%PDF-"


# in the chats


async def written_up(town: Town) -> None:
    """A plenary with a vote of which the minutes are published."""
    for who in ("ana", "bruno", "chloe"):
        await town.whisper(who, "/menu")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("ana", "convoquer")
    await town.say("bruno", "/odj Adopter la charte *d'accueil* ? nature=décision")
    with town.database.read() as tx:
        start = tx.plenaries.all()[0].start
    await town.wait(seconds=(start - town.time).total_seconds())
    await town.choose_privately("ana", "ouvrir")
    for who in ("ana", "bruno"):
        await town.choose(who, "ici")
    await town.choose_privately("ana", "suivant")
    await town.choose_privately("ana", "ouvrir le vote")
    for who in ("ana", "bruno"):
        await town.whisper(who, "/vote 1 pour")
    await town.choose_privately("ana", "arrêter")
    await town.wait(minutes=1)
    await town.whisper("ana", "/pleniere clore")
    await town.choose_privately("ana", "publier")
    await town.settle()


def papers(town: Town, who: str = "") -> list[File]:
    chat = town.hub.private_chat(town.people[who]) if who else town.group
    files = [post.message.file for post in town.hub.messages(chat)]
    return [file for file in files if file is not None and file.media_type == documents.MEDIA_TYPE]


async def test_the_group_gets_its_minutes_to_print_after_the_markdown(village: Town):
    await written_up(village)

    names = [post.message.file.name for post in village.hub.messages(village.group) if post.message.file]
    [paper] = papers(village)
    with village.database.read() as tx:
        kept = tx.records.minutes(1)
    assert kept is not None
    assert names == ["plenary-1-minutes.md", "plenary-1-minutes.pdf"]
    assert paper.data == documents.pdf(kept.text, "en", kept.published_at)
    assert village.saw(_("The minutes of plenary {number}, to print.", number="1"))
    [table] = [one for one in told(kept.text) if one["kind"] == "table"]
    assert table["rows"] == [["For", "2"], ["Against", "0"], ["Abstain", "0"], ["Blank", "0"]]
    assert "Adopter la charte *d'accueil* ?" in next(one["text"] for one in told(kept.text) if "Vote 1" in str(one))


async def test_whoever_asks_for_published_minutes_gets_both(village: Town):
    await written_up(village)
    await village.whisper("chloe", "/pleniere minutes 1")
    await village.settle()
    names = [one.message.file.name for one in village.hub.messages(village.hub.private_chat(village.people["chloe"]))
             if one.message.file]  # fmt: skip
    assert names == ["plenary-1-minutes.md", "plenary-1-minutes.pdf"]


@pytest.mark.parametrize("town", shown(View.BUTTONS), indirect=True)
async def test_files_are_called_in_the_language_of_the_group_and_in_plain_letters(town: Town):
    """Broken once: English names in a French group."""
    await written_up(town)
    for line in ("/pleniere compte rendu 1", "/pleniere compte rendu 1", "/pleniere liste 1"):
        await town.whisper("ana", line)
    await town.settle()
    chats = (town.group, town.hub.private_chat(town.people["ana"]))
    every = [[one.message.file.name for one in town.hub.messages(chat) if one.message.file] for chat in chats]
    minutes = [f"{MINUTES[town.language]}.{ending}" for ending in ("md", "pdf")]
    kept = {"en": ("plenary-1-draft.md", "plenary-1-list.txt"),
            "fr": ("pleniere-1-brouillon.md", "pleniere-1-liste.txt")}[town.language]  # fmt: skip
    assert every[0] == minutes
    assert set(every[1]) == {*minutes, *kept}
    assert all(name.isascii() for names in every for name in names)


async def test_without_the_extra_there_is_the_markdown_alone(village: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(documents, "find_spec", lambda name: None)
    await written_up(village)
    assert papers(village) == []
    with village.database.read() as tx:
        assert tx.jobs.next_due() is None or "plenaries.print" not in {one.kind for one in tx.jobs.due(AT, 99)}
        assert "plenary-1-minutes.md" in contents(tx, "en")
        assert "plenary-1-minutes.pdf" not in contents(tx, "en")


async def test_the_export_holds_them_to_print(village: Town):
    await written_up(village)
    with village.database.read() as tx:
        files = contents(tx, "en")
    assert files["plenary-1-minutes.pdf"] == papers(village)[0].data
    assert str(files["plenary-1-minutes.md"]).startswith("# ")


async def test_where_no_file_can_be_handed_over_its_name_is_told(town: Town):
    await written_up(town)
    if not papers(town):
        name = f"{MINUTES[town.language]}.pdf"
        assert town.says(_("No file can be handed over here: {name}", name=name)) in town.last


async def test_after_five_years_the_minutes_tell_how_many_and_no_longer_who(village: Town):
    await written_up(village)
    with village.database.read() as tx:
        before = tx.records.minutes(1)
    assert before is not None
    assert "Present: Ana and Bruno" in before.text

    village.time += timedelta(days=365 * 5 + 3)
    await village.settle()
    await village.app.purge()

    with village.database.read() as tx:
        after, names = tx.records.minutes(1), [one.name for one in tx.members.all()]
        assert dict(tx.retention.latest()[1]) == {"sign-ins": 1, "minutes": 1, "turnouts": 1}
        assert "plenary-1-minutes.pdf" in contents(tx, "en")
    assert after is not None
    assert [name for name in names if name in after.text or name.split()[0] in after.text] == []
    kept = [one for one in told(before.text) if one["kind"] != "list"]
    assert [one for one in told(after.text) if one["kind"] != "list"] == kept
    assert "2 people came" in after.text

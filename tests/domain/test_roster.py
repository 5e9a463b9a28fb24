"""The list of members as a file: whatever is written reads back, and whatever is wrong is named with its line."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import roster as r
from bot.domain import spreadsheets as s
from bot.domain.errors import Refused
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import clean
from bot.domain.roster import Entry, read, write

DAY = date(2026, 12, 5)


def file(*lines: str, head: str = "nom;statut;adhésion;cotisation") -> bytes:
    return "\n".join((head, *lines)).encode()


def test_a_file_is_read():
    content = file("Marie Dupont;membre;05/12/2026;2027-12-31", "Paul Roc;observatrice;;", ";;;")

    assert read(content) == (
        Entry("Marie Dupont", joined_on=DAY, dues_until=date(2027, 12, 31)),
        Entry("Paul Roc", status=MemberStatus.OBSERVER),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save_is_understood(encoding: str, mark: str, end: str):
    text = end.join(mark.join(row) for row in (("Nom", "Collège", "Adhésion"), ("Zoé Noël", "Salariés", "5/12/2026")))
    assert read((text + end).encode(encoding)) == (Entry("Zoé Noël", college="Salariés", joined_on=DAY),)


def test_a_line_that_names_the_mark_is_no_line():
    assert read(b"sep=,\nname,status\nAna,member\n") == (Entry("Ana"),)


def test_cells_in_quotes_hold_marks_and_new_lines():
    assert read(b'nom;statut\n"Dupont; Marie\nElise";membre\n') == (Entry("Dupont; Marie Elise"),)


def test_it_is_written_for_french_spreadsheets_and_computes_nothing():
    content = write([Entry("=1+1", "12"), Entry("Zoé", status=MemberStatus.LEFT, excluded=True, left_on=DAY)])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "numéro;nom;statut;adhésion;départ;cotisation;collège;poids",
        "12;'=1+1;membre;;;;;1",
        ";Zoé;exclu;;2026-12-05;;;1",
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+33 6", "-2", "@SUM(A1)", "\tx", "  =1"])
def test_a_formula_is_refused_unless_it_is_guarded(formula: str):
    with pytest.raises(s.Formula) as refusal:
        read(f'nom;statut\nAna;\n"{formula}";\n'.encode())
    assert refusal.value.blanks["line"] == 3
    assert read(f'nom;statut\n"\'{formula.strip(" ")}";\n'.encode())[0].name == clean(formula, most=99)


@pytest.mark.parametrize(
    ("content", "refusal", "line"),
    [
        (b"", r.NoHeader, 1),
        (b"Ana;membre\n", r.NoHeader, 1),
        (b"\n\nstatut;poids\n", r.NoHeader, 3),
        (file(head="nom;lune"), r.UnknownColumn, 1),
        (file(head="nom;name"), r.ColumnTwice, 1),
        (file("Ana;membre;;", "Bo;membre"), s.WrongCells, 3),
        (file("Ana;membre;;;;"), s.WrongCells, 2),
        (file("Ana;;;", ";membre;;"), r.NameMissing, 3),
        (file("Ana;roi;;"), r.CellWrong, 2),
        (file("Ana;membre;31/02/2026;"), r.CellWrong, 2),
        (file("Ana;membre;demain;"), r.CellWrong, 2),
        (file("Ana;membre;2026-13-01;"), r.CellWrong, 2),
        (file("Ana;membre;;", "Bo;;;", "ana;;;"), r.LineTwice, 4),
        (file("1;Ana", "2;Ana", "3;Bo", "2;Zoé", head="numéro;nom"), r.LineTwice, 5),
        (file("1;Ana", ";Ana", head="numéro;nom"), r.LineTwice, 3),
        (file(";Ana", "1;Ana", head="numéro;nom"), r.LineTwice, 3),
        (file("Ana;0", head="nom;poids"), r.CellWrong, 2),
        (file("Ana;1.5", head="nom;poids"), r.CellWrong, 2),
        (file("Ana;1001", head="nom;poids"), r.CellWrong, 2),
        (file("Ana;05/12/2026", head="nom;départ"), r.CellWrong, 2),
        (file("Ana \u202eeiraM;membre;;"), r.CellWrong, 2),
        (file("x" * 101 + ";membre;;"), r.CellWrong, 2),
        (file("Ana;;;", '"Bo;;;'), s.QuoteOpen, 3),
        (file("Ana;;;", '"Bo"x;;;'), s.QuoteOpen, 3),
        (file("Ana;;;", '"' + "x" * 200_000 + '";;;'), s.QuoteOpen, 3),
        (file("Ana;;;", "x" * 1001 + ";;;"), s.CellTooLong, 3),
        (file(";" * 200), s.WrongCells, 2),
        (b"nom\nAna\x81\n", s.NotReadable, 2),
        (b"nom\nAna\nB\0o\n", s.NotReadable, 3),
        (b"\xff\xfen\0o\0m\0\n", s.NotReadable, 1),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(content: bytes, refusal: type[Refused], line: int):
    with pytest.raises(refusal) as no:
        read(content)
    assert no.value.blanks["line"] == line
    assert no.value.says.format_map(no.value.blanks)


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_spreadsheet_is_told_from_a_csv(content: bytes):
    with pytest.raises(s.NotACsv):
        read(content)


def test_homonyms_are_two_people_when_each_has_a_number():
    assert len(read(file("1;Marie Dupont", "2;Marie Dupont", head="numéro;nom"))) == 2


def test_a_hundred_thousand_lines_take_bounded_time():
    lines = [f"Prénom Nom{n};membre;05/12/2026;2027-12-31" for n in range(100_000)]
    start = time.process_time()
    assert len(read(file(*lines))) == 100_000
    took = time.process_time() - start
    assert took < 20, took  # the limit only tells linear from quadratic
    with pytest.raises(s.TooBig):
        read(file("", *[""] * 100_001))
    with pytest.raises(s.TooBig):
        read(b"x" * (s.MOST_BYTES + 1))


def test_a_member_exported_and_read_back_is_equal():
    left = Membership(7, 1).join(date(2020, 1, 1)).pay(date(2026, 12, 31), today=DAY).leave(DAY, excluded=True)
    there = Membership(8, 1, MemberStatus.MEMBER, DAY, college="Salariés", weight=3)
    back = read(write([Entry.of("Marie", left), Entry.of("Zoé", there, "12")]))
    assert [one.membership(member, 1, DAY) for one, member in zip(back, (7, 8), strict=True)] == [left, there]


def test_a_member_without_a_day_joins_today_and_an_erased_one_is_not_exported():
    assert Entry("Ana").membership(7, 1, DAY).joined_on == DAY
    assert Entry("Ana", status=MemberStatus.OBSERVER).membership(7, 1, DAY).joined_on is None
    assert read(write([Entry("Ana"), Entry("compte effacé", status=MemberStatus.ERASED)])) == (Entry("Ana"),)


def cleaned(text: str) -> str:
    try:
        return clean(text, most=60)
    except Refused:
        return ""


TEXTS = st.text(max_size=20).map(cleaned) | st.text("'=+-@;,\"\n é", max_size=8).map(cleaned)
DAYS = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    status = draw(st.sampled_from([status for status in MemberStatus if status is not MemberStatus.ERASED]))
    left = status is MemberStatus.LEFT
    return Entry(
        draw(TEXTS.filter(bool)), draw(st.text("0123456789AB", min_size=1, max_size=20)), status,
        left and draw(st.booleans()), draw(DAYS), draw(DAYS) if left else None, draw(DAYS), draw(TEXTS),
        draw(st.integers(1, r.HEAVIEST)),
    )  # fmt: skip


@given(st.lists(entries(), max_size=12, unique_by=lambda one: one.number.lower()))
def test_whatever_is_written_reads_back(members: list[Entry]):
    content = write(members)

    assert read(content) == tuple(members)
    assert write(read(content)) == content


LINES = st.lists(st.text(";,\"'=\nnomé0/", max_size=30))
FILES = st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | LINES.map(lambda lines: file(*lines))


@given(FILES)
def test_any_file_is_read_or_refused_in_a_sentence(content: bytes):
    with_sentence = []
    try:
        read(content)
    except Refused as refusal:
        with_sentence.append(refusal.says.format_map(refusal.blanks))
    assert all(with_sentence)

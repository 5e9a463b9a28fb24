"""Files of others: what follows the format is counted, anything else is refused naming its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.recount import READERS, FileRefused, UnknownFile, read, recount
from bot.domain.recount.count import MethodRefused, SeatsUnused
from bot.domain.tally.ballots import OneSeatOnly, SeatsRefused

BLT = """\
# an election
4 2
-3             # Chloé withdrew
8 1 2 3 4 0
5 2 1 3 4 0
4 3 4 1=2 0
3 4 - 3 2 0 # a skipped rank
2 0
3 4 3 2 0
0
"Ana \\"la rouge\\""
"Bo # 2"
"Chloé"
"Dan ""D"" Roy"
"Council"
"""


def test_a_blt_file_is_read_whole():
    profile = read(BLT.encode(), "council.BLT")

    assert profile.labels == ('Ana "la rouge"', "Bo # 2", 'Dan "D" Roy')
    assert profile.title == "Council"
    assert profile.ballots == {(0, 1, 2): 8, (1, 0, 2): 5, (2, (0, 1)): 4, (2, 1): 6, (): 2}
    assert profile.ways["stv"] == {"options": 3, "seats": 2}


def test_a_blt_file_may_be_one_line():
    text = (
        '4 2 -2 3 1 3 4 0 4 1 3 2 0 2 4 1 3 0 1 2 0 2 2 4 3 1 0 1 3 4 2 0 0 "Adam" "Basil" "Charlotte" "Donald" "Title"'
    )

    profile = read(text.encode(), "x.blt")

    assert profile.labels == ("Adam", "Charlotte", "Donald")
    assert profile.ballots == {(0, 1, 2): 3, (0, 1): 4, (2, 0, 1): 2, (): 1, (2, 1, 0): 2, (1, 2): 1}


def test_tables_may_stand_below_the_title_of_a_blt_file():
    tables = '\nA:  123 votes\nAB:  52 votes "of two"\n  0119 32\nQuota  84.88\n'
    assert read((BLT + tables).encode(), "x.blt") == read(BLT.encode(), "x.blt")


def test_equal_lines_far_apart_are_added_up():
    profile = read(b'2 1\n2 1 0\n1 2 1 0\n2 1 0 3 2 0\n2 1 0\n0\n"A"\n"B"\n', "x.blt")
    assert profile.ballots == {(0,): 6, (1, 0): 1, (1,): 3}


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(ending):
    content = b"\xef\xbb\xbf" + BLT.replace("\n", ending).encode()

    assert read(content, "x.blt") == read(BLT.encode(), "x.blt")


def test_names_may_be_words_and_two_of_one_name_stay_apart():
    profile = read(b'3 1\n1 1 0\n0\nAna\nAna\n"Ana (2)"\n', "x.blt")

    assert profile.labels == ("Ana", "Ana (3)", "Ana (2)")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "ends before"),
        ("# nothing\n", 2, "ends before"),
        ("4\n", 1, "ends before"),
        ("four 2\n", 1, "“four” is not a whole"),
        ("4 0\n", 1, "“0” is not a whole"),
        ("3 3\n1 1 0\n0\na b c", 1, "3 seats cannot"),
        ("3 2\n-3\n1 1 0\n0\na b c", 1, "2 seats cannot"),
        ("1 1\n1 1 0\n0\na", 1, "at least two"),
        ("2000000000 1\n1 1 0\n0\na", 1, "2000000000 options are too many"),
        ("3 1\n-4\n1 1 0\n0\na b c", 2, "no option 4"),
        ("3 1\n1 1 2\n0\na b c", 2, "does not end with 0"),
        ("3 1\n1 1 2 0\n1 4 0\n0\na b c", 3, "no option 4"),
        ("3 1\n1 1 1 0\n0\na b c", 2, "named twice"),
        ("3 1\n1 1=1 0\n0\na b c", 2, "named twice"),
        ("3 1\n1 1= 0\n0\na b c", 2, "“” is not a whole"),
        ("3 1\n1.5 1 0\n0\na b c", 2, "“1.5” is not a whole"),
        ("3 1\n1 -2 0\n0\na b c", 2, "“-2” is not a whole"),
        ("3 1\n(id1) 1 0\n0\na b c", 2, r"“\(id1\)” is the identifier"),
        ("3 1\n1 1 0\n", 3, "ends before"),
        ("3 1\n1 1 0\n0\na b\n", 4, "“names” says 3, but there are 2"),
        ("3 1\n1 1 0\n0\na b c title more\n", 4, "“more” was not expected"),
        ('3 1\n1 1 0\n0\n"a\n"b"\n"c"', 4, "was not expected"),
        ('3 1\n1 1 0\n0\n"a"\n"b"\n"c"\n"d"\n"title"', 8, "was not expected"),
        ('3 1\n1 1 0\n0\n"a"\n"b"\n"c"\n"title" 12 votes', 7, "was not expected"),
        ("3 1\n[tie 3 2 1]\n1 1 0\n0\na b c", 2, r"“\[tie” asks for another way"),
        ("3 1\n[droop arithmetic=fixed]\n1 1 0\n0\na b c", 2, r"“\[droop” asks for another way"),
        ("3 1\n[nick a b c\n1 a 0\n0\na b c", 2, r"“\[nick” was not expected"),
        ("3 1\n[nick a b]\n1 a 0\n0\na b c", 2, "“nick” says 3, but there are 2"),
        ("3 1\n[nick a b a]\n1 a 0\n0\na b c", 2, "“a” was not expected"),
        ("3 1\n[nick a b 1]\n1 a 0\n0\na b c", 2, "“1” was not expected"),
        ("3 1\n[nick a b b=c]\n1 a 0\n0\na b c", 2, "“b=c” was not expected"),
        ("3 1\n[nick a b c]\n1 a d 0\n0\na b c", 3, "“d” is not a whole"),
        ("3 1\n[nick a b c]\n1 a 4 0\n0\na b c", 3, "no option 4: they go from 1 to 3"),
        ("3 1\n[nick a b c]\n1 a b 1 0\n0\na b c", 3, "named twice"),
        ("3 1\n9999999999999999999999 1 0\n0\na b c", 2, "is too large"),
        ("3 1\n1000000000001 1 0\n0\na b c", 2, "is too large to be counted here; the most is 1000000000000"),
        ("3 1\n٣ 1 0\n0\na b c", 2, "is not a whole"),
    ],
)
def test_a_wrong_blt_file_is_refused_with_its_line(text, line, says):
    with pytest.raises(FileRefused, match=says) as refusal:
        read(text.encode(), "x.blt")

    assert refusal.value.line == line


def test_a_ballot_of_nobody_is_not_taken_for_the_names():
    with pytest.raises(FileRefused, match="Line 2: “1” was not expected"):
        read(b"3 1\n0 1 2 0\n", "x.blt")


@pytest.mark.parametrize("names", ["Ana\nMarie Dupont\nBo", "Marie Dupont\nBo\nTown", "'Ana B'\nBo\nDan"])
def test_a_name_of_two_words_without_quotes_does_not_shift_the_others(names):
    """“Dupont” was taken for the third candidate, and whoever won was told by somebody else's name."""
    with pytest.raises(FileRefused, match="may be a part of a name"):
        read(f"3 1\n5 1 0\n0\n{names}\n".encode(), "x.blt")


def test_candidates_may_have_nicknames_as_droop_writes_them():
    text = "4 1\n[nick ana bo chloé dan]\n[withdrawn chloé]\n3 dan ana=bo 0\n2 chloé 2 0\n0\n"
    profile = read((text + '"Ana"\n"Bo"\n"Chloé"\n"Dan"\n"Town"\n').encode(), "x.blt")

    assert profile.labels == ("Ana", "Bo", "Dan")
    assert profile.ballots == {(2, (0, 1)): 3, (1,): 2}


def test_a_source_and_a_comment_may_follow_the_title():
    more = '"From the clerk"\n"Counted on Monday"\nFirst preferences\n 12 8\n'
    assert read((BLT + more).encode(), "x.blt") == read(BLT.encode(), "x.blt")


def test_text_in_another_encoding_names_the_line():
    with pytest.raises(FileRefused, match="Line 3: This is not text"):
        read('3 1\n0\n"é"\n'.encode("latin-1"), "x.blt")


def test_an_unknown_ending_is_refused():
    with pytest.raises(UnknownFile):
        read(b"", "votes.csv")


# PrefLib

TOI = """\
# FILE NAME: 00001-00000001.toi
# TITLE: Town
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 4
# NUMBER VOTERS: 17
# NUMBER UNIQUE ORDERS: 4
# ALTERNATIVE NAME 1: Ana: the first
# ALTERNATIVE NAME 2: Bo
# ALTERNATIVE NAME 3: Chloé
# ALTERNATIVE NAME 4: Dan
8: 1,2,3,4
5: 2
3: {4,3},1
1: {1,2,3,4}
"""


def test_a_preflib_file_is_read_with_its_header():
    profile = read(TOI.encode(), "town.toi")

    assert (profile.title, profile.labels) == ("Town", ("Ana: the first", "Bo", "Chloé", "Dan"))
    assert profile.ballots == {(0, 1, 2, 3): 8, (1,): 5, ((2, 3), 0): 3, ((0, 1, 2, 3),): 1}
    assert profile.method == "schulze"


def _preflib(kind, *orders, **header):
    keys = {"NUMBER ALTERNATIVES": "3", "NUMBER VOTERS": str(len(orders)), "NUMBER UNIQUE ORDERS": str(len(orders))}
    keys |= {f"ALTERNATIVE NAME {n}": name for n, name in enumerate("abc", 1)}
    keys |= {key.replace("_", " "): value for key, value in header.items()}
    lines = [f"# {key}: {value}" for key, value in keys.items() if value is not None] + list(orders)
    return "\n".join(lines).encode()


@pytest.mark.parametrize("kind", ["soc", "soi", "toc", "toi"])
def test_every_kind_of_preflib_file_takes_strict_complete_orders(kind):
    assert read(_preflib(kind, "1: 3,1,2"), f"x.{kind}").ballots == {(2, 0, 1): 1}


@pytest.mark.parametrize(
    ("kind", "order", "says"),
    [
        ("soc", "1: 1,2", "ranks 2 of 3"),
        ("toc", "1: 1,{2}", "ranks 2 of 3"),
        ("soc", "1: 1,{2,3}", "no shared ranks"),
        ("soc", "1: 1,2,3,1", "named twice"),  # all of them, and one again, was a ballot
        ("toc", "1: 1,2,3,1", "named twice"),
        ("toc", "1: {1,2},3,1", "named twice"),
        ("soi", "1: 1 2,3", "“1 2” was not expected"),  # a lost comma made it option 12
        ("toi", "1: {1 2},3", "“1 2” was not expected"),
        ("soi", "1: {1,2}", "no shared ranks"),
        ("toi", "1: {1,2", "not expected"),
        ("toi", "1: {1,{2}}", "not expected"),
        ("toi", "1: {}", "not expected"),
        ("toi", "1: {1,2}3", "not expected"),
        ("soi", "1: 1,,2", "not expected"),
        ("soi", "1: 1,4", "no option 4"),
        ("soi", "1: 0,1", "no option 0"),
        ("soi", "1: 1,1", "named twice"),
        ("soi", "1: a", "not expected"),
        ("soi", "1:", "not expected"),
        ("soi", "1,2,3", "not expected"),
        ("soi", "x: 1", "not a whole"),
        ("soi", "-1: 1", "not a whole"),
    ],
)
def test_a_wrong_order_is_refused_with_its_line(kind, order, says):
    with pytest.raises(FileRefused, match=says) as refusal:
        read(_preflib(kind, order), f"x.{kind}")

    assert refusal.value.line == 7


@pytest.mark.parametrize("order", ["2: 3, {1, 2}", "2:\t3,\t{1,\t2}", " 2 : 3 , { 1 , 2 } "])
def test_blanks_around_the_numbers_of_an_order_do_not_matter(order):
    assert read(_preflib("toi", order, NUMBER_VOTERS="2"), "x.toi").ballots == {(2, (0, 1)): 2}


def test_an_order_that_nobody_gave_is_no_ballot():
    assert read(_preflib("soi", "2: 1", "0: 3,1"), "x.soi").ballots == {(0,): 2}


def test_the_data_type_may_be_in_capitals():
    assert read(_preflib("soi", "1: 1", DATA_TYPE="SOI"), "x.soi").ballots == {(0,): 1}


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ({"NUMBER_VOTERS": "2"}, "“NUMBER VOTERS” says 2, but there are 1"),
        ({"NUMBER_UNIQUE_ORDERS": "2"}, "“NUMBER UNIQUE ORDERS” says 2"),
        ({"NUMBER_ALTERNATIVES": None}, "“NUMBER ALTERNATIVES” is missing"),
        ({"NUMBER_ALTERNATIVES": "three"}, "not a whole"),
        ({"NUMBER_ALTERNATIVES": "1"}, "at least two"),
        ({"NUMBER_ALTERNATIVES": "4"}, "“ALTERNATIVE NAME 4” is missing"),
        ({"ALTERNATIVE_NAME_4": "d"}, "“NUMBER ALTERNATIVES” says 3, but there are 4"),
        ({"DATA_TYPE": "toc"}, "“DATA TYPE” says toc"),
    ],
)
def test_a_header_must_agree_with_the_orders(header, says):
    with pytest.raises(FileRefused, match=says):
        read(_preflib("soi", "1: 1,2", **header), "x.soi")


def test_the_format_of_before_2022_is_named():
    with pytest.raises(FileRefused, match="before 2022"):
        read(b"2\n1,a\n2,b\n1,1,1\n1,1,2\n", "x.soc")


# Pabulib

PB = """\
META
key;value
description;"Budget; of the town"
vote_type;approval
budget;1000
num_projects;3
num_votes;5
max_length;2
PROJECTS
project_id;name;cost
p1;Garden;600
p2;"Bread; oven";400.00
7;;400
VOTES
voter_id;age;vote
1;20;p1,p2
2;;p1
3;30;7
4;30;7,p2
5;30;
"""


def test_a_pabulib_file_is_read_whole():
    profile = read(PB.encode(), "town.pb")

    assert (profile.title, profile.labels) == ("Budget; of the town", ("Garden", "Bread; oven", "7"))
    assert profile.ballots == {((0, 1), (1, 1)): 1, ((0, 1),): 1, ((2, 1),): 1, ((1, 1), (2, 1)): 1, (): 1}
    assert profile.ways == {"budget": {"costs": (600, 400, 400), "budget": 1000, "step": 1, "top": 1}}


def test_meta_may_begin_with_what_it_says():
    old = PB.replace("key;value\n", "").replace("META\n", "META\nsubunit;Gocław\n")
    assert read(old.encode(), "x.pb") == read(PB.encode(), "x.pb")


@pytest.mark.parametrize("budget", ["969245.38", "969245,38"])
def test_a_budget_with_decimals_is_counted_in_hundredths(budget):
    profile = read(PB.replace("budget;1000", f"budget;{budget}").encode(), "x.pb")
    assert profile.ways["budget"] == {"costs": (60000, 40000, 40000), "budget": 96924538, "step": 100, "top": 1}


def test_columns_and_sections_may_come_in_any_order():
    meta, rest = PB.split("PROJECTS")
    turned = "VOTES" + rest.split("VOTES")[1] + "PROJECTS" + rest.split("VOTES")[0]
    lines = meta.splitlines()
    swapped = [lines[0], *(";".join(reversed(line.split(";", 1))) for line in lines[1:])]
    other = turned + "\n".join(swapped) + "\n"

    assert set(read(other.encode(), "x.pb").ballots) == set(read(PB.encode(), "x.pb").ballots)
    assert read(other.encode(), "x.pb").ways == read(PB.encode(), "x.pb").ways


def test_points_are_read_with_their_projects():
    text = PB.replace("approval", "cumulative").replace("voter_id;age;vote", "voter_id;points;vote")
    text = text.replace("1;20;p1,p2", "1;3,0;p1,p2").replace("2;;p1", "2;1;p1").replace("3;30;7", "3;2;7")
    text = text.replace("4;30;7,p2", "4;1,1;7,p2").replace("5;30;", "5;;")

    assert read(text.encode(), "x.pb").ballots == {
        ((0, 3),): 1,
        ((0, 1),): 1,
        ((2, 2),): 1,
        ((1, 1), (2, 1)): 1,
        (): 1,
    }


def test_what_meta_leaves_empty_is_not_said_and_a_number_of_votes_may_have_a_zero_behind_it():
    text = PB.replace("max_length;2", "max_length;\nsubunit;").replace("num_votes;5", "num_votes;5.0")
    assert read(text.encode(), "x.pb") == read(PB.encode(), "x.pb")


def test_a_quoted_name_may_hold_a_line_end():
    text = PB.replace('"Bread; oven"', '"Bread\noven"')
    assert read(text.encode(), "x.pb").labels == ("Garden", "Bread oven", "7")
    with pytest.raises(FileRefused, match="Line 18: There is no project “p9”"):
        read(text.replace("2;;p1", "2;;p9").encode(), "x.pb")


def test_a_budget_without_projects_names_its_line():
    with pytest.raises(FileRefused, match="Line 1: “project_id” is missing"):
        read(b"META\nkey;value\nvote_type;approval\nbudget;5\nPROJECTS\nproject_id;cost\nVOTES\nvote\n", "x.pb")


def test_choosing_one_project_is_approving_it():
    text = PB.replace("approval", "choose-1").replace(";p1,p2", ";p1").replace("7,p2", "7")
    assert read(text.encode(), "x.pb").ballots == {((0, 1),): 2, ((2, 1),): 2, (): 1}
    with pytest.raises(FileRefused, match="Line 16: This ballot has 2, and “max_length” is 1"):
        read(PB.replace("approval", "choose-1").encode(), "x.pb")


def test_a_default_score_is_given_to_projects_that_a_ballot_does_not_name():
    text = PB.replace("approval", "scoring\ndefault_score;2").replace("id;age;vote", "id;points;vote")
    text = text.replace("1;20;p1,p2", "1;3,0;p1,p2").replace("2;;p1", "2;1;p1").replace("3;30;7", "3;2;7")
    text = text.replace("4;30;7,p2", "4;1,1;7,p2").replace("5;30;", "5;;")

    assert read(text.encode(), "x.pb").ballots == {
        ((0, 3), (2, 2)): 1,
        ((0, 1), (1, 2), (2, 2)): 1,
        ((0, 2), (1, 2), (2, 2)): 2,
        ((0, 2), (1, 1), (2, 1)): 1,
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("num_votes;5", "num_votes;5\nbudget;2000", 8, "“budget” is there twice"),
        ("budget;1000", "budget;0", 5, "not a whole"),
        ("budget;1000", "budget;10.505", 5, "not a whole"),
        ("budget;1000", "budget;0.00", 5, "not a whole"),
        ("budget;1000\n", "", 1, "“budget” is missing"),
        ("p1;Garden;600", "p1;Garden;-600", 11, "not a whole"),
        ("p1;Garden;600", "p1;Garden;600.50", 11, "not a whole"),
        ("p1;Garden;600", "p1;Garden;0", 11, "not a whole"),
        ("p1;Garden;600", "p1;Garden", 11, "2 fields for 3"),
        ("p1;Garden;600", "p1;Gar;den;600", 11, "4 fields for 3"),
        ("p2;", "p1;", 12, "“p1” is there twice"),
        ("approval", "ordinal", 4, "type “ordinal”"),
        ("num_projects;3", "num_projects;4", 6, "says 4, but there are 3"),
        ("num_votes;5", "num_votes;6", 7, "says 6, but there are 5"),
        ("2;;p1", "2;;p9", 17, "no project “p9”"),
        ("2;;p1", "2;;p1,p1", 17, "“p1” is there twice"),
        ("2;;p1", "1;;p1", 17, "“1” is there twice"),
        ("2;;p1", "2;;p1,p2,7", 17, "3, and “max_length” is 2"),
        ('"Bread; oven"', '"Bread; oven', 12, "Quotation marks"),
        ("VOTES", "BALLOTS", 14, "1 fields for 3"),
        ("META\n", "", 1, "not expected"),
        ("META\n", "META\nMETA\n", 2, "“META” is there twice"),
        ("voter_id;age;vote", "voter_id;age;choice", 15, "“vote” is missing"),
    ],
)
def test_a_wrong_pabulib_file_is_refused_with_its_line(old, new, line, says):
    with pytest.raises(FileRefused, match=says) as refusal:
        read(PB.replace(old, new, 1).encode(), "x.pb")

    assert refusal.value.line == line


# Counting


def test_the_file_says_how_it_is_counted():
    assert recount(BLT.encode(), "x.blt").told["method"] == "stv"
    assert recount(TOI.encode(), "x.toi").told["winners"] == ["Ana: the first"]
    assert recount(PB.encode(), "x.pb").told["winners"] == ["Bread; oven", "7"]


def test_another_method_and_other_seats_may_be_asked():
    irv = recount(BLT.encode(), "x.blt", method="irv")

    assert (irv.told["method"], irv.told["seats"]) == ("irv", 1)
    assert recount(TOI.encode(), "x.toi", seats=2).told["method"] == "stv"
    assert recount(TOI.encode(), "x.toi", method="stv", seats=3).told["seats"] == 3
    with pytest.raises(OneSeatOnly):
        recount(TOI.encode(), "x.toi", method="irv", seats=2)
    with pytest.raises(SeatsRefused):
        recount(TOI.encode(), "x.toi", seats=4)
    with pytest.raises(MethodRefused):
        recount(TOI.encode(), "x.toi", method="budget")
    with pytest.raises(SeatsUnused):
        recount(PB.encode(), "x.pb", seats=2)


def test_shared_ranks_are_told():
    told = recount(BLT.encode(), "x.blt").told

    assert told["details"]["shortened"] == 4


def test_a_tie_is_named_without_a_seed_and_drawn_with_one():
    level = b"2 1\n1 1 0\n1 2 0\n0\na b\n"

    by_list = recount(level, "x.blt").told
    drawn = {recount(level, "x.blt", seed=seed).told["winners"][0] for seed in "123456789"}

    assert (by_list["winners"], by_list["tied"]) == (["a"], [["a", "b"]])
    assert drawn == {"a", "b"}
    assert recount(level, "x.blt", seed="1").told["tied"] == []
    assert recount(level, "x.blt", method="schulze").told["tied"] == [["a", "b"]]


# Hostile files


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=200))
def test_any_bytes_are_counted_or_refused(ending, content):
    _counted_or_refused(content, ending)


SAMPLES = {"blt": BLT, "toi": TOI, "pb": PB}


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_file_is_counted_or_refused(ending, data):
    text = SAMPLES[ending]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    piece = data.draw(st.text(alphabet='0123456789,;:{}"=-#. \nabp\x00é', max_size=6))

    _counted_or_refused((text[:start] + piece + text[end:]).encode(), ending)


def _counted_or_refused(content, ending):
    try:
        counted = recount(content, f"x.{ending}")
    except Refused as refusal:
        str(refusal)
    else:
        assert counted.json().endswith(b"}\n")


def test_long_lines_and_many_options_are_counted():
    options = 200
    order = " ".join(map(str, range(1, options + 1)))
    names = "\n".join(f'"{n}"' for n in range(options))
    text = f"{options} 5\n" + f"1 {order} 0\n" * 3 + f"0\n{names}\n"

    assert len(recount(text.encode(), "x.blt").told["winners"]) == 5
    with pytest.raises(FileRefused, match="named twice"):
        read(text.replace(order, f"{order} {'1 ' * 64_000}").encode(), "x.blt")

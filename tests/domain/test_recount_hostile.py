"""Files that come back whole, and files made to hurt: counted or refused naming a line, at once."""

from __future__ import annotations

import json
from collections import Counter
from time import monotonic

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.recount import READERS, FileRefused, read, recount, write
from tests.domain.test_recount_files import BLT, PB, TOI
from tests.domain.test_recount_record import RECORDS

SOC = TOI.split("8: 1")[0].replace("17", "3").replace("ORDERS: 4", "ORDERS: 2").replace("toi", "soc") + (
    "2: 1,2,3,4\n1: 4,3,2,1\n"
)
POINTS = (
    PB.replace("approval", "cumulative")
    .replace("max_length;2", "max_sum_points;9")
    .replace("voter_id;age;vote\n", "voter_id;age;vote;points\n")
    .replace("p1,p2\n", "p1,p2;4,5\n")
    .replace(";p1\n", ";p1;1\n")
    .replace(";7\n", ";7;2\n")
    .replace("7,p2\n", "7,p2;1,1\n")
)
SAMPLES = [
    *(("blt", BLT), ("toi", TOI), ("soc", SOC), ("pb", PB), ("pb", POINTS)),
    *((kind, SOC.replace("soc", kind)) for kind in ("soi", "toc")),
    *(("json", write(record).decode()) for record in RECORDS.values()),
]
SECONDS = 20  # far more than any of them takes, and far less than a hang
hostile = settings(deadline=None, max_examples=200)


def counted_or_refused(content, ending):
    """The only two ends there are; a refusal of the file has a line in it, and a sentence."""
    start, refused = monotonic(), None
    try:
        told = recount(content, f"x.{ending}").told
    except Refused as refusal:
        refused = refusal
    assert monotonic() - start < SECONDS
    if refused is None:
        assert set(told) == {"method", "seats", "winners", "tied", "rounds", "details"}
    else:
        assert isinstance(refused, FileRefused)
        assert 1 <= refused.line <= content.count(b"\n") + content.count(b"\r") + 1
        assert str(refused).startswith(f"Line {refused.line}: ")


def test_the_samples_are_valid():
    for ending, text in SAMPLES:
        recount(text.encode(), f"x.{ending}")


# Round trips


@st.composite
def profiles(draw, *, level, complete=False):
    options = draw(st.integers(2, 6))
    ballot = st.permutations(range(options))
    if not complete:
        ballot = st.tuples(ballot, st.integers(1, options)).map(lambda pair: pair[0][: pair[1]])
    found = Counter[tuple[object, ...]]()
    for order, weight, at in draw(st.lists(st.tuples(ballot, st.integers(1, 99), st.integers(0, 5)), min_size=1)):
        shared = tuple(sorted(order[at : at + 2]))
        found[(*order[:at], shared, *order[at + 2 :]) if level and len(shared) == 2 else tuple(order)] += weight
    return options, dict(found)


def ranks(ballot, between, join, around="{}"):
    """The ballot as a file writes it; options are numbered from 1."""
    return between.join(
        around[:1] + join.join(str(each + 1) for each in rank) + around[1:]
        if isinstance(rank, tuple)
        else str(rank + 1)
        for rank in ballot
    )


@settings(deadline=None)
@given(profiles(level=True), st.lists(st.text('ab"# \\é\t;', max_size=5), min_size=7, max_size=7))
def test_a_blt_file_gives_back_what_was_written(profile, names):
    options, ballots = profile
    quoted = ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' for name in names]
    lines = [f"{options} 1", *(f"{weight} {ranks(ballot, ' ', '=', '')} 0" for ballot, weight in ballots.items())]

    found = read("\n".join([*lines, "0", *quoted[:options], quoted[6]]).encode(), "x.blt")

    assert found.ballots == ballots
    assert found.title == names[6]
    assert len(found.labels) == options


@pytest.mark.parametrize("kind", ["soc", "soi", "toc", "toi"])
@settings(deadline=None)
@given(data=st.data())
def test_a_preflib_file_gives_back_what_was_written(kind, data):
    options, ballots = data.draw(profiles(level=kind[0] == "t", complete=kind[2] == "c"))
    head = [
        f"# DATA TYPE: {kind}", f"# NUMBER ALTERNATIVES: {options}", f"# NUMBER VOTERS: {sum(ballots.values())}",
        f"# NUMBER UNIQUE ORDERS: {len(ballots)}",
        *(f"# ALTERNATIVE NAME {place + 1}: Option {place}" for place in range(options)),
    ]  # fmt: skip
    orders = [f"{weight}: {ranks(ballot, ',', ',')}" for ballot, weight in ballots.items()]

    found = read("\n".join([*head, *orders]).encode(), f"x.{kind}")

    assert found.ballots == ballots
    assert found.labels == tuple(f"Option {place}" for place in range(options))


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
    st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 9)), max_size=9),
    st.booleans(),
)
def test_a_pabulib_file_gives_back_what_was_written(costs, people, pointed):
    votes = [{option: points for option, points in one.items() if option < len(costs)} for one in people]
    lines = [
        "META", "key;value", f"vote_type;{'scoring' if pointed else 'approval'}", "budget;500",
        f"num_projects;{len(costs)}", f"num_votes;{len(votes)}", "PROJECTS", "project_id;cost",
        *(f"p{place};{cost}" for place, cost in enumerate(costs)), "VOTES", "voter_id;vote;points",
    ]  # fmt: skip
    for voter, vote in enumerate(votes):
        lines.append(
            f"{voter};{','.join(f'p{o}' for o in vote)};{','.join(map(str, vote.values())) if pointed else ''}"
        )

    found = read("\n".join(lines).encode(), "x.pb")

    given_ = Counter(tuple(sorted((o, points if pointed else 1) for o, points in vote.items())) for vote in votes)
    assert found.ballots == given_
    assert found.ways["budget"]["costs"] == tuple(costs)


# Hostile files


@hostile
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=600))
@example("pb", b"\xff\xfe\x00")
@example("json", b"[" * 100_000)
@example("json", b'{"a":' * 100_000)
@example("json", b"9" * 100_000)
def test_random_bytes(ending, content):
    counted_or_refused(content, ending)


@hostile
@given(st.sampled_from(SAMPLES), st.data())
def test_bytes_changed_in_a_valid_file(sample, data):
    ending, text = sample
    content = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))

    counted_or_refused(bytes(content), ending)


@hostile
@given(st.sampled_from(SAMPLES), st.data())
def test_lines_moved_doubled_or_lost(sample, data):
    ending, text = sample
    lines = text.splitlines()
    places = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=2 * len(lines)))

    counted_or_refused("\n".join(lines[place] for place in places).encode(), ending)


@hostile
@given(st.sampled_from(SAMPLES), st.data())
def test_a_number_replaced_by_another(sample, data):
    ending, text = sample
    numbers = [place for place, char in enumerate(text) if char.isdigit()]
    place = data.draw(st.sampled_from(numbers))
    number = data.draw(
        st.sampled_from(["-1", "0", "1.5", "1e9", "99999999999999999999", "NaN", "٣", "½", "0x1", "1_0"])
    )

    counted_or_refused((text[:place] + number + text[place + 1 :]).encode(), ending)


@pytest.mark.parametrize("place", range(len(SAMPLES)), ids=[ending for ending, _ in SAMPLES])
def test_a_file_cut_anywhere_is_never_half_counted(place):
    ending, text = SAMPLES[place]
    content, whole = text.encode(), recount(text.encode(), f"x.{ending}").told["details"]["turnout"]["participants"]

    for end in range(0, len(content), max(1, len(content) // 150)):
        try:
            told = recount(content[:end], f"x.{ending}").told
        except Refused:
            continue
        assert told["details"]["turnout"]["participants"] == whole


@pytest.mark.parametrize("long", ["x", "1 ", "1,", '"', "{", ";", "#", "-", "1=", "\\", "[", "\x00", "é"])
@pytest.mark.parametrize("sample", [("blt", BLT), ("toi", TOI), ("pb", PB), ("json", write(RECORDS["irv"]).decode())])
def test_lines_of_64_kilobytes(sample, long):
    ending, text = sample
    lines = text.splitlines()
    for place in (0, len(lines) // 2, len(lines) - 1):
        longer = [*lines[:place], lines[place] + long * (65_536 // len(long)), *lines[place + 1 :]]
        counted_or_refused("\n".join(longer).encode(), ending)


def test_two_hundred_options_in_every_format():
    places, names = range(1, 201), [f"Option {place}" for place in range(1, 201)]
    order = ",".join(map(str, places))
    head = ["# NUMBER ALTERNATIVES: 200\n# NUMBER VOTERS: 3\n# NUMBER UNIQUE ORDERS: 1"]
    head += [f"# ALTERNATIVE NAME {place}: {name}" for place, name in zip(places, names, strict=True)]
    projects = "".join(f"{place};{place * 10}\n" for place in places)
    meta = "META\nkey;value\nvote_type;approval\nbudget;5000\n"
    files = {
        "blt": "200 3\n3 " + order.replace(",", " ") + " 0\n0\n" + "\n".join(f'"{name}"' for name in names),
        "soc": "\n".join([*head, f"3: {order}"]),
        "pb": f"{meta}PROJECTS\nproject_id;cost\n{projects}VOTES\nvote\n{order}\n",
    }
    for ending, text in files.items():
        start = monotonic()
        assert recount(text.encode(), f"x.{ending}").told["winners"][0] in ("Option 1", "1")
        assert monotonic() - start < SECONDS


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("blt", "999999999 1\n"),
        ("blt", "1001 1\n1 1 0\n0\n"),
        ("soc", "# NUMBER ALTERNATIVES: 999999999\n"),
        ("blt", '2 1\n999999999999999999 1 0\n0\n"a"\n"b"\n'),
        ("pb", "META\nkey;value\nvote_type;approval\nbudget;0\nPROJECTS\nproject_id;cost\n1;5\nVOTES\nvote\n1\n"),
    ],
)
def test_a_number_that_would_fill_the_memory_is_refused(ending, text):
    with pytest.raises(FileRefused):
        recount(text.encode(), f"x.{ending}")


def test_a_recount_file_may_hold_a_fraction_no_larger_than_its_digits():
    text = write(RECORDS["motion"]).decode()
    body = json.loads(text)
    body["vote"]["settings"]["majority"]["share"] = "1e999999999"

    counted_or_refused(json.dumps(body).encode(), "json")

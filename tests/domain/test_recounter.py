"""The stand-alone recounter: another hand, no package of ours, the same bytes."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.recounter
from bot import recounter
from bot.domain.quorum import Quorum, QuorumBase
from bot.domain.recount import Record, Vote, recount, write
from bot.domain.tally import METHODS, Room
from bot.domain.tally.dates import Answer
from bot.domain.tally.equal_shares import Completion
from bot.domain.tally.motion import Majority, Voice
from bot.domain.tally.turnout import Base

FILE = Path(bot.recounter.__file__)
DAY = datetime(2026, 12, 5, 13, tzinfo=UTC)
few = st.integers(1, 4)
shares = st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(2, 3), Fraction(1)])
quorums = st.builds(Quorum, share=shares, base=st.sampled_from(QuorumBase)) | st.builds(
    Quorum, persons=st.integers(1, 20), base=st.sampled_from(QuorumBase)
)


def test_it_imports_nothing_of_ours():
    imported = set[str]()
    for node in ast.walk(ast.parse(FILE.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).split(".")[0])

    assert imported <= set(sys.stdlib_module_names)


def _pairs(options, value):
    return st.dictionaries(st.integers(0, options - 1), value).map(lambda given: tuple(sorted(given.items())))


def _rankings(options, level):
    strict = st.tuples(st.permutations(range(options)), st.integers(0, options)).map(
        lambda cut: tuple(cut[0][: cut[1]])
    )
    if not level:
        return strict
    return st.tuples(strict, st.integers(0, 2)).map(
        lambda pair: (*pair[0][: pair[1]], tuple(sorted(pair[0][pair[1] :]))) if len(pair[0]) > pair[1] + 1 else pair[0]
    )


@st.composite
def records(draw, name):
    """A closed vote of any method, small enough that ties are everywhere."""
    options = draw(st.integers(2, 5))
    seats = draw(st.integers(1, options - 1))
    none = draw(st.none() | st.integers(0, options - 1))
    make = METHODS[name].Settings
    room = Room(draw(st.integers(20, 30)), draw(st.none() | st.integers(3, 9)), draw(st.none() | st.integers(0, 3)))
    match name:
        case "motion":
            majority = Majority.read(draw(st.sampled_from(["simple", "absolute", "2/3", ">1/2", "unanimity"])))
            chosen = make(majority, draw(st.sampled_from(Base)), draw(st.none() | st.sampled_from(Voice)))
            ballot = st.sampled_from(Voice)
        case "consent":
            chosen, ballot = make(), st.sampled_from(["consent", "aside", "preference", "objection"])
        case "choice":
            rounds = draw(st.integers(1, 2))
            chosen = make(options, seats if rounds == 1 else 1, rounds, none)
            ballot = st.lists(st.integers(0, options - 1), max_size=1).map(tuple)
        case "approval" | "multiple":
            chosen = make(options, seats, none=none)
            ballot = st.sets(st.integers(0, options - 1)).map(lambda given: tuple(sorted(given)))
        case "score":
            chosen, ballot = make(options, seats, 3), _pairs(options, st.integers(0, 3))
        case "dots":
            chosen, ballot = make(options, seats, 30), _pairs(options, st.integers(1, 3))
        case "dates":
            starts = tuple(DAY.replace(day=draw(few), microsecond=draw(st.integers(0, 1))) for _ in range(options))
            chosen, ballot = (
                make(starts, tuple(sorted(draw(st.sets(st.integers(0, 1)))))),
                _pairs(options, st.sampled_from(Answer)),
            )
        case "budget":
            costs = tuple(draw(st.integers(1, 12)) for _ in range(options))
            chosen = make(costs, draw(st.integers(1, 30)), draw(st.sampled_from(Completion)), draw(few), draw(few), 3)
            ballot = _pairs(options, st.integers(1, 3))
        case "schulze":
            chosen, ballot = make(options, status_quo=none), _rankings(options, level=True)
        case _:
            chosen, ballot = make(options, seats if name == "stv" else 1), _rankings(options, level=False)
    ballots = draw(st.dictionaries(ballot if name in ("motion", "consent") else ballot | st.none(), few, max_size=8))
    labels = tuple(draw(st.lists(st.sampled_from(["Ana", "Bo", "Zoé", "Ana (2)"]), min_size=options, max_size=options)))
    vote = Vote(41, "Qui ?", "Lyon", name, labels, chosen, 46, "confidential", DAY, DAY, draw(st.none() | quorums))
    seed = draw(st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex))
    return Record(vote, ballots, room, seed, tuple(draw(st.lists(st.sampled_from(["a", "été"]), max_size=2))))


@pytest.mark.parametrize("name", sorted(METHODS))
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_both_recounters_give_the_same_bytes(name, data):
    content = write(data.draw(records(name)))

    counted = recount(content, "vote.json")

    assert counted.agrees
    assert recounter.distrust(json.loads(content)) is None
    assert recounter.canonical(recounter.recount(json.loads(content))) + b"\n" == counted.json()


@pytest.mark.parametrize("base", QuorumBase)
@pytest.mark.parametrize(("needed", "outcome"), [(4, "elected"), (5, "no_quorum")])
def test_a_vote_short_of_its_quorum_has_no_effect_for_both_recounters(base, needed, outcome):
    vote = replace(RECORD.vote, quorum=Quorum(persons=needed, base=base))
    content = write(Record(vote, {(0,): 2, (1,): 1, (): 1}, Room(46)))

    counted = recount(content, "vote.json")
    details = counted.told["details"]

    assert counted.agrees
    assert details["outcome"] == outcome
    assert details["quorum"] == {"required": needed, "taken": 4, "reached": outcome == "elected"}
    assert details["votes"] == {"Ana": 2, "Bo": 1}
    assert counted.told["winners"] == (["Ana"] if outcome == "elected" else [])
    assert recounter.canonical(recounter.recount(json.loads(content))) + b"\n" == counted.json()


def test_a_motion_short_of_its_quorum_is_not_adopted_and_says_why():
    chosen = METHODS["motion"].Settings()
    vote = replace(RECORD.vote, method="motion", options=(), settings=chosen, quorum=Quorum(share=Fraction(1, 4)))
    content = write(Record(vote, {Voice.FOR: 11}, Room(46)))

    counted = recount(content, "vote.json")
    details = counted.told["details"]

    assert counted.agrees
    assert json.loads(content)["vote"]["quorum"] == {"share": "1/4", "persons": None, "base": "members"}
    assert (details["outcome"], details["adopted"], details["cause"]) == ("no_quorum", False, "reached")
    assert details["quorum"] == {"required": 12, "taken": 11, "reached": False}
    assert [said.sentence for said in counted.explain().sentences][:2] == [
        "Without effect: the quorum was not reached.",
        "The majority is reached.",
    ]
    assert recounter.canonical(recounter.recount(json.loads(content))) + b"\n" == counted.json()


def test_a_tie_short_of_its_quorum_is_not_open():
    vote = replace(RECORD.vote, quorum=Quorum(persons=9))
    content = write(Record(vote, {(0,): 2, (1,): 2}, Room(46)))

    told = recount(content, "vote.json").told

    assert (told["tied"], told["details"]["outcome"]) == ([], "no_quorum")
    assert recounter.recount(json.loads(content)) == told


RECORD = Record(
    Vote(41, "Qui ?", "Lyon", "choice", ("Ana", "Bo"), METHODS["choice"].Settings(2), 46, "public", DAY, DAY), {(0,): 2}
)


@pytest.mark.parametrize(
    ("old", "new", "status", "says"),
    [
        (b"", b"", 0, b"This is the published result."),
        (b"[[0],2]", b"[[0],3]", 2, b"The fingerprint does not match"),
        (b"recount/1", b"recount/9", 2, b"This is not a file of the format"),
        (b"{", b"", 2, b"cannot be recounted"),
    ],
)
def test_it_runs_by_itself(tmp_path, old, new, status, says):
    content = write(RECORD)
    path = tmp_path / "vote.json"
    path.write_bytes(content.replace(old, new, 1))

    ran = subprocess.run([sys.executable, "-I", FILE, path], capture_output=True, check=False)

    assert (ran.returncode, says in ran.stderr) == (status, True)
    assert ran.stdout == (recount(content, "vote.json").json() if status == 0 else b"")


def test_a_file_nested_without_end_is_refused(tmp_path, capfd):
    path = tmp_path / "vote.json"
    path.write_bytes(b"[" * 100_000)

    assert recounter.main([str(path)]) == 2
    assert "cannot be recounted" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("method", "chosen"),
    [
        ("budget", {"costs": [5, 900], "budget": 1000, "completion": "add1", "step": 0, "support": 1, "top": 1}),
        ("consent", {"share": "1/0", "least": 1}),
    ],
)
def test_a_signed_file_whose_settings_make_no_sense_ends_in_a_sentence(method, chosen, tmp_path, capfd):
    """Shares raised by nothing were raised for ever."""
    body = json.loads(write(RECORD))
    body["vote"] |= {"method": method, "settings": chosen}
    body["ballots"] = [["consent" if method == "consent" else [[0, 1], [1, 1]], 2]]
    del body["fingerprint"]
    body["fingerprint"] = sha256(recounter.canonical(body)).hexdigest()
    path = tmp_path / "vote.json"
    path.write_bytes(recounter.canonical(body))

    assert recounter.main([str(path)]) == 2
    assert "cannot be recounted" in capfd.readouterr().err

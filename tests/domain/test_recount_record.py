"""Our recount files: written once, read by anybody, and worth nothing once changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.domain.fingerprint import fingerprint
from bot.domain.quorum import Quorum
from bot.domain.recount import FileRefused, Record, Vote, read, recount, write
from bot.domain.tally import METHODS, Base, Room, lot
from bot.domain.tally.dates import Answer
from bot.domain.tally.equal_shares import Completion
from bot.domain.tally.motion import Kind, Majority, Voice

SEED = "5e" * 32
DAY = datetime(2026, 12, 5, 13, tzinfo=UTC)


def closed(method, chosen, ballots, options=("Ana", "Bo", "Chloé"), quorum=None, **record):
    vote = Vote(41, "Quel local ?", "Lyon", method, tuple(options), chosen, 46, "confidential", DAY, DAY, quorum)
    return Record(vote, ballots, **record)


def _settings(method, *values, **fields):
    return METHODS[method].Settings(*values, **fields)


RECORDS = {
    "motion": closed(
        "motion",
        _settings("motion", Majority(Kind.SHARE, Fraction(2, 3), more_than=True), Base.MEMBERS, Voice.FOR),
        {Voice.FOR: 17, Voice.AGAINST: 6, Voice.BLANK: 2, Voice.ABSTAIN: 3},
        options=(),
        room=Room(46, 20, 8),
    ),
    "quorum": closed("choice", _settings("choice", 3), {(0,): 3}, room=Room(46), quorum=Quorum(share=Fraction(1, 4))),
    "choice": closed("choice", _settings("choice", 3, none=2), {(0,): 3, (1,): 3, (): 1, None: 2}),
    "runoff": closed("choice", _settings("choice", 3, rounds=2), {(0,): 3, (1,): 3, (2,): 3}),
    "approval": closed("approval", _settings("approval", 3, least=1, most=2), {(0, 2): 3, (1,): 4}),
    "score": closed("score", _settings("score", 3), {((0, 5), (1, 0)): 3, ((1, 4),): 4}),
    "dots": closed("dots", _settings("dots", 3), {((0, 2), (1, 1)): 3, ((1, 3),): 4}),
    "schulze": closed("schulze", _settings("schulze", 3, status_quo=1), {(0, (1, 2)): 3, (1, 2): 3}),
    "irv": closed("irv", _settings("irv", 3), {(0, 1): 3, (1,): 3, (2, 1): 2}, seed=SEED, commitment=lot.commit(SEED)),
    "stv": closed("stv", _settings("stv", 3, 2), {(0, 1): 3, (1,): 3, (2,): 3}, seed=SEED, words=("soupe", "été")),
    "budget": closed(
        "budget", _settings("budget", (60000, 40000, 40000), 100000), {((0, 1), (1, 1)): 6, ((2, 1),): 4, (): 1}
    ),
    "points": closed(
        "budget", _settings("budget", (6, 4, 4), 10, Completion.GREEDY, 1, top=3), {((0, 3), (1, 1)): 2, ((2, 1),): 2}
    ),
    "consent": closed("consent", _settings("consent"), dict.fromkeys(("consent", "aside"), 3), (), room=Room(12)),
    "dates": closed(
        "dates",
        _settings("dates", (DAY, DAY.replace(day=6), DAY.replace(day=7)), (0,)),
        {((0, Answer.YES), (1, Answer.MAYBE)): 4, ((2, Answer.YES),): 4},
    ),
}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_closed_vote_recounts_to_the_same_bytes(name):
    record = RECORDS[name]

    content = write(record)
    counted = recount(content, "vote-41.json")

    assert counted.agrees is True
    assert counted.profile.ballots == record.ballots
    assert counted.settings == record.vote.settings
    assert json.loads(counted.json()) == json.loads(content)["result"]


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_the_order_of_ballots_in_the_store_never_shows(name):
    record = RECORDS[name]
    turned = replace(record, ballots=dict(reversed(list(record.ballots.items()))))

    assert write(turned) == write(record)


def test_the_file_is_json_with_one_ballot_a_line():
    content = write(RECORDS["choice"]).decode()

    assert "\n[[0],3],\n[[1],3],\n" in content
    assert json.loads(content)["vote"]["opened_at"] == "2026-12-05T13:00:00Z"
    assert json.loads(content)["turnout"]["participants"] == 9


def test_labels_tell_the_result():
    told = recount(write(RECORDS["stv"]), "v.json").told

    assert set(told) == {"method", "seats", "winners", "tied", "rounds", "details"}
    assert told["seats"] == 2
    assert set(told["winners"]) < {"Ana", "Bo", "Chloé"}
    assert told["rounds"][0]["votes"] == {"Ana": 300_000, "Bo": 300_000, "Chloé": 300_000}
    assert told["rounds"][0]["act"] == "first"


def test_a_published_seed_gives_the_published_order():
    record = RECORDS["irv"]
    order = lot.permutation(41, SEED, (), 3)

    counted = recount(write(record), "v.json")

    assert counted.result == METHODS["irv"].count(record.vote.settings, record.ballots, order)
    assert recount(write(record), "v.json", seed="another").agrees is None


def test_another_method_may_count_the_same_rankings():
    counted = recount(write(RECORDS["irv"]), "v.json", method="schulze")

    assert (counted.told["method"], counted.agrees) == ("schulze", None)


def _signed(content, **changes):
    """The file with some fields changed and a fingerprint that fits them."""
    body = json.loads(content)
    for path, value in changes.items():
        *keys, last = path.split("__")
        inner = body
        for key in keys:
            inner = inner[key]
        inner[last] = value
    del body["fingerprint"]
    body["fingerprint"] = fingerprint(body)
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def test_a_changed_file_is_refused():
    content = write(RECORDS["choice"])

    with pytest.raises(FileRefused, match="The fingerprint does not match") as refusal:
        read(content.replace(b"[[0],3]", b"[[0],4]"), "v.json")

    assert content.split(b"\n")[refusal.value.line - 1].startswith(b'"fingerprint"')


def test_a_result_that_does_not_follow_is_found_out():
    forged = _signed(write(RECORDS["choice"]), result__winners=["Bo"])

    assert recount(forged, "v.json").agrees is False


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": "cooperons-recount/2"}, "The format must be"),
        ({"vote__method": "guess"}, "“method” cannot be guess"),
        ({"vote__settings": {"options": 3, "colour": 1}}, "no setting “colour”"),
        ({"vote__settings": {"options": 3, "seats": "1"}}, "“seats” cannot be 1"),
        ({"vote__settings": {"options": 3, "seats": 3}}, "3 seats cannot"),
        ({"vote__settings": {"options": 4}}, "“options” says 4, but there are 3"),
        ({"vote__options": ["Ana", "Bo"]}, "“options” says 3, but there are 2"),
        ({"vote__id": "41"}, "“id” cannot be 41"),
        ({"vote__opened_at": "yesterday"}, "“opened_at” cannot be yesterday"),
        ({"vote__opened_at": "2026-12-05T13:00:00"}, "“opened_at” cannot be"),
        ({"vote__quorum": "1/4"}, "“quorum” cannot be 1/4"),
        ({"vote__quorum": {"persons": 12}}, "“quorum” cannot be"),
        ({"vote__quorum": {"share": "2/8", "persons": None, "base": "members"}}, "“quorum” cannot be"),
        ({"vote__quorum": {"share": None, "persons": True, "base": "members"}}, "“persons” cannot be True"),
        ({"vote__quorum": {"share": None, "persons": 12, "base": "cast"}}, "“base” cannot be cast"),
        ({"vote__quorum": {"share": "1/4", "persons": 12, "base": "members"}}, "is not a quorum"),
        ({"vote__quorum": {"share": None, "persons": None, "base": "members"}}, "is not a quorum"),
        ({"ballots": {}}, "not expected"),
        ({"ballots": [[[0]]]}, "not expected"),
        ({"ballots": [[[0], 0]]}, "not expected"),
        ({"ballots": [[[0], -1]]}, "not expected"),
        ({"ballots": [[[0], True]]}, "not expected"),
        ({"ballots": [[[0], "9"]]}, "not expected"),
        ({"ballots": [[[3], 9]]}, "no option 4"),
        ({"ballots": [[[0, 1], 9]]}, "one option only"),
        ({"ballots": [[[0], 8]]}, "“participants” says 9, but there are 8"),
        ({"seed": "12"}, "64 hexadecimal"),
        ({"seed": SEED, "commitment": "00"}, "not the one committed to"),
        ({"seed": 12}, "“seed” cannot be 12"),
        ({"more": 12}, "no setting “more”"),
        ({"turnout": {}}, "“turnout” cannot be"),
    ],
)
def test_a_wrong_file_is_refused_even_with_a_fitting_fingerprint(changes, says):
    with pytest.raises(FileRefused, match=says):
        read(_signed(write(RECORDS["choice"]), **changes), "v.json")


def test_a_file_without_its_quorum_is_refused():
    vote = json.loads(write(RECORDS["quorum"]))["vote"]
    del vote["quorum"]

    with pytest.raises(FileRefused, match="“quorum” is missing"):
        read(_signed(write(RECORDS["quorum"]), vote=vote), "v.json")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "ends before"),
        ("{", 1, "ends before"),
        ('{\n"a": 1\n"b": 2}', 3, "not expected"),
        ("[]", 1, "not expected"),
        ('{\n"a": 1.5}', 2, "“1.5” was not expected"),
        ('{\n"a": NaN}', 2, "“NaN” was not expected"),
        ('{\n"a": 1,\n"a": 2}', 2, "“a” was not expected"),
        ('{\n"a": ' + "9" * 5000 + "}", 2, "not expected"),
        ("[" * 100_000, 1, "not expected|ends before"),
        ("{}", 1, "The format must be"),
    ],
)
def test_what_is_not_a_recount_file_is_refused_with_its_line(text, line, says):
    with pytest.raises(FileRefused, match=says) as refusal:
        read(text.encode(), "v.json")

    assert refusal.value.line == line


def test_half_a_character_is_refused():
    content = write(RECORDS["choice"]).replace(b"Quel local ?", b"\\ud800")

    with pytest.raises(FileRefused, match="not text"):
        read(content, "v.json")


def test_a_wrong_ballot_is_named_by_its_line():
    content = write(RECORDS["choice"]).decode().replace("[[1],3]", "[[7],3]")
    body = json.loads(content)
    del body["fingerprint"]
    lines = content.splitlines()
    place = next(number for number, line in enumerate(lines, 1) if line.startswith('"fingerprint"'))
    lines[place - 1] = f'"fingerprint":"{fingerprint(body)}",'

    with pytest.raises(FileRefused, match="no option 8") as refusal:
        read("\n".join(lines).encode(), "v.json")

    assert lines[refusal.value.line - 1].startswith("[[7],3]")


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(RECORDS)), st.data())
def test_a_damaged_file_is_counted_or_refused(name, data):
    text = write(RECORDS[name]).decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    damaged = text[:start] + data.draw(st.text(alphabet='0123456789,:{}"[]-. \nnulabé', max_size=6)) + text[end:]

    try:
        recount(damaged.encode(), "v.json")
    except Refused as refusal:
        str(refusal)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(RECORDS)), st.data())
def test_a_signed_file_with_a_wrong_field_is_counted_or_refused(name, data):
    body = json.loads(write(RECORDS[name]))
    paths: list[tuple[str, ...]] = [(key,) for key in body]
    paths += [("vote", key) for key in body["vote"]]
    paths += [("vote", "settings", key) for key in body["vote"]["settings"]]
    path = data.draw(st.sampled_from(paths))
    value = data.draw(
        st.recursive(st.none() | st.booleans() | st.integers(-3, 10**13) | st.text(max_size=3), st.lists, max_leaves=4)
    )

    try:
        recount(_signed(write(RECORDS[name]), **{"__".join(path): value}), "v.json")
    except Refused as refusal:
        str(refusal)

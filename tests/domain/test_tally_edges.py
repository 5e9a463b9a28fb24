"""The ends of counting, for every method: nobody, one person, only blanks or abstentions, many options, odd labels."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot import recounter
from bot.domain.recount import Record, Vote, recount, write
from bot.domain.tally import METHODS, Outcome, Room
from bot.domain.tally.dates import Answer
from bot.domain.tally.explanation import explain

DAY = datetime(2026, 12, 5, 13, tzinfo=UTC)
ROOM = Room(12, 5, 1)
VOICES = ("motion", "consent")
LISTS = sorted(set(METHODS) - set(VOICES))


def configured(name, options=3):
    match name:
        case "motion" | "consent":
            return METHODS[name].Settings()
        case "budget":
            return METHODS[name].Settings(tuple(range(10, 10 + options)), 1000)
        case "dates":
            return METHODS[name].Settings(tuple(DAY.replace(minute=place % 60) for place in range(options)))
    return METHODS[name].Settings(options)


def ballot(name, option=0):
    """One person's support of one option, as the method writes it."""
    match name:
        case "motion":
            return "for"
        case "consent":
            return "consent"
        case "score" | "dots" | "budget":
            return ((option, 1),)
        case "dates":
            return ((option, Answer.YES),)
    return (option,)


def count(name, ballots, options=3):
    return METHODS[name].count(configured(name, options), ballots, None, ROOM)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_zero_voters_choose_nothing(name):
    result = count(name, {})

    assert (result.winners, result.tied) == ((), ())
    assert result.outcome in (Outcome.NONE, Outcome.REJECTED)
    assert (result.turnout.participants, result.turnout.cast) == (0, 0)
    assert explain(result, "abc").sentences


@pytest.mark.parametrize("name", sorted({*METHODS} - {"consent"}))
def test_one_voter_decides(name):
    result = count(name, {ballot(name, 2): 1})

    assert result.outcome in (Outcome.ELECTED, Outcome.ADOPTED)
    assert result.winners == (() if name == "motion" else (2,))
    assert result.turnout.cast == 1


def test_one_member_is_too_few_for_consent_in_a_circle_of_twelve():
    assert count("consent", {"consent": 1}).outcome is Outcome.REJECTED


@pytest.mark.parametrize("name", LISTS)
def test_all_blank_chooses_nothing_and_is_counted(name):
    result = count(name, {(): 7})

    assert (result.outcome, result.winners, result.tied) == (Outcome.NONE, (), ())
    assert (result.turnout.voters, result.turnout.blanks, result.turnout.cast) == (7, 7, 0)


@pytest.mark.parametrize("name", LISTS)
def test_all_abstain_chooses_nothing_and_is_counted(name):
    result = count(name, {None: 7})

    assert (result.outcome, result.winners, result.tied) == (Outcome.NONE, (), ())
    assert (result.turnout.participants, result.turnout.voters, result.turnout.abstentions) == (7, 0, 7)


@pytest.mark.parametrize("name", LISTS)
def test_a_hundred_options_are_counted_and_told(name):
    result = count(name, {ballot(name, option): 1 + (option == 99) for option in range(100)}, 100)

    assert result.winners[:1] == (99,)
    assert explain(result, [f"Option {place}" for place in range(100)]).tables


LABELS = {
    "emoji": ("🥖 Four", "👩🏽‍🌾 Potager", "🥖"),
    "right to left": ("فرن الخبز", "תנור", "\u202egnirts\u202c"),
    "homoglyphs": ("Ana", "Аna", "Ana\u200b"),  # Latin, Cyrillic, with a space of no width
    "accents": ("Zo\u00e9", "Zoe\u0301", "ZOÉ"),
    "markup": ('"><script>', "\\u0000;\n", "}]"),
    "the same": ("Ana", "Ana", "Ana (2)"),
}


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize("name", LISTS)
def test_any_label_is_kept_apart_and_recounts_to_the_same_bytes(name, labels):
    ballots = {ballot(name, option): 3 - option for option in range(3)}
    vote = Vote(7, labels[0], labels[1], name, labels, configured(name), 12, "public", DAY, DAY)

    content = write(Record(vote, ballots, ROOM))
    counted = recount(content, "vote-7.json")

    assert counted.agrees
    assert len(set(counted.told["details"]["options"])) == 3
    assert recounter.canonical(recounter.recount(json.loads(content))) + b"\n" == counted.json()
    assert counted.told["winners"][0] == labels[0]

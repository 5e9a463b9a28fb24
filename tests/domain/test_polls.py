"""Votes and polls: their life from opening to result, who may answer, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import Presence
from bot.domain.names import Empty
from bot.domain.polls import CORRECTABLE, Method, Poll, Results, Secrecy, Status, Terms, tally, threshold
from bot.domain.polls import refusals as no
from bot.domain.quorum import Quorum
from bot.domain.tally.motion import Majority
from bot.domain.tally.turnout import Base

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOTION = Terms("Adopt?", (), Method.MOTION, True, NOW + 72 * HOUR, "Europe/Paris", electorate=10)
CHOICE = Terms("Where?", ("A", "B", "C"), Method.CHOICE, True, NOW + 72 * HOUR, "Europe/Paris", electorate=10)
ADVICE = Terms("When?", ("Mon", "Tue", "Wed"), Method.MULTIPLE, False, NOW + 24 * HOUR, "Europe/Paris", most=2)


def opened(terms: Terms = MOTION, **changes: object) -> Poll:
    return replace(Poll(41, 1, 7, NOW, terms), **changes)


def test_a_vote_lives_from_opening_to_result():
    poll = opened()
    closed = poll.close(now=NOW + HOUR, by=7)
    assert (poll.is_open, closed.status, closed.closed_at, closed.closed_by) == (True, Status.CLOSED, NOW + HOUR, 7)
    assert closed.close(now=NOW + 2 * HOUR) == closed
    assert opened().close(now=NOW + 80 * HOUR).closed_at == MOTION.closes_at


def test_no_answer_is_taken_from_the_closing_instant_on():
    poll = opened()
    assert poll.accept(0, (), now=MOTION.closes_at - timedelta(microseconds=1)) == (0,)
    with pytest.raises(no.PollLate):
        poll.accept(0, (), now=MOTION.closes_at)
    with pytest.raises(no.PollClosed):
        poll.close(now=NOW).accept(0, (), now=NOW)
    with pytest.raises(no.PollCancelled):
        poll.cancel("a test", now=NOW).accept(0, (), now=NOW)


@pytest.mark.parametrize("terms", [MOTION, CHOICE, ADVICE])
def test_only_the_answers_that_exist_are_accepted(terms):
    poll = opened(terms)
    assert [poll.accept(mark, (), now=NOW) for mark in range(terms.voices)] == [(mark,) for mark in range(terms.voices)]
    for mark in (-1, terms.voices):
        with pytest.raises(no.NoSuchAnswer):
            poll.accept(mark, (), now=NOW)


@given(st.lists(st.integers(0, 2), max_size=12))
def test_a_poll_never_takes_more_answers_than_it_may(taps):
    poll = opened(ADVICE)
    held: tuple[int, ...] = ()
    for mark in taps:
        before = held
        try:
            held = poll.accept(mark, before, now=NOW)
        except no.TooMany:
            assert (len(before), mark in before) == (2, False)
        assert list(held) == sorted(set(held))[:2]


def test_who_was_there_at_opening_and_still_is_may_vote():
    poll = opened()
    before, since = Presence(NOW - HOUR), Presence(NOW + HOUR)
    left = Presence(NOW - HOUR, NOW + HOUR)
    at = NOW + 2 * HOUR

    poll.check_elector((before,), at)
    poll.check_elector((left, before), at)
    for presences, refusal in (((), no.NotAnElector), ((since,), no.NotAnElector), ((left,), no.LeftGroup)):
        with pytest.raises(refusal):
            poll.check_elector(presences, at)


def test_whoever_is_there_may_answer_a_poll():
    poll = opened(ADVICE)
    poll.check_elector((Presence(NOW + HOUR),), NOW + 2 * HOUR)
    with pytest.raises(no.NotInGroup):
        poll.check_elector((Presence(NOW - HOUR, NOW),), NOW + HOUR)


def test_a_deadline_is_extended_once_and_only_later():
    poll = opened()
    later = poll.extend(MOTION.closes_at + HOUR, now=NOW)
    assert (later.closes_at, later.extended) == (MOTION.closes_at + HOUR, True)
    with pytest.raises(no.AlreadyExtended):
        later.extend(MOTION.closes_at + 2 * HOUR, now=NOW)
    with pytest.raises(no.ExtendLater):
        poll.extend(MOTION.closes_at, now=NOW)


def test_time_given_back_after_an_outage_adds_up_and_leaves_the_extension():
    poll = opened().postpone(MOTION.closes_at + HOUR)
    poll = poll.postpone(poll.closes_at + HOUR)
    assert (poll.delayed, poll.extended) == (2 * HOUR, False)
    assert poll.extend(poll.closes_at + HOUR, now=NOW).extended


def test_a_correction_is_for_ten_minutes_and_no_answer():
    poll, new = opened(), replace(MOTION, title="Reject?")
    assert poll.correct(new, answered=False, now=NOW + CORRECTABLE).terms.title == "Reject?"
    with pytest.raises(no.TooLateToCorrect):
        poll.correct(new, answered=False, now=NOW + CORRECTABLE + timedelta(seconds=1))
    with pytest.raises(no.AnsweredAlready):
        poll.correct(new, answered=True, now=NOW)


def test_names_and_counts_are_shown_where_the_level_allows():
    public, hidden = opened(), opened(replace(MOTION, secrecy=Secrecy.CONFIDENTIAL, results=Results.CLOSE))
    late = opened(replace(MOTION, results=Results.CLOSE))
    assert (public.shows_tally, public.shows_names) == (True, True)
    assert (hidden.shows_tally, hidden.shows_names) == (False, False)
    assert (late.shows_tally, late.shows_names) == (False, True)
    assert not hidden.close(now=NOW).shows_tally
    assert replace(hidden, status=Status.PROCLAIMED).shows_tally


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "  "}, Empty),
        ({"options": ("A", "B")}, no.MotionHasNoOptions),
        ({"method": Method.CHOICE, "options": ("A",)}, no.OptionCount),
        ({"method": Method.CHOICE, "options": tuple(map(str, range(51)))}, no.OptionCount),
        ({"method": Method.CHOICE, "options": ("A", "Vote blanc")}, no.BlankIsThere),
        ({"method": Method.MULTIPLE, "binding": False, "options": ("A", "B"), "most": 3}, no.MaxOutOfRange),
        ({"secrecy": Secrecy.CONFIDENTIAL}, no.LiveMustBePublic),
        ({"closes_at": NOW + timedelta(seconds=59)}, no.DeadlineTooClose),
        ({"quorum": Quorum(persons=11)}, no.QuorumTooHigh),
        ({"body": "x" * 3001}, no.BodyTooLong),
    ],
)
def test_terms_that_cannot_be_are_refused(changes, refusal):
    with pytest.raises(refusal):
        replace(MOTION, **changes).checked(NOW)


def test_terms_are_cleaned():
    terms = replace(CHOICE, title=" Where\u200b  to? ", options=("A ", "E\u0301")).checked(NOW)
    assert (terms.title, terms.options) == ("Where to?", ("A", "É"))


def test_a_poll_may_have_an_option_called_blank():
    assert replace(ADVICE, options=("A", "Blank")).checked(NOW).options == ("A", "Blank")


def test_the_number_required_is_known_before_the_vote_only_of_the_whole_electorate():
    of_all = replace(MOTION, majority=Majority.read("2/3"), base=Base.MEMBERS)
    assert threshold(of_all) == 7
    assert threshold(MOTION) is None
    assert threshold(replace(of_all, base=Base.CAST)) is None
    assert replace(MOTION, quorum=Quorum.read("1/4")).quorum_required == 3
    assert replace(MOTION, quorum=Quorum.read("1/4"), electorate=None).quorum_required is None


def test_the_fingerprint_holds_everything_that_is_frozen():
    others = [replace(MOTION, title="Reject?"), replace(MOTION, base=Base.VOTERS), replace(MOTION, electorate=11)]
    assert len({terms.fingerprint for terms in (MOTION, *others)}) == 4


@pytest.mark.parametrize(
    ("terms", "ballots", "outcome", "winners", "tied"),
    [
        (MOTION, {(0,): 2, (1,): 1}, "adopted", (), ()),
        (MOTION, {(0,): 2, (1,): 2}, "rejected", (), ()),
        (MOTION, {(2,): 3, (3,): 2}, "rejected", (), ()),
        (MOTION, {}, "rejected", (), ()),
        (replace(MOTION, quorum=Quorum(persons=4)), {(0,): 3}, "no_quorum", (), ()),
        (replace(MOTION, quorum=Quorum(persons=4)), {(0,): 1, (2,): 1, (3,): 2}, "adopted", (), ()),
        (CHOICE, {(0,): 2, (1,): 3, (3,): 5}, "elected", (1,), ()),
        (CHOICE, {(0,): 2, (1,): 2, (2,): 1}, "tied", (), (0, 1)),
        (CHOICE, {(3,): 4}, "none", (), ()),
        (replace(CHOICE, quorum=Quorum(persons=4)), {(0,): 2, (1,): 1}, "no_quorum", (), ()),
        (ADVICE, {(0,): 1, (0, 2): 1, (1, 2): 1}, "advice", (), (0, 2)),
        (ADVICE, {(1,): 1}, "advice", (1,), ()),
        (ADVICE, {}, "advice", (), ()),
    ],
)
def test_the_result_follows_from_terms_and_ballots(terms, ballots, outcome, winners, tied):
    result = tally(terms, ballots)
    assert (result.outcome, result.winners, result.tied) == (outcome, winners, tied)


@given(st.dictionaries(st.integers(0, 3).map(lambda mark: (mark,)), st.integers(1, 50)))
def test_every_number_of_a_result_adds_up(ballots):
    for terms in (MOTION, CHOICE):
        turnout = tally(terms, ballots).turnout
        assert turnout.participants == sum(ballots.values()) == sum(tally(terms, ballots).counts)
        assert turnout.voters == turnout.participants - turnout.abstentions
        assert turnout.cast == turnout.voters - turnout.blanks

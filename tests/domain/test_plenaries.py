"""Plenaries: notice in clear days, an agenda that closes with it, who is there, what is reminded, what stays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.plenaries import (
    Answer,
    Attendance,
    Fate,
    Kind,
    Minutes,
    Nature,
    Paper,
    Plenary,
    PlenaryId,
    Point,
    PointId,
    Preset,
    Progress,
    Stage,
    Status,
    Task,
    TaskId,
    TaskState,
    agenda_until,
    concerns,
    fate,
    last_lawful,
    moved,
    ordered,
    planned,
    present,
    read_counts,
    standing,
)
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.points import NatureUnknown, at, read_nature
from bot.domain.plenaries.votes import ConfirmedAlready, CountsUnreadable, SecondPerson
from bot.domain.quorum import Quorum, QuorumBase

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)  # a Thursday, 10 h in Paris
START = datetime(2026, 12, 5, 13, tzinfo=UTC)  # Saturday 5 December, 14 h in Paris
ANA, BRUNO, CHLOE, DAN = (MemberId(n) for n in (1, 2, 3, 4))


def plenary(**changes: object) -> Plenary:
    made = Plenary(PlenaryId(7), GroupId(1), ANA, START, PARIS, NOW, place="MJC")
    return replace(made, **changes)


def local(at_: datetime) -> str:
    return f"{at_.astimezone(ZoneInfo(PARIS)):%Y-%m-%d %H:%M}"


# notice and agenda


def test_the_last_lawful_day_and_the_last_day_for_points_are_those_of_the_charter():
    """Rules §5, product §5: 5 December with 15 clear days is 19 November; points until the 18th."""
    assert last_lawful(plenary(), 15) == date(2026, 11, 19)
    assert local(agenda_until(START, PARIS, 15, NOW)) == "2026-11-19 00:00"
    assert agenda_until(START, PARIS, 0, NOW) == START
    late = datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert agenda_until(START, PARIS, 15, late) == late


@pytest.mark.parametrize(("day", "late"), [(18, False), (19, False), (20, True)])
def test_a_statutory_plenary_is_refused_from_the_day_after_the_last_lawful_one(day, late):
    now = datetime(2026, 11, day, 22, 30, tzinfo=UTC)  # 23:30 in Paris: still that day
    statutory = plenary(kind=Kind.STATUTORY)
    if not late:
        assert statutory.convene(notice_days=15, now=now).status is Status.CONVENED
        return
    with pytest.raises(no.NoticeTooLate) as refused:
        statutory.convene(notice_days=15, now=now)
    assert refused.value.blanks["last"] == date(2026, 11, 19)
    assert refused.value.blanks["earliest"] == date(2026, 12, 6)
    assert plenary().convene(notice_days=15, now=now).status is Status.CONVENED  # decides, not under the statutes


def test_the_earliest_day_that_is_named_would_be_in_time():
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with pytest.raises(no.NoticeTooLate) as refused:
        plenary(kind=Kind.STATUTORY).convene(notice_days=15, now=now)
    day = refused.value.blanks["earliest"]
    start = datetime.combine(day, START.time(), UTC)
    assert plenary(kind=Kind.STATUTORY, start=start).convene(notice_days=15, now=now).is_to_come


def test_a_plenary_is_convened_once_and_before_it_begins():
    convened = plenary().convene(notice_days=0, now=NOW)
    with pytest.raises(no.ConvenedAlready):
        convened.convene(notice_days=0, now=NOW)
    with pytest.raises(no.PlenaryBegun):
        plenary().convene(notice_days=0, now=START)
    with pytest.raises(no.ConvenedAlready):
        convened.as_kind(Kind.STATUTORY)


def test_moving_counts_the_notice_anew_and_tells_calendars():
    convened = plenary(kind=Kind.STATUTORY).convene(notice_days=15, now=NOW)
    later = convened.move(START + timedelta(days=7), notice_days=15, now=NOW + timedelta(days=1))
    assert (later.sequence, later.convened_at) == (1, NOW + timedelta(days=1))
    assert later.agenda_until is not None
    assert local(later.agenda_until) == "2026-11-26 00:00"
    with pytest.raises(no.NoticeTooLate):
        convened.move(NOW + timedelta(days=10), notice_days=15, now=NOW + timedelta(days=1))
    with pytest.raises(no.PlenaryBegun):
        convened.move(START + timedelta(days=30), notice_days=0, now=START)


def test_a_cancelled_plenary_stays_cancelled():
    gone = plenary().convene(notice_days=0, now=NOW).cancel("no room", now=NOW)
    assert (gone.status, gone.sequence) == (Status.CANCELLED, 1)
    for act in (lambda: gone.open(now=START), lambda: gone.cancel("again", now=NOW), gone.check_open):
        with pytest.raises(no.PlenaryCancelled):
            act()


def test_the_sign_in_opens_two_hours_early_at_most_and_closes():
    convened = plenary().convene(notice_days=0, now=NOW)
    with pytest.raises(no.TooEarly):
        convened.open(now=START - timedelta(hours=2, seconds=1))
    with pytest.raises(no.NotConvened):
        plenary().open(now=START)
    opened = convened.open(now=START - timedelta(hours=2))
    assert opened.signing
    shut = opened.shut_sign_in()
    assert not shut.signing
    assert shut.open(now=START).signing
    closed = shut.close(now=START)
    with pytest.raises(no.PlenaryOver):
        closed.close(now=START)
    with pytest.raises(no.NotUnderWay):
        convened.close(now=START)


def test_points_are_taken_until_the_agenda_closes():
    convened = plenary().convene(notice_days=15, now=NOW)
    assert convened.agenda_until is not None
    convened.check_takes_points(convened.agenda_until - timedelta(seconds=1))
    with pytest.raises(no.AgendaClosed):
        convened.check_takes_points(convened.agenda_until)


def point(number: int, **changes: object) -> Point:
    return replace(Point(PointId(number), GroupId(1), ANA, f"point {number}", Nature.EXCHANGE, NOW), **changes)


def test_what_opens_every_agenda_comes_first_and_the_next_date_last():
    mine = point(1)
    points = [
        mine, point(2, preset=Preset.NEXT_DATE), point(3, preset=Preset.NEWCOMERS), point(4, preset=Preset.ACCOUNTS),
        point(5, preset=Preset.RATIFY), point(6, preset=Preset.CONFIRM),
    ]  # fmt: skip
    assert [one.id for one in ordered(points)] == [5, 3, 4, 6, 1, 2]
    assert [one.place for one in ordered(points)] == [1, 2, 3, 4, 5, 6]


@given(st.integers(1, 12), st.data())
def test_moving_a_point_keeps_every_other_in_its_order(n, data):
    points = ordered([point(number) for number in range(1, n + 1)])
    which = data.draw(st.sampled_from(points))
    place = data.draw(st.integers(-3, 20))
    found = moved(points, which, place)

    assert sorted(one.id for one in found) == [one.id for one in points]
    assert [one.place for one in found] == list(range(1, n + 1))
    assert [one.id for one in found if one.id != which.id] == [one.id for one in points if one.id != which.id]
    assert at(found, min(max(place, 1), n)).id == which.id


def test_only_a_decision_that_was_on_the_agenda_is_voted_on():
    point(1, nature=Nature.DECISION).check_vote()
    for one in (point(1), point(1, nature=Nature.INFORMATION), point(1, nature=Nature.DECISION, late=True)):
        with pytest.raises(no.NoVoteOnIt):
            one.check_vote()


def test_a_point_waits_is_dealt_with_and_is_done_or_waits_for_another_plenary():
    begun = point(1, plenary=7, place=3).begin(NOW)
    assert begun.progress is Progress.CURRENT
    assert begun.begin(START).began_at == NOW
    with pytest.raises(no.PointOver):
        begun.finish().check_changeable()
    waiting = begun.wait()
    assert (waiting.plenary, waiting.place, waiting.progress) == (None, 0, Progress.WAITING)
    with pytest.raises(no.NoSuchPlace):
        at((begun,), 4)
    with pytest.raises(no.NoPointYet):
        at((), 1)


def test_a_nature_is_read_whatever_the_accents():
    assert read_nature("nature", "Décision") is Nature.DECISION
    assert read_nature("nature", "ÉCHANGE") is Nature.EXCHANGE
    with pytest.raises(NatureUnknown):
        read_nature("nature", "vote")


# who is there

QUARTER = Quorum.read("1/4")


@pytest.mark.parametrize(
    ("there", "lent", "required", "missing"),
    [(31, 9, 26, 0), (26, 0, 26, 0), (25, 0, 26, 1), (17, 9, 26, 0), (0, 0, 26, 26)],
)
def test_present_and_represented_count_for_the_quorum(there, lent, required, missing):
    """Rules §7.9: a quarter of 103 is 26; exactly met, one short, nobody."""
    people = [MemberId(n) for n in range(1, 104)]
    holders = dict(zip(people[50 : 50 + lent], people[:lent], strict=True))
    found = standing(people[:there], holders, dict.fromkeys(people, 1), 103, QUARTER)
    assert (found.attending, found.required, found.missing) == (there + lent, required, missing)
    if missing:
        with pytest.raises(no.QuorumNotThere):
            found.check_quorum()
    else:
        found.check_quorum()


def test_a_proxy_counts_while_its_holder_is_there_and_its_giver_is_not():
    weights = dict.fromkeys((ANA, BRUNO, CHLOE), 1)
    holders = {CHLOE: BRUNO}
    assert standing({ANA, BRUNO}, holders, weights, 3, None).represented == 1
    assert standing({ANA}, holders, weights, 3, None).represented == 0
    both = standing({ANA, BRUNO, CHLOE}, holders, weights, 3, None)
    assert (both.present, both.represented) == (3, 0)


def test_guests_do_not_count_and_weights_do():
    found = standing({ANA, BRUNO, DAN}, {CHLOE: ANA}, {ANA: 3, BRUNO: 1, CHLOE: 2}, 6, Quorum.read("1/2"))
    assert (found.present, found.represented, found.required, found.missing) == (4, 2, 3, 0)


@pytest.mark.parametrize(("base", "required"), [(QuorumBase.PRESENT, 1), (QuorumBase.ATTENDING, 2)])
def test_a_quorum_of_those_who_came_is_taken_of_them(base, required):
    found = standing({ANA, BRUNO}, {CHLOE: ANA, DAN: BRUNO}, None, None, Quorum.read("1/2", base))
    assert found.required is None  # nobody knows of how many
    found = standing({ANA, BRUNO}, {CHLOE: ANA, DAN: BRUNO}, None, 10, Quorum.read("1/2", base))
    assert (found.required, found.missing) == (required, 0)


@given(
    st.sets(st.integers(1, 30)), st.dictionaries(st.integers(1, 30), st.integers(1, 30)),
    st.sets(st.integers(1, 30), min_size=1),
)  # fmt: skip
def test_nobody_counts_twice(there, holders, electors):
    lent = {MemberId(giver): MemberId(holder) for giver, holder in holders.items() if giver != holder}
    weights = {MemberId(one): 1 for one in electors}
    found = standing({MemberId(one) for one in there}, lent, weights, len(weights), QUARTER)
    assert found.attending <= len(electors)
    assert found.present == len(there & electors)


def test_whoever_left_is_not_there_and_cannot_leave_twice():
    came = [Attendance(ANA, NOW), Attendance(BRUNO, NOW).leave(START)]
    assert present(came) == {ANA}
    with pytest.raises(no.NotHere):
        came[1].leave(START)


# hands and paper


def test_hands_count_once_a_second_person_confirms_them_and_never_more_than_are_there():
    paper = Paper(41, (17, 6, 3), ANA, NOW)
    assert (paper.total, paper.is_confirmed) == (26, False)
    with pytest.raises(SecondPerson):
        paper.confirm(ANA)
    confirmed = paper.confirm(BRUNO)
    assert confirmed.is_confirmed
    with pytest.raises(ConfirmedAlready):
        confirmed.confirm(CHLOE)
    paper.check_fits(2, 28)
    with pytest.raises(no.MoreThanPresent):
        paper.check_fits(3, 28)
    assert dict(replace(paper, counts=(2, 0, 1)).ballots) == {(0,): 2, (2,): 1}


@pytest.mark.parametrize(
    ("text", "counts"), [("17 6 3 0", (17, 6, 3, 0)), ("17, 6, 0, 0", (17, 6, 0, 0)), ("4;2;1;0", (4, 2, 1, 0))]
)
def test_numbers_are_read_in_the_order_of_the_answers(text, counts):
    assert read_counts(text, ("for", "against", "abstain", "blank")) == counts


@pytest.mark.parametrize("text", ["", "17", "17 6", "17 6 3", "1 2 3 4 5", "-1", "dix", "1.5", "999999", "١"])
def test_anything_else_is_no_count(text):
    with pytest.raises(CountsUnreadable):
        read_counts(text, ("for", "against", "abstain", "blank"))


# reminders


def test_reminders_come_when_the_notice_begins_three_days_a_day_and_an_hour_before():
    assert [(stage.value, local(when)) for stage, when in planned(START, PARIS, 15)] == [
        ("notice", "2026-11-20 18:00"), ("ask", "2026-12-02 18:00"), ("eve", "2026-12-04 18:00"),
        ("soon", "2026-12-05 13:00"),
    ]  # fmt: skip
    assert [stage for stage, _at in planned(START, PARIS, 2)] == [Stage.ASK, Stage.EVE, Stage.SOON]


def test_the_evening_before_is_at_the_same_hour_across_a_change_of_time():
    spring = datetime(2027, 3, 28, 12, tzinfo=UTC)  # clocks went forward that night
    assert local(dict(planned(spring, PARIS, 0))[Stage.EVE]) == "2027-03-27 18:00"
    autumn = datetime(2026, 10, 25, 13, tzinfo=UTC)
    assert local(dict(planned(autumn, PARIS, 0))[Stage.ASK]) == "2026-10-22 18:00"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, {Stage.NOTICE, Stage.ASK, Stage.EVE}), (Answer.YES, {Stage.NOTICE, Stage.EVE, Stage.SOON}),
        (Answer.VIDEO, {Stage.NOTICE, Stage.EVE, Stage.SOON}), (Answer.NO, set()), (Answer.PROXY, set()),
    ],
)  # fmt: skip
def test_no_ends_the_reminders_and_who_comes_is_not_asked_again(answer, told):
    place = {Stage.RELOCATED} if answer not in (Answer.NO, Answer.PROXY) else set()
    assert {stage for stage in Stage if concerns(stage, answer)} == {*told, Stage.MOVED, *place}


@pytest.mark.parametrize(
    ("late", "found"),
    [
        (timedelta(0), Fate.GIVEN), (timedelta(minutes=9), Fate.GIVEN), (timedelta(minutes=10), Fate.LATE),
        (timedelta(hours=12), Fate.LATE), (timedelta(hours=12, seconds=1), Fate.SKIPPED),
    ],
)  # fmt: skip
def test_a_late_reminder_is_given_within_twelve_hours(late, found):
    due = START - timedelta(days=3)
    assert fate(due, due + late, START) is found
    assert fate(START - timedelta(hours=1), START, START) is Fate.SKIPPED


# what stays


def test_an_action_is_closed_once():
    task = Task(TaskId(1), 7, GroupId(1), None, "sign the lease", "Léa", ANA, date(2026, 11, 30))
    assert task.put_off(date(2026, 12, 10)).due_on == date(2026, 12, 10)
    assert task.finish().state is TaskState.DONE
    with pytest.raises(no.TaskOver):
        task.drop().finish()


def test_minutes_are_ratified_once():
    minutes = Minutes(7, "# …", NOW, ANA).ratify(8, START)
    assert (minutes.ratified_in, minutes.ratify(9, START + timedelta(days=1))) == (8, minutes)

"""Nobody takes the bot away from the others; a thousand people voting at once is not a flood."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import events
from bot.chat.address import Chat, MessageRef, Person, Place, User
from bot.core.flood import CHAT, PERSON, Flood, Rate

GROUP = Chat("local", "ruche")
_numbers = count(1)


class Watch:
    """A monotonic clock that is moved by hand."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _of(who: str, private: bool = False) -> tuple[str, Person, Place]:
    chat = Chat("local", f"private:{who}") if private else GROUP
    return f"e{next(_numbers)}", Person(User("local", who), who), Place(chat, private=private)


def said(who: str, *, reply: bool = False, private: bool = False) -> events.Said:
    id_, by, where = _of(who, private)
    ref = MessageRef(where.chat, "1")
    return events.Said(id_, by, where, "/vote 1 1", ref, reply_to=ref if reply else None)


def pressed(who: str) -> events.Pressed:
    id_, by, where = _of(who)
    return events.Pressed(id_, by, where, MessageRef(where.chat, "1"), "v:1:0")


def test_a_person_has_a_burst_and_then_a_rate() -> None:
    watch = Watch()
    flood = Flood(watch)

    burst = [flood.allows(pressed("ana")) for _n in range(PERSON.burst + 1)]
    watch.seconds += 2 / PERSON.per_second
    later = [flood.allows(pressed("ana")) for _n in range(3)]

    assert burst == [True] * PERSON.burst + [False]
    assert later == [True, True, False]


def test_a_refusal_is_told_once_until_the_bucket_was_full_again() -> None:
    watch = Watch()
    flood = Flood(watch)

    def tellings(events_: int) -> int:
        lines = [said("ana", private=True) for _n in range(events_)]
        return sum(1 for line in lines if not flood.allows(line) and flood.tells(line))

    first = tellings(PERSON.burst * 3)
    watch.seconds += 5
    goes_on = tellings(PERSON.burst)
    watch.seconds += PERSON.burst / PERSON.per_second
    again = tellings(PERSON.burst * 3)

    assert (first, goes_on, again) == (1, 0, 1)


def test_a_noisy_group_is_told_once_and_not_each_of_its_people() -> None:
    flood = Flood(Watch())
    lines = [said(f"p{n}") for n in range(CHAT.burst + 50)]
    assert sum(1 for line in lines if not flood.allows(line) and flood.tells(line)) == 1


def test_one_noisy_person_takes_nothing_from_another() -> None:
    flood = Flood(Watch())
    for _n in range(PERSON.burst * 2):
        flood.allows(pressed("ana"))

    assert flood.allows(pressed("bruno"))


def test_a_thousand_votes_are_never_a_flood() -> None:
    flood = Flood(Watch())

    presses = all(flood.allows(pressed(f"p{n}")) for n in range(1_000))
    replies = all(flood.allows(said(f"p{n}", reply=True)) for n in range(1_000))
    private = all(flood.allows(said(f"q{n}", private=True)) for n in range(1_000))

    assert (presses, replies, private) == (True, True, True)


def test_a_noisy_group_is_held_back_and_its_votes_are_not() -> None:
    flood = Flood(Watch())

    lines = [flood.allows(said(f"p{n}")) for n in range(CHAT.burst + 50)]

    assert sum(lines) == CHAT.burst
    assert flood.allows(pressed("ana"))


@given(st.lists(st.floats(0, 5), max_size=100))
def test_never_more_than_the_burst_and_the_rate_together(pauses: list[float]) -> None:
    watch, rate = Watch(), Rate(burst=5, per_second=0.5)
    flood = Flood(watch, rate, rate)
    allowed = 0

    for pause in pauses:
        watch.seconds += pause
        allowed += flood.allows(pressed("ana"))

    assert allowed <= rate.burst + rate.per_second * watch.seconds + 1e-6


def test_what_the_network_tells_of_a_chat_is_never_dropped() -> None:
    """Broken once: a group that moved while somebody was too quick would have been lost."""
    flood = Flood(Watch(), person=Rate(1, 0.001))
    assert flood.allows(said("ana"))
    assert not flood.allows(said("ana"))

    moved = events.ChatMoved(*_of("ana"), Chat("local", "new"))
    assert all(flood.allows(event) for event in (moved, events.Left(*_of("ana")), events.Joined(*_of("ana"))))

"""How fast a network may be written to: whatever is asked for, the limits hold, and nothing waits for ever."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.adapter import Limits
from bot.chat.address import Chat
from bot.core.pace import AT_ONCE, Pace

LIMITS = Limits()
CHATS = [Chat("local", f"c{n}") for n in range(4)]


class Watch:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 5_000.0

    def __call__(self) -> float:
        return self.seconds


wishes = st.lists(st.tuples(st.sampled_from(CHATS), st.booleans(), st.floats(0, 3)), max_size=150)


@given(wishes)
def test_the_limits_hold_whatever_is_sent_when(wishes: list[tuple[Chat, bool, float]]) -> None:
    watch = Watch()
    pace = Pace(LIMITS, watch)
    sent: list[tuple[float, Chat, bool]] = []

    for chat, edit, idle in wishes:
        watch.seconds += idle
        for _time in range(200):
            wait = pace.wait(chat, private=False, edit=edit)
            if not wait:
                break
            watch.seconds += wait
        pace.sent(chat, private=False, edit=edit)
        sent.append((watch.seconds, chat, edit))

    for at, chat, _edit in sent:
        minute = [one for one in sent if at - 60 < one[0] <= at + 1e-6 and one[1] == chat]
        second = [one for one in sent if at - 1 < one[0] <= at + 1e-6]
        assert len(minute) <= LIMITS.group_per_minute
        assert sum(edit for _at, _chat, edit in minute) <= LIMITS.edits_per_minute
        assert len(second) <= LIMITS.overall_per_second
    for chat in CHATS:
        times = [at for at, where, _edit in sent if where == chat]
        assert all(after - before >= LIMITS.chat_interval - 1e-6 for before, after in pairwise(times))


def test_the_first_edits_go_at_once_and_the_rest_evenly() -> None:
    watch = Watch()
    pace = Pace(replace(LIMITS, chat_interval=0), watch)
    times = []

    for _n in range(30):
        watch.seconds += pace.wait(CHATS[0], private=False, edit=True)
        pace.sent(CHATS[0], private=False, edit=True)
        times.append(watch.seconds - 5_000)

    first = int(LIMITS.edits_per_minute * AT_ONCE)
    apart = 60 / (LIMITS.edits_per_minute - first)
    assert times[:first] == [0] * first
    assert all(after - before >= apart - 0.1 for before, after in pairwise(times[first - 1 :]))
    assert max(times) < 240


def test_messages_keep_room_beside_edits() -> None:
    watch = Watch()
    pace = Pace(replace(LIMITS, chat_interval=0), watch)
    for _n in range(LIMITS.edits_per_minute):
        pace.sent(CHATS[0], private=False, edit=True)

    assert pace.wait(CHATS[0], private=False, edit=True) > 0
    assert pace.wait(CHATS[0], private=False, edit=False) == 0


def test_a_network_that_asks_for_quiet_gets_it_there_and_only_there() -> None:
    watch = Watch()
    pace = Pace(LIMITS, watch)

    pace.stop(CHATS[0], 30)
    pace.stop(CHATS[0], 10)  # a shorter wish does not shorten the longer one

    assert pace.wait(CHATS[0], private=False, edit=False) == 30
    assert pace.wait(CHATS[1], private=False, edit=False) == 0


def test_a_private_chat_has_no_minute() -> None:
    watch = Watch()
    pace = Pace(replace(LIMITS, chat_interval=0, overall_per_second=0), watch)

    for _n in range(100):
        assert pace.wait(CHATS[0], private=True, edit=True) == 0
        pace.sent(CHATS[0], private=True, edit=True)


def test_edits_that_must_wait_keep_nothing_new_from_going() -> None:
    watch = Watch()
    pace = Pace(LIMITS, watch)

    pace.stop(CHATS[0], 8.0, edits=True)

    assert pace.wait(CHATS[0], private=False, edit=True) == 8.0
    assert pace.wait(CHATS[0], private=False, edit=False) == 0.0
    pace.stop(CHATS[0], 3.0)
    assert pace.wait(CHATS[0], private=False, edit=False) == 3.0

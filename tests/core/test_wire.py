"""Messages as stored text: read back as they were written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.address import Chat, MessageRef
from bot.chat.message import Button, File, Message, NativePoll, Picture
from bot.chat.text import Line, Style
from bot.core import wire
from bot.core.words import Words

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
buttons = st.builds(Button, text, text, st.tuples(text), text)
refs = st.builds(MessageRef, st.builds(Chat, text, text, text), text)
plain = st.builds(
    Message,
    st.lists(st.builds(Line, text, st.sampled_from(Style)), max_size=3).map(tuple),
    st.lists(st.lists(buttons, max_size=3).map(tuple), max_size=3).map(tuple),
    st.none() | st.builds(Picture, text, text),
    st.none() | st.builds(File, text, text, text | st.binary(max_size=20)),
    st.none() | refs,
    st.none() | text,
    st.booleans(),
    in_words=st.booleans(),
    poll=st.none() | st.builds(NativePoll, text, st.tuples(text, text), st.integers(1, 9), st.booleans()),
)
instants = st.datetimes(timezones=st.just(UTC))
laters = st.lists(st.tuples(instants, plain), max_size=2).map(tuple)
messages = st.builds(lambda message, later: replace(message, later=later), plain, laters)
speakers = st.builds(
    Words, st.sampled_from(["fr", "en"]), st.booleans(), st.sampled_from(["Europe/Paris", "Pacific/Noumea"]), st.just(0)
)


@given(messages, speakers)
def test_a_message_is_read_back_as_it_was(message: Message, words: Words) -> None:
    assert wire.load(wire.dump(message, words)) == (message, words)


def test_what_leaves_later_says_what_took_its_place_meanwhile() -> None:
    due = datetime(2026, 11, 12, 18, tzinfo=UTC)
    late, missed = Message((Line("late"),)), Message((Line("missed"),))
    message = Message((Line("now"),), later=((due + timedelta(minutes=10), late), (due + timedelta(hours=12), missed)))

    assert message.leaving(due) is message
    assert message.leaving(due + timedelta(minutes=10)) is late
    assert message.leaving(due + timedelta(days=9)) is missed


@given(text, speakers)
def test_a_sentence_is_the_message_of_one_line(line: str, words: Words) -> None:
    assert wire.load(wire.sentence(line, words)) == (Message((Line(line),)), words)


@given(speakers)
def test_who_is_spoken_to_is_read_back(words: Words) -> None:
    assert wire.voiced(wire.voice(words), 0) == words

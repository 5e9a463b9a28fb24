"""What people type: names, parts and settings, with or without accents, quotes and patience."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.text import Phrase
from bot.core.command import (
    AfterSettings,
    Keys,
    NoSpace,
    TwoValues,
    Unclosed,
    UnknownKey,
    UnknownKeyFar,
    UnknownKeys,
    named,
    read_line,
)
from bot.core.mistakes import Several
from bot.core.words import Words
from bot.domain.errors import Refused

KEYS = Keys(
    {
        "ends": {"fin": "3j", "ends": "3d"},
        "majority": {"majorité": "2/3", "majority": "2/3"},
        "quorum": {"quorum": "1/4"},
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/vote", ("vote", "", "")),
        ("  !plénière samedi 14h ", ("plénière", "", "samedi 14h")),
        ("/vote@OtherBot for", ("vote", "OtherBot", "for")),
        ("/vote\nWhich?\nA\nB", ("vote", "", "Which?\nA\nB")),
        ("/usr/bin/vote", None),
        ("vote", None),
        ("/", None),
        ("// comment", None),
    ],
)
def test_a_command_has_a_name_and_the_rest(text, found):
    assert named(text) == found


@pytest.mark.parametrize(
    ("text", "parts", "settings"),
    [
        ("Which? | A | B", ("Which?", "A", "B"), {}),
        ("Which?\nA\n\n  B", ("Which?", "A", "B"), {}),
        ("Which? | A|a | B", ("Which?", "A|a", "B"), {}),
        ("Adopt? fin=jeudi 20h quorum=1/4", ("Adopt?",), {"ends": "jeudi 20h", "quorum": "1/4"}),
        ("Adopt? FIN=3j", ("Adopt?",), {"ends": "3j"}),
        ("Adopt? majorite=2/3", ("Adopt?",), {"majority": "2/3"}),
        ('Adopt? ends="thursday 8pm" quorum=2', ("Adopt?",), {"ends": "thursday 8pm", "quorum": "2"}),
        ("Adopt? fin=« jeudi 20h »", ("Adopt?",), {"ends": "jeudi 20h"}),
        ("Adopt? fin=“quorum=3”", ("Adopt?",), {"ends": "quorum=3"}),
        ("Potager = 600 | Four = 400", ("Potager = 600", "Four = 400"), {}),
        ("See https://x.org/?id=5&ends=3", ("See https://x.org/?id=5&ends=3",), {}),
        ("Is x=3?", ("Is x=3?",), {}),
        ("fin=3j", (), {"ends": "3j"}),
        ("", (), {}),
    ],
)
def test_parts_and_settings_are_told_apart(text, parts, settings):
    line = read_line(text, KEYS)
    assert (line.parts, dict(line.settings)) == (parts, settings)


@pytest.mark.parametrize(
    ("text", "refusal", "near"),
    [
        ("Adopt? majorit=2/3", UnknownKey, "majorité"),
        ("Adopt? quorom=3", UnknownKey, "quorum"),
        ("Adopt? colour=red", UnknownKeyFar, None),
        ("Adopt? colour=red shade=dark", UnknownKeys, None),
        ("Adopt? fin=3j ends=4j", TwoValues, None),
        ('Adopt? fin="3j', Unclosed, None),
        ('Adopt? fin="3j" now', AfterSettings, None),
        ("Adopt? fin= 3j", NoSpace, None),
        ("Adopt? fin =3j", NoSpace, None),
    ],
)
def test_a_malformed_setting_is_refused_with_an_example(text, refusal, near):
    with pytest.raises(refusal) as no:
        read_line(text, KEYS)
    assert near is None or Words("fr").blank(no.value.blanks["near"]) == near


@pytest.mark.parametrize(("language", "said"), [("fr", "“majorité”"), ("en", "“majority”")])
@pytest.mark.parametrize("typed", ["majorit", "majoritu"])
def test_the_nearest_setting_is_named_in_the_readers_language(language, said, typed):
    """An English line with a slip was answered with a French word."""
    with pytest.raises(UnknownKey) as no:
        read_line(f"Adopt? {typed}=2/3", KEYS)
    assert said.strip("“”") in Words(language).say(Phrase(no.value.says, no.value.blanks))


def test_two_letters_of_three_are_another_word():
    with pytest.raises(UnknownKeyFar):
        read_line("Adopt? fox=3", KEYS)


def test_all_mistakes_of_a_line_are_named_at_once():
    with pytest.raises(Several) as no:
        read_line('Adopt? truc=1 fin=3j quorom=3 fin="4j', KEYS)
    said = Words("fr").say(Phrase(no.value.says, no.value.blanks)).split("\n")
    assert len(said) == 3
    assert all(part in line for part, line in zip(["truc", "quorom", "fin="], said, strict=True))


@pytest.mark.parametrize(
    ("language", "named", "foreign"), [("fr", "fin, majorité", "ends"), ("en", "ends, majority", "fin,")]
)
def test_the_settings_are_named_in_the_readers_language_alone(language, named, foreign):
    with pytest.raises(UnknownKeyFar) as no:
        read_line("Adopt? colour=red", KEYS)
    said = Words(language).say(Phrase(no.value.says, no.value.blanks))
    assert named in said
    assert foreign not in said


def test_the_word_typed_is_kept_to_speak_of_the_setting():
    line = read_line("Adopt? majorite=2/3 ends=3d", KEYS)
    assert dict(line.typed) == {"majority": "majorité", "ends": "ends"}
    assert (KEYS.example("majorité"), KEYS.example("ends"), KEYS.example("fin")) == ("2/3", "3d", "3j")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        line = read_line(text, KEYS)
    except Refused:
        return
    assert line.text == line.text.strip()


VALUES = st.from_regex(r"[a-z0-9/]{1,8}", fullmatch=True)


@given(st.dictionaries(st.sampled_from(["fin", "quorum", "majorité"]), VALUES))
def test_the_order_of_settings_never_matters(settings):
    written = [f"{key}={value}" for key, value in settings.items()]
    one = read_line(" ".join(["Adopt?", *written]), KEYS)
    other = read_line(" ".join(["Adopt?", *reversed(written)]), KEYS)
    assert one.settings == other.settings

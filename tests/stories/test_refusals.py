"""What a refusal shows is what people type next: every line, setting and date in one is taken out of it, and tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.chat.text import Phrase
from bot.core import command, router
from bot.core.command import Keys
from bot.core.dispatch import Dispatcher
from bot.core.words import Words
from bot.domain import when
from bot.domain.codes import digest
from bot.domain.errors import Refused
from bot.domain.places import coarse
from bot.domain.proxies.cap import Cap
from bot.domain.quorum import Quorum
from bot.domain.tally.motion import Majority
from handlers.aid import line as aid_line
from handlers.members import me, standing
from handlers.plenaries import agenda_line
from handlers.plenaries import line as plenary_line
from handlers.polls import line as poll_line
from handlers.projects import line as project_line
from handlers.questions import line as question_line
from handlers.settings import values
from tests.test_words import blanks, module, modules
from tests.town import NAMES, Town

LANGUAGES = ("fr", "en")
NO_BREAK = "\u00a0"
# From the command to the end of what is to be typed: a sentence, a dash or an "or" ends it.
LINE = re.compile(
    rf"(?<![\w/“«=])(?<!«{NO_BREAK})/[^\W\d_]+\b(?:\"[^\"]*\"|.)*?"
    r"(?=$|[.?](?:\s/|\s[A-ZÀ-Ý]|$)|\s–\s|,\s(?:ou|or|et|and)\s|\s(?:shows|montre|les\smontre)\b)", re.DOTALL,
)  # fmt: skip
SETTING = re.compile(r"(?P<key>(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)?)=(?P<value>\"[^\"]*\"|[^\s.,;]+(?:[.,][^\s.,;]+)*)")
QUOTED = re.compile(rf"[“«]{NO_BREAK}?([^”»]+?){NO_BREAK}?[”»]")

# What the person who is refused may have typed, or is meant.
FILLED = {
    "text": "Paul", "name": "Paul", "near": "Paul", "example": "Paul", "owner": "Paul", "holder": "Paul", "one": "1",
    "word": "vote", "number": "1", "member": "1", "until": "…", "key": "quorum", "code": "BCDF-2345",
}  # fmt: skip
# Where that is something else.
OTHERWISE = {
    "NotAnAnswer": {"example": "pour"}, "NotAnAnswerHere": {"example": "pour"}, "WhichOne": {"text": "pour"},
    "OnlyDay": {"text": "30/11"}, "WhichBelow": {"example": "Quai"}, "SeveralOfThatName": {"example": "/moi"},
    "WhenMissing": {"text": "le pain"}, "UnknownCommand": {"near": "vote"},
    "NotUnderstoodNear": {"near": "vote"}, "SeveralGroups": {"example": "/menu"},
    "UnknownGroup": {"example": "/menu"}, "DeedMissing": {"owner": "Léa"}, "MoreThanPresent": {"example": "1 1 0 0"},
}  # fmt: skip
VERBS = {
    "fr": {"NumberMissing": "clore", "handlers.aid.line": "renouveler", "handlers.questions.line": "clore"},
    "en": {"NumberMissing": "close", "handlers.aid.line": "renew", "handlers.questions.line": "close"},
}
LOST = (command.__name__, router.__name__)  # refusals of what nobody could make sense of


def refusals(of: type[Refused] = Refused) -> Iterator[type[Refused]]:
    """Every refusal of the bot itself, once."""
    for path, _tree in modules():
        module(path)
    yield from sorted(_below(of), key=lambda kind: (kind.__module__, kind.__name__))


def _below(kind: type[Refused]) -> set[type[Refused]]:
    found = {one for one in kind.__subclasses__() if one.__module__.startswith(("bot.domain", "bot.core", "handlers"))}
    return found.union(*(_below(one) for one in found)) if found else found


def said(kind: type[Refused], language: str) -> str:
    """The refusal as somebody reads it."""
    filled: dict[str, object] = {name: FILLED.get(name, "1") for name in blanks(kind.says)}
    filled |= {name: value for name, value in OTHERWISE.get(kind.__name__, {}).items() if name in filled}
    if "verb" in filled:
        verbs = VERBS[language]
        filled["verb"] = verbs.get(kind.__name__) or verbs.get(kind.__module__, "clore")
    return Words(language, year=2026).say(Phrase(kind.says, filled))


def lines(language: str) -> list[tuple[type[Refused], str]]:
    """Every line that a refusal shows."""
    return [(kind, found[0].strip()) for kind in refusals() for found in LINE.finditer(said(kind, language))]


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Refused]:
    """What was refused, as it happens."""
    found: list[Refused] = []
    refuse: Any = Dispatcher._refuse

    def note(self: Dispatcher[Any], event: Any, tx: Any, no: Refused) -> Any:
        found.append(no)
        return refuse(self, event, tx, no)

    monkeypatch.setattr(Dispatcher, "_refuse", note)
    return found


async def peopled(folder: Path, language: str) -> Town:
    town = Town(folder, language=language)
    await town.open()
    await town.join("paul", "Paul Roux")
    town.enrol(*NAMES, "paul")
    await town.say("ana", "/vote Question 1 ?")
    return town


@pytest.mark.parametrize("later", [0, 1, 2, 400], ids=lambda days: f"{days} days later")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_line_that_a_refusal_shows_is_understood(
    language: str, later: int, folder: Path, noted: list[Refused]
) -> None:  # fmt: skip
    """On any day. Broken once: “Friday 7pm” was refused on Fridays, “Saturday 5 December” from the next year on."""
    town, wrong = await peopled(folder, language), []
    town.time += timedelta(days=later)
    for kind, line in lines(language):
        no: list[list[Refused]] = []
        for told in (town.say, town.whisper):
            del noted[:]
            await told("ana", line)
            no.append([one for one in noted if _is_lost(one, kind)])
        if all(no):  # some lines are for the group, some for the person alone
            wrong.append(f"{kind.__name__}: {line} → {no[0][0].says}")
    await town.close()
    assert not wrong, "\n".join(wrong)


def _is_lost(no: Refused, shown_by: type[Refused]) -> bool:
    """Whether the line was not understood, or only leads back to what showed it."""
    again = type(no) is shown_by and shown_by.__name__ not in MAY_BE_AGAIN
    return again or type(no).__module__ in LOST or type(no).__module__ == when.NotUnderstood.__module__


# What such a line meets again here, as nothing of it is there: it is not how it is typed.
MAY_BE_AGAIN = frozenset((
    "ActionOver", "NobodyCalled", "NotInIt", "NotInMeeting", "NoPlenary", "NoSeries", "NotUnderWay", "OnlyChat",
    "SeveralGroups", "WhichGroup", "NothingToUndo", "NobodyOfThatName", "NoSuchItem", "NoSuchQuestion",
    "NotOrganizer", "UnknownGroup", "NoSuchProject", "NoSuchSeries", "NobodysDay", "NotConvened", "NothingAbove",
))  # fmt: skip

FORMS: dict[str, tuple[str, Keys]] = {
    "settings": ("/reglages {setting}", values.KEYS),
    "vote": ("/vote Louer ? {setting}", poll_line.KEYS),
    "choice": ("/sondage Quoi ? | Un | Deux | Trois {setting}", poll_line.KEYS),
    "me": ("/moi {setting}", me.KEYS),
    "member": ("/reglages membre Bruno {setting}", standing.KEYS),
    "plenary": ("/pleniere samedi 5 décembre 14h | MJC {setting}", plenary_line.KEYS),
    "point": ("/odj Un point {setting}", agenda_line.KEYS),
    "project": ("/projets Jardin {setting}", project_line.KEYS),
    "question": ("/question Quoi ? {setting}", question_line.KEYS),
    "need": ("/besoin une échelle {setting}", aid_line.SENTENCE),
    "board": ("/entraide {setting}", aid_line.BOARD),
}


def words_of(keys: Keys, language: str) -> list[str]:
    """The word for each setting in a language."""
    known = dict.fromkeys(keys._canonical.values())
    return [keys.said(key, language) for key in known]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
async def test_a_value_that_is_none_is_answered_with_one_that_is(
    form: str, language: str, folder: Path, noted: list[Refused]
) -> None:  # fmt: skip
    town, wrong = await peopled(folder, language), []
    line, keys = FORMS[form]
    for word in words_of(keys, language):
        for value in ("🎉", "0", "99999", "hier"):
            del noted[:]
            await town.say("ana", line.format(setting=f"{word}={value}"))
            for no in list(noted):
                text = Words(language, year=2026).say(Phrase(no.says, no.blanks))
                shown = text.partition(value)[2] if value in text else text
                settings = [
                    one[0] for one in SETTING.finditer(shown) if keys.canonical(one["key"]) == keys.canonical(word)
                ]
                for typed in [one[0] for one in LINE.finditer(shown)] or [line.format(setting=one) for one in settings]:
                    del noted[:]
                    await town.say("ana", typed)
                    wrong += [
                        f"{word}={value}: {text} → {typed} → {again.says}"
                        for again in noted
                        if type(again).__module__ in LOST or type(again) is type(no)
                    ]
    await town.close()
    assert not wrong, "\n".join(wrong)


NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)


def read_date(text: str, now: datetime) -> None:
    """A date, a habit or a length of time; raises what refuses the first."""
    try:
        when.plan(text, now=now, zone=ZoneInfo("Europe/Paris"), default_time=time(20))
    except Refused as no:
        try:
            assert when.duration(text) > timedelta(0)
        except Refused:
            raise no from None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", [*range(7), 400])
@pytest.mark.parametrize("kind", [one for one in refusals() if one.__module__.endswith(".when.refusals")])
def test_every_date_that_a_refusal_shows_is_read_on_any_day(kind: type[Refused], day: int, language: str) -> None:
    filled = dict.fromkeys(blanks(kind.says), "@")
    text = Words(language, year=2026).say(Phrase(kind.says, filled))
    for example in QUOTED.findall(text):
        if "@" not in example and example not in WORDS_OF_A_DATE:
            read_date(example, NOW + timedelta(days=day))


WORDS_OF_A_DATE = ("of the month", "aujourd’hui", "today", "0h", "23:59", "23h59")


@pytest.mark.parametrize(
    ("read", "texts"),
    [
        (Quorum.read, ("12", "1/4", "25%")),
        (Majority.asked, ("simple", "absolue", "absolute", "unanimité", "unanimity", "2/3")),
        (Cap.read, ("2", "aucun", "none", "scop", "illimité", "unlimited")),
        (coarse, ("Vaise",)),
        (digest, ("BCDF-2345",)),
    ],
)  # fmt: skip
def test_every_value_named_in_a_sentence_is_read(read: Any, texts: tuple[str, ...]) -> None:
    for text in texts:
        assert read(text)

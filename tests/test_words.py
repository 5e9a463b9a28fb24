"""Every English sentence of the code has its French, with the same blanks and clean typography.

A failure lists what is missing as entries ready to be pasted into `bot/locales/fr.po`.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.adapters.local.view import View
from bot.chat.text import Phrase, _, many
from bot.core.command import Keys
from bot.core.dispatch import Dispatcher
from bot.core.words import Words
from bot.demo.checklist import CHAPTERS
from bot.domain.errors import Refused
from tests.town import NAMES, Town

ROOT = Path(__file__).parents[1]
SOURCES = ("bot", "handlers")
MARKERS = {"_": 1, "N_": 1, "many": 2}  # how many of its arguments are sentences
NO_BREAK, NARROW = "\u00a0", "\u202f"


# the English: what the code says


@dataclass(frozen=True)
class Key:
    """A sentence in the code; `filled` are the blanks that the call fills, None where they come later."""

    one: str
    other: str
    where: str
    filled: frozenset[str] | None

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.one, self.other) if self.other else (self.one,)

    @property
    def entry(self) -> str:
        """As an entry of the catalogue that only lacks its French."""
        if not self.other:
            return f'# {self.where}\nmsgid {quoted(self.one)}\nmsgstr ""\n'
        return (
            f'# {self.where}\nmsgid {quoted(self.one)}\nmsgid_plural {quoted(self.other)}\nmsgstr[0] ""\nmsgstr[1] ""\n'
        )


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def blanks(sentence: str) -> frozenset[str]:
    """The names of the {blanks}; raises ValueError where a brace is alone."""
    return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None)


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module's path with its tree."""
    paths = sorted(path for source in SOURCES for path in (ROOT / source).rglob("*.py"))
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths)


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Calls of plain names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def filled(call: ast.Call, marker: str) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    if None in names or marker == "N_" or (marker == "_" and not names):
        return None  # the blanks come later, from a refusal or from the page's script
    return frozenset(str(name) for name in names) | ({"n"} if marker == "many" else set())


@cache
def keys() -> tuple[Key, ...]:
    """Every sentence of the code, once, where it comes first."""
    found: dict[tuple[str, str], Key] = {}
    for path, tree in modules():
        for marker, call in calls(tree):
            said = [literal(argument) for argument in call.args[: MARKERS.get(marker, 0)]]
            if marker in MARKERS and len(said) == MARKERS[marker] and None not in said:
                one, other = str(said[0]), str(said[1]) if len(said) > 1 else ""
                found.setdefault((one, other), Key(one, other, f"{path}:{call.lineno}", filled(call, marker)))
    return tuple(found.values())


# the French: what the catalogue says


@dataclass(frozen=True)
class Entry:
    """A translation; `context` is "" or "vous"."""

    key: str
    other: str
    context: str
    said: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.context or 'tu'}: {' / '.join(self.said)}"


def entry(message: Message) -> Entry:
    one, other = message.id if isinstance(message.id, tuple | list) else (message.id, "")
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return Entry(str(one), str(other), message.context or "", tuple(map(str, said)))


@cache
def entries() -> tuple[Entry, ...]:
    with files("bot").joinpath("locales/fr.po").open("rb") as file:
        return tuple(entry(message) for message in read_po(file, locale="fr", abort_invalid=True) if message.id)


def texts() -> Iterator[tuple[Entry, str]]:
    """Every French text with its entry."""
    return ((each, text) for each in entries() for text in each.said)


def told(problems: Iterable[object]) -> str:
    return "\n" + "\n".join(map(str, problems))


# completeness


def test_every_sentence_is_a_literal_or_a_marked_sentence_kept_in_a_name():
    """`_(f"…")` or `_("a" + b)` could never be translated; `_(VERDICTS[cause])` was marked where it is written."""
    kept = ast.Name | ast.Attribute | ast.Subscript
    wrong = [
        f"{path}:{call.lineno} {ast.unparse(call)[:80]}"
        for path, tree in modules()
        for marker, call in calls(tree)
        for argument in call.args[: MARKERS.get(marker, 0)]
        if literal(argument) is None and (marker == "N_" or not isinstance(argument, kept))
    ]
    assert not wrong, told(wrong)


def test_every_refusal_marks_its_sentence():
    wrong = [
        f"{path}:{node.lineno} says = {text!r}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["says"]
        if (text := literal(node.value)) is not None
    ]
    assert not wrong, told(wrong)


def test_every_sentence_has_its_french():
    known = {(each.key, each.other) for each in entries() if not each.context and all(each.said)}
    missing = [key for key in keys() if (key.one, key.other) not in known]
    assert not missing, told(key.entry for key in missing)


def test_no_french_is_left_without_its_sentence():
    said = {(key.one, key.other) for key in keys()}
    left = [each.key for each in entries() if (each.key, each.other) not in said]
    assert not left, told(left)


def test_no_sentence_is_both_plain_and_plural():
    """The catalogue finds a plural by its singular, so the same English cannot be both."""
    seen: dict[str, str] = {}
    wrong = [key.where for key in keys() if seen.setdefault(key.one, key.other) != key.other]
    assert not wrong, told(wrong)


def test_the_formal_form_stands_beside_a_plain_one_and_differs():
    plain = {each.key: each.said for each in entries() if not each.context}
    wrong = [each for each in entries() if each.context and each.said == plain.get(each.key)]
    alone = [each for each in entries() if each.context and (each.context != "vous" or each.key not in plain)]
    assert not wrong + alone, told(wrong + alone)


# blanks


def test_a_translation_holds_the_blanks_of_its_sentence():
    """French says 0 in the singular, so both forms of a plural hold what the English plural holds."""
    wrong = [each for each in entries() for text in each.said if blanks(text) != blanks(each.other or each.key)]
    assert not wrong, told(wrong)


def test_a_plural_has_two_forms():
    wrong = [each for each in entries() if len(each.said) != (2 if each.other else 1)]
    assert not wrong, told(wrong)


def test_every_blank_is_filled_where_the_sentence_is_said():
    wrong = [
        f"{key.where} {form}: {sorted(blanks(form) - key.filled)}"
        for key in keys()
        for form in key.forms
        if key.filled is not None and not blanks(form) <= key.filled
    ]
    assert not wrong, told(wrong)


def test_every_blank_of_a_refusal_is_filled_where_it_is_raised():
    wrong = []
    for path, tree in modules():
        for name, call in calls(tree):
            given = {keyword.arg for keyword in call.keywords}
            kind = named_in(path, name) if name[:1].isupper() else None
            if kind is not None and None not in given and not blanks(kind.says) <= given:
                wrong.append(f"{path}:{call.lineno} {name} lacks {sorted(blanks(kind.says) - given)}")
    assert not wrong, told(wrong)


def named_in(path: str, name: str) -> type[Refused] | None:
    """The refusal that goes by a name in a module."""
    kind = getattr(module(path), name, None)
    plain = isinstance(kind, type) and issubclass(kind, Refused) and kind.__init__ is Refused.__init__
    return kind if plain else None


def module(path: str) -> ModuleType:
    """The module at a path, imported; an empty one in place of a program's beginning."""
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return ModuleType(name) if name.endswith("__main__") else importlib.import_module(name)


# typography

FRENCH_MARKS = {
    "a no-break space before a colon": rf"(?<!{NO_BREAK}):(?=\s|$)",
    "a narrow no-break space before ; ! ?": rf"(?<![{NARROW}(])[;!?](?![\w=])",
    "a no-break space inside « »": rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»",
    "the apostrophe ’": r"'",
    "French quotation marks « »": r"[“”\"]",
    "the ellipsis …": r"\.\.\.",
    "no space at either end": r"^\s|\s$",
    "a space of its own kind before a sign": rf" [;!?»]| :(?=\s|$)|{NO_BREAK}:(?=\S)|{NARROW}:|{NO_BREAK}[;!?]",
}
ENGLISH_MARKS = {
    "no space before : ; ! ?": r"\s[;:!?](?=\s|$)",
    "the quotation marks “ ”": r"[«»\"]",
    "the apostrophe ’": r"'",
    "the ellipsis …": r"\.\.\.",
}


# A value in the form a person copies: url = "sqlite:///coop.db".
QUOTED_VALUE = re.compile(r'= ?"[^"]*"')


def prose(text: str) -> str:
    """The text without what is typed in quotes."""
    return QUOTED_VALUE.sub("=", text)


@pytest.mark.parametrize("rule", FRENCH_MARKS)
def test_french_is_well_set(rule):
    wrong = [each for each, text in texts() if re.search(FRENCH_MARKS[rule], prose(text))]
    assert not wrong, told([rule, *wrong])


@pytest.mark.parametrize("rule", ENGLISH_MARKS)
def test_english_is_well_set(rule):
    wrong = [
        f"{key.where} {form}" for key in keys() for form in key.forms if re.search(ENGLISH_MARKS[rule], prose(form))
    ]
    assert not wrong, told([rule, *wrong])


def test_a_translation_ends_as_its_sentence_does():
    wrong = [each for each, text in texts() if ending(text) != ending(each.key)]
    assert not wrong, told(wrong)


def ending(text: str) -> str:
    """The punctuation at the end, whatever closes around it."""
    bare = text.rstrip('”»"' + NO_BREAK)
    return bare[-1] if bare[-1:] in tuple(".!?:…") else ""


# how people are spoken to

TU = re.compile(r"(?<![\w.])(tu|te|t’\w+|toi|ton|ta|tes|tien|tienne|tiens|tiennes)(?![\w’])", re.IGNORECASE)
# An order looks like "il montre", so only where an order stands: "Réponds", ", puis appuie", "écris-moi".
ORDER = re.compile(
    r"(?:^|[.?!…] |, (?:puis |ou |et |alors )?| puis )"
    r"(ajoute|annule|appuie|attends|change|choisis|colle|commence|compte(?! effacé| rendu)|copie|corrige|dis|donne"
    r"|écris|enlève|envoie|essaie|fais|garde|indique|installe|laisse|lance|lis|mets|nomme|ouvre|prends|précise|reçois"
    r"|recommence|récris|reformule|regarde|relis|remplace|réessaie|réponds|reprends|retire|reviens|rouvre|supprime"
    r"|tape|touche|utilise|va|vérifie|viens)(?![\w’])|(?<!\w)(\w+[es]-(?:en|y|le|la|les|lui|leur|moi))(?!\w)",
    re.IGNORECASE,
)
VOUS = re.compile(r"(?<!\w)(vous|votre|vos|vôtres?|\w{2,}ez)(?!\w)", re.IGNORECASE)
NOT_VOUS = {"assez", "chez", "rendez-vous", "rendez", "nez", "sanchez"}
NAMED = re.compile(r"\b(?:tu|vous)\b", re.IGNORECASE)  # the English speaks of the words themselves


def addressed(text: str) -> set[str]:
    return {(found[1] or found[0]).strip(" .,?!…") for kind in (TU, ORDER) for found in kind.finditer(text)}


def formal(text: str) -> set[str]:
    return {found[0].lower() for found in VOUS.finditer(text)} - NOT_VOUS


def test_whoever_is_addressed_as_tu_may_be_addressed_as_vous():
    have = {each.key for each in entries() if each.context == "vous"}
    wrong = [
        f"{sorted(addressed(text))} {text}"
        for each, text in texts()
        if not each.context and each.key not in have and addressed(text) and not NAMED.search(each.key)
    ]
    assert not wrong, told(wrong)


def test_tu_and_vous_are_never_mixed():
    wrong = [
        f"{each.context or 'tu'} {sorted(found)} {text}"
        for each, text in texts()
        if (found := addressed(text) if each.context else formal(text)) and not NAMED.search(each.key)
    ]
    assert not wrong, told(wrong)


def test_nobody_is_left_out_by_a_midpoint_or_a_bracket():
    """Not "présent·es" nor "présent(e)s" but "personnes présentes": the two others are noise when read aloud."""
    wrong = [each for each, text in texts() if re.search(r"\w[·•]\w|\w\((?:e|s|es|ne|nes|rice|rices)\)", text)]
    assert not wrong, told(wrong)


# examples to copy

COMMAND = re.compile(r"(?<![\w/<])/(?P<word>[^\W\d_]+)(?![\w/])")
SETTING = re.compile(r"(?<![\w-])(?P<key>[^\W\d_]+(?:-[^\W\d_]+)?)=(?!\s)")
# Words that stand after a slash in a path or a price, not commands.
NO_COMMANDS = {"tmp", "bot"}
ENGLISH_SETTINGS = {
    "method", "ends", "results", "majority", "secrecy", "seats", "rounds", "tie", "dots", "budget", "owner", "review",
}  # fmt: skip
ENGLISH_COMMANDS = {
    "poll", "ballot", "propose", "when", "register", "plenary", "meeting", "agenda", "proxy", "remind", "need", "offer",
    "aid", "ask", "welcome", "projects", "accounts", "budget", "credit", "pay", "order", "publish", "link", "pair",
    "me", "settings", "privacy", "cancel", "undo", "help",
}  # fmt: skip


@cache
def commands() -> frozenset[str]:
    """Every command's name and its twins, as the features declare them."""
    return frozenset(
        word
        for _path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "command"
        for word in map(literal, node.args)
        if word is not None
    )


def test_french_names_the_french_commands_that_exist():
    wrong = [
        f"/{word} in: {text}"
        for _each, text in texts()
        for word in (found["word"] for found in COMMAND.finditer(text))
        if word in ENGLISH_COMMANDS or word not in commands() | NO_COMMANDS
    ]
    assert not wrong, told(wrong)


def test_english_names_commands_that_exist():
    wrong = [
        f"/{word} in: {form} ({key.where})"
        for key in keys()
        for form in key.forms
        for word in (found["word"] for found in COMMAND.finditer(form))
        if word not in commands() | NO_COMMANDS
    ]
    assert not wrong, told(wrong)


def test_french_writes_settings_in_french():
    known = [value for path, _tree in modules() for value in vars(module(path)).values() if isinstance(value, Keys)]
    wrong = [
        f"{word}= in: {text}"
        for _each, text in texts()
        for word in (found["key"] for found in SETTING.finditer(text))
        if word in ENGLISH_SETTINGS or not any(keys.canonical(word) for keys in known)
    ]
    assert not wrong, told(wrong)


# From the command to the end of the sentence, after a colon or alone; "/vote shows the open ones" is no line to copy.
EXAMPLE = re.compile(rf"(?:^|:[ {NO_BREAK}])(?P<lines>/[^\W\d_]+\b(?! (?:shows|les montre|montre)).*)", re.DOTALL)
# What a well-formed line may be answered here: what it names is not there, or nothing would change.
ABSENT = {
    "InItAlready",
    "NoPlenary", "NoSuchDecision", "NoSuchItem", "NoSuchPlenary", "NoSuchProject", "NoSuchQuestion", "NoSeries",
    "NoSuchSeries", "NoSuchVersion", "NoWiderGroup",
    "NobodyOfThatName", "NobodysDay", "NotInMeeting", "NotUnderWay", "NothingAbove",
    "NothingNew", "NothingToUndo", "NothingToWithdraw", "NothingToWrite", "OnlyChat",
    "ThereAlready",
}  # fmt: skip


def examples(language: str) -> list[str]:
    """Every line to copy that a sentence shows."""
    said = [text for _each, text in texts()] if language == "fr" else [form for key in keys() for form in key.forms]
    found = {line for text in said for match in EXAMPLE.finditer(text) for line in re.split(", (?=/)", match["lines"])}
    return sorted(line.rstrip(".") for line in found - walked(language) if blanks(line) <= {"number"})


def walked(language: str) -> set[str]:
    """The lines of the try-out's list: they need its cooperative, and tests of their own walk through them there."""
    every = (line.example for chapter in CHAPTERS for line in chapter.lines)
    return {Words(language).say(one) for one in every if isinstance(one, Phrase)}


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_example_to_copy_works(language, folder, monkeypatch):
    refused: list[Refused] = []
    refuse = Dispatcher._refuse

    def noted(self, event, tx, no):
        refused.append(no)
        return refuse(self, event, tx, no)

    monkeypatch.setattr(Dispatcher, "_refuse", noted)
    town = await Town(folder, View.BUTTONS, language).open()
    await town.join("paul", "Paul Roux")
    town.enrol(*NAMES, "paul")
    town.decree(electorate="members")

    wrong = []
    for place, example in enumerate(examples(language)):
        if "{number}" in example:
            await town.say("ana", f"/vote Question {place} ?")
        with town.database.read() as tx:
            newest = max((poll.id for poll in tx.polls.all()), default=0)
        del refused[:]
        await town.say("ana", example.format(number=newest))
        await town.wait(seconds=30)
        wrong += [f"{example} → {one.says}" for one in refused if type(one).__name__ not in ABSENT]
    await town.close()

    assert not wrong, told(wrong)


# how values stand in a sentence

FRENCH, ENGLISH = Words("fr", year=2026), Words("en", year=2026)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (datetime(2026, 12, 1, 17, 30, tzinfo=UTC), "mardi 1er décembre, 18 h 30", "Tuesday 1 December, 18:30"),
        (datetime(2026, 11, 12, 19, 0, tzinfo=UTC), "jeudi 12 novembre, 20 h", "Thursday 12 November, 20:00"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "vendredi 1er janvier 2027, 0 h", "Friday 1 January 2027, 00:00"),
        (date(2026, 8, 1), "samedi 1er août", "Saturday 1 August"),
        (time(9, 5), "9 h 05", "09:05"),
        (timedelta(days=2, hours=3), "2 jours 3 h", "2 days 3 h"),
        (timedelta(days=1), "1 jour", "1 day"),
        (timedelta(minutes=75), "1 h 15 min", "1 h 15 min"),
        (timedelta(seconds=10), "0 min", "0 min"),
        (1234, "1234", "1234"),
        (10_000, "10 000", "10,000"),
        (-1_234_567, "-1 234 567", "-1,234,567"),
        (("Ana",), "Ana", "Ana"),
        (("Ana", "Bo", "Chloé"), "Ana, Bo et Chloé", "Ana, Bo and Chloé"),
        ((_("Nobody has voted yet."), 3), "Nobody has voted yet. et 3", "Nobody has voted yet. and 3"),
    ],
)  # fmt: skip
def test_values_are_written_as_people_read_them(value, french, english):
    assert plain(FRENCH.blank(value)) == french
    assert plain(ENGLISH.blank(value)) == english


def plain(text: str) -> str:
    """With ordinary spaces, to be compared."""
    return text.replace(NO_BREAK, " ").replace(NARROW, " ")


@pytest.mark.parametrize(("count", "french", "english"), [(0, 0, 1), (1, 0, 0), (2, 1, 1), (10_000, 1, 1)])
def test_french_says_none_in_the_singular(count, french, english, monkeypatch):
    monkeypatch.setattr("bot.core.words.sentences", lambda language: {("", "one"): ("un", "plusieurs")})
    phrase = many("one", "several", count)

    assert FRENCH.say(phrase) == ("un", "plusieurs")[french]
    assert ENGLISH.say(phrase) == ("one", "several")[english]


def test_vous_is_looked_up_first_and_falls_back_to_tu(monkeypatch):
    catalogue = {("", "Yours."): ("Le tien.",), ("vous", "Yours."): ("Le vôtre.",), ("", "Ours."): ("Le nôtre.",)}
    monkeypatch.setattr("bot.core.words.sentences", lambda language: catalogue)

    assert Words("fr").say(Phrase("Yours.")) == "Le tien."
    assert Words("fr", formal=True).say(Phrase("Yours.")) == "Le vôtre."
    assert Words("fr", formal=True).say(Phrase("Ours.")) == "Le nôtre."

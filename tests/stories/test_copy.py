"""The copy of one's data: somebody who did everything reads it back, whole, in words and for other programs."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from bot.chat.text import Phrase, _
from bot.core.rows import Verdict
from bot.core.words import Words
from bot.domain import (
    aid,
    codes,
    initiatives,
    memberships,
    plenaries,
    projects,
    proxies,
    reminders,
    roles,
    welcome,
    welcome_texts,
)
from bot.domain.subsidiarity import Ground
from handlers.features import FEATURES
from handlers.members.copied import ELSEWHERE, NOT_COPIED, PARTS, Part, said
from handlers.members.copying import collect, prepare, readable
from handlers.members.wording import ALONE, KEYS, SECTIONS, VALUES
from storage.copies import naming, refers_to
from tests.life import NAME, NEVER, PRIVATE, live, unnamed
from tests.town import Town


def test_every_column_that_names_somebody_has_its_place_in_the_copy():
    placed = [*(one.where for one in PARTS), *ELSEWHERE, *NOT_COPIED]

    assert sorted(placed) == list(naming())
    assert NOT_COPIED == NEVER
    assert {*(one.section for one in PARTS), *ELSEWHERE.values()} <= SECTIONS.keys()
    assert len({(one.section, one.what.key) for one in PARTS}) == len(PARTS)


async def copied(town: Town, who: str) -> tuple[Mapping[str, list[dict[str, Any]]], str]:
    """Both files, as they were sent: the one for programs, read; and the one to read.

    A network without files shows both as messages, cut where they are too long: there the files are read before that.
    """
    await town.whisper(who, "/moi copie")
    posts = town.hub.messages(town.hub.private_chat(town.people[who]))
    sent = {post.message.file.name: str(post.message.file.content) for post in posts if post.message.file}
    if not sent:
        assert town.was_told(who, SECTIONS["about_me"])
        with town.database.read() as tx:
            _name, data, text = prepare(tx, {"member": town.member(who)})
        return json.loads(data), text
    name = town.says(_("coop-me"))
    return json.loads(sent[f"{name}.json"]), sent[f"{name}.txt"]


async def test_somebody_is_exported_and_read_back_equal(town: Town):
    await live(town)
    assert unnamed(town) == []

    data, text = await copied(town, "bertrand")

    assert data["about_me"][0]["name"] == NAME
    me = town.member("bertrand")
    with town.database.read() as tx:
        kept = {part: [_kept(part, row) for row in tx.copies.rows(part.where, me)] for part in PARTS}
        elsewhere = {where: len(tx.copies.rows(where, me)) for where in ELSEWHERE}
    for part, rows in kept.items():
        told = [_read(part, one) for one in data[part.section] if one.get("what") == part.what.key]
        assert told == rows, part.where
    for where, number in elsewhere.items():
        assert len(data[ELSEWHERE[where]]) >= min(number, 1), where
    for words in (PRIVATE, "Jardin partagé", "Une soupe de poireaux", "Parfait, à samedi", town.says(_("I am on duty")),
                  town.says(_("My proxies")), town.says(_("accepted")), town.says(_("For"))):  # fmt: skip
        assert words in text


def _kept(part: Part, row: Mapping[str, Any]) -> dict[str, Any]:
    """What is in the file: numbers of other things as they are, and instants as JSON has them."""
    return {key: f"{row[key]:%Y-%m-%dT%H:%M:%SZ}" if isinstance(row[key], datetime) else row[key]
            for key in part.columns if refers_to(f"{part.table}.{key}") not in ("groups", "members")
            and key != "occasion"}  # fmt: skip


def _read(part: Part, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The same of what was told, without the names that stand beside the numbers."""
    values = {key: entry[said(part, key)] for key in part.columns}
    return {key: value["number"] if isinstance(value, dict) else value for key, value in values.items()
            if refers_to(f"{part.table}.{key}") not in ("groups", "members") and key != "occasion"}  # fmt: skip


async def test_what_is_read_speaks_as_people_do(town: Town):
    """Broken once: a series was told by its rule, and what an offer is by the word that the code has for it."""
    await town.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")
    await town.say("ana", "/offre cours de guitare, le mercredi")

    _data, text = await copied(town, "ana")

    assert "skills" not in text.replace(town.says(_("skills")), "")
    assert "nths" not in text
    assert town.says(_("skills")) in text


def test_every_state_that_a_copy_may_tell_has_words() -> None:
    """Broken once: a decision on the agenda, a "yes, by video", a step of a welcome were told as the code has them."""
    for kind in (
        aid.Category, aid.Kind, aid.Stage, aid.Step, codes.Purpose, initiatives.Stage, memberships.MemberStatus,
        plenaries.Answer, plenaries.Kind, plenaries.Nature, plenaries.Status, plenaries.TaskState,
        projects.Kind, projects.State, proxies.Stage, reminders.Stage, roles.Role, Verdict, welcome.Share,
        welcome.Stage,
    ):  # fmt: skip
        assert {one.value for one in kind} <= VALUES.keys() | {"", aid.Category.OTHER.value}, kind
    assert {one.value for one in welcome_texts.Kind} <= VALUES.keys() | ALONE["kind"].keys()
    assert {one.value for one in Ground} == ALONE["ground"].keys()
    assert {flow.name for feature in FEATURES for flow in feature.flows} == ALONE["conversation"].keys()


async def test_the_readable_copy_speaks_of_languages_networks_and_hours_as_people_do(town: Town):
    """Broken once: "langue : fr"."""
    await town.say("ana", "/menu")
    await town.whisper("ana", "/moi langue=fr")
    await town.whisper("ana", "/moi calme=22h-7h")
    await town.whisper("ana", "/proposer")

    with town.database.read() as tx:
        _name, kept, text = prepare(tx, {"member": town.member("ana")})

    data, words = json.loads(kept), Words("fr")
    assert data["about_me"][0]["language"] == "fr"  # for programs as it is kept
    calm = words.say(_("from {start} to {end}", start=time(22), end=time(7)))
    told = {"language": words.tongue("fr"), "conversation": words.say(_("a proposal")), "quiet hours": calm}
    for key, value in told.items():
        assert words.say(_("{what}: {said}", what=Phrase(key), said=value)) in text
    assert re.findall(r"(?m)[:;] (fr|en|local|telegram|propose|kind)(;|$)", text) == []


async def test_an_option_that_is_called_like_a_state_keeps_its_name(village: Town):
    """Broken once: whoever answered "open" had answered "ouvert" in their copy."""
    await village.say("ana", "/poll How? | food | draft")
    await village.choose("ana", "food")
    with village.database.read() as tx:
        found = collect(tx, village.member("ana"), Words("fr"))
    assert "food" in readable({"answers": found["answers"]}, Words("fr"))


async def test_a_copy_names_others_only_where_something_is_between_us(town: Town):
    await live(town)

    data, _text = await copied(town, "bertrand")

    between = {key: data[key] for key in ("proxies", "voters", "shifts", "welcome")}
    others = json.dumps({key: value for key, value in data.items() if key not in between and key != "waiting"})
    assert "Chlo" in json.dumps(between, ensure_ascii=False)
    assert not [name for name in ("Weber", "Diaz", "Martin", "Petit") if name in others]


async def test_of_what_there_is_nothing_the_readable_copy_says_nothing(town: Town):
    """Broken once: "greetings: 0", and two dozen headings under which there was nothing."""
    await town.say("ana", "/menu")
    await town.whisper("ana", "/moi calme=22h-7h")
    with town.database.read() as tx:
        _name, kept, text = prepare(tx, {"member": town.member("ana")})

    data, words = json.loads(kept), Words(town.language)
    assert data["about_me"][0]["greeted"] == 0  # for programs everything is there
    assert data.keys() == SECTIONS.keys()
    assert words.say(KEYS["greeted"]) not in text
    assert not re.search(r"(?m): 0(;|$)", text.replace("\u00a0", " "))
    assert [one for one, rows in data.items() if not rows and words.say(SECTIONS[one]) in text] == []
    assert text.endswith(words.say(_("There is nothing else that I keep about you.")) + "\n")

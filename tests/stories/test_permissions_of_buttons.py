"""Every button that is declared, pressed by those to whom it was never shown: nothing is kept of it."""

import dataclasses
import typing
from collections.abc import Iterator

import pytest

from bot.chat.action import Action
from handlers.features import FEATURES
from storage.types import metadata
from tests.town import Town

BUTTONS = sorted({kind for feature in FEATURES for kind in feature.buttons}, key=lambda kind: kind.prefix)
# What changes by being spoken to at all, and what only says something back.
SPEECH = {"inbox", "outbox", "posts", "members", "accounts", "heartbeat", "talks", "presences", "rooms", "undos"}
MINE = {"Speak", "Mute", "Calm", "Zone", "Mine", "Erase", "Quick"}  # about whoever presses, and nobody else


def forged(kind: type[Action]) -> Iterator[Action]:
    """The button as somebody would write it by hand: about the first group, vote, project or person there is."""
    hints = typing.get_type_hints(kind)
    for text in ("1", "x", ""):
        values = {one.name: {int: 1, bool: True, str: text}.get(hints[one.name], 1) for one in dataclasses.fields(kind)}
        yield kind(**values)
        if str not in hints.values():
            return


def kept(town: Town) -> dict[str, list[tuple[object, ...]]]:
    with town.database.read() as tx:
        return {
            table.name: sorted(map(tuple, tx.cursor.execute(f'SELECT * FROM "{table.name}"')), key=repr)
            for table in metadata.sorted_tables if table.name not in SPEECH
        }  # fmt: skip


async def stage(town: Town) -> None:
    """A group in which there is something of everything."""
    for one in ("ana", "bruno", "dan"):
        await town.say(one, "/menu")
    await town.say("ana", "/vote On peint la salle ?")
    await town.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    await town.say("ana", "/rappel vendredi 19h réunion")
    await town.say("ana", "/projets Potager : des légumes pour tout le monde")
    await town.say("ana", "/reglages role donner organisateur | Dan")
    await town.say("ana", "/reglages membre Bruno statut=exclu")
    await town.say("ana", "/vote clore 1")
    await town.say("ana", "/pleniere tous les premiers jeudis du mois à 19h30 | MJC")


@pytest.mark.parametrize("kind", BUTTONS, ids=lambda kind: kind.__name__)
async def test_a_stranger_changes_nothing_by_any_button(village: Town, kind: type[Action]):
    await stage(village)
    village.people["zoe"] = village.hub.person("zoe", "Zoé Faure", "en")
    await village.whisper("zoe", "/menu")
    hers = village.hub.messages(village.hub.private_chat(village.people["zoe"]))[-1].ref
    before = kept(village)
    for action in forged(kind):
        await village.press("zoe", action, hers)
    after = kept(village)
    if kind.__name__ not in MINE:
        assert {name for name in before if before[name] != after[name]} == set()


# What only organizers, authors or those concerned may press.
GUARDED = {
    "GiveRole", "TakeRole", "Register", "Export", "Import", "Agree", "Disagree", "Set", "CloseNow", "Undo",
    "SendDown", "Drop",
    "Convene", "ConveneWithout", "AskLink", "AsKind", "EndSeries", "PutBack", "PrepareDay", "AskEnd", "AskChange",
    "AskLeaveOut",
}  # fmt: skip


@pytest.mark.parametrize("kind", [one for one in BUTTONS if one.__name__ in GUARDED], ids=lambda kind: kind.__name__)
async def test_somebody_who_is_only_there_presses_no_button_of_organizers(village: Town, kind: type[Action]):
    await stage(village)
    await village.say("emma", "/menu")
    before = kept(village)
    for action in forged(kind):
        await village.press("emma", action)
    after = kept(village)
    assert {name for name in before if before[name] != after[name]} == set()

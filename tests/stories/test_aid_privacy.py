"""Nobody's address, phone or account reaches anybody before their yes: proved by reading all that the network received.

Everybody types how to be reached wherever words can be typed, and everything that the bot ever sent is read, also what
it wrote over or took away since: cards, matches, digests, words carried, pages of the board, what newcomers are told.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.journal import Journal
from bot.adapters.local.records import Rewritten, Written
from bot.adapters.local.view import View
from bot.chat.text import _
from bot.export.lists import lists
from tests.telegram_side import telegram_town
from tests.town import Town

SHOWING = ("send", "edit", "answer", "copy", "forward", "set")  # calls of the Bot API by which anybody sees anything
Heard = list[tuple[str, str]]  # a chat, and what was written there
NAMES = {"zqana": "Anna Lys", "zqbru": "Bruno Sol", "zqcla": "Clara Mer", "zqdor": "Dora Pin"}
SECRETS = {
    "zqana": ("06 11 22 33 44", "rue des Lilas", "anna@exemple.org"),
    "zqbru": ("06 55 66 77 88", "quai Perrache", "t.me/zqbru"),
    "zqcla": ("06 44 33 22 11", "impasse des Roses", "digicode 45A6"),
    "zqdor": ("06 99 88 77 66", "place Bellecour", "dora (at) exemple.org"),
}


@pytest.fixture(params=["buttons-fr", "buttons-en", "reactions-fr", "bare-fr", "telegram-fr", "telegram-en"])
async def overheard(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[tuple[Town, Callable[[], Heard]]]:
    """A town, and everything that its network received from the bot."""
    network, _dash, language = request.param.partition("-")
    if network == "telegram":
        async with telegram_town(folder, language) as town:
            yield town, lambda: [_told(given) for name, given in town.hub.server.log if name.startswith(SHOWING)]
        return
    journal = Journal(folder / "chat.jsonl")
    town = await Town(folder, View(network), language, hub=Hub(journal, run="town")).open()
    yield town, lambda: _journal(Journal(journal.path))
    await town.close()


def _told(given: object) -> tuple[str, str]:
    """A call of the Bot API without its address; what stands in no chat is shown to somebody all the same."""
    assert isinstance(given, dict)
    shown = {name: value for name, value in given.items() if name not in ("chat_id", "receiver_user_id")}
    return str(given.get("chat_id", "")), json.dumps(shown, ensure_ascii=False)


def _journal(journal: Journal) -> Heard:
    found, chats = [], dict[int, str]()
    for record in journal.read():
        if isinstance(record, Written) and not record.by:
            chats[record.number] = record.chat
        if isinstance(record, Written | Rewritten) and record.number in chats:
            found.append((chats[record.number], record.body))
    return found


def leaks(town: Town, heard: Heard) -> list[tuple[str, str]]:
    """Which secret of somebody stands in what was written anywhere but in their own private chat."""
    found = []
    for who, secrets in SECRETS.items():
        own, account = town.hub.private_chat(town.people[who]).id, town.people[who].id
        hints = [*secrets, account, who]
        found += [(hint, text) for chat, text in heard if chat != own for hint in hints if hint in text]
    return found


async def settled(town: Town, who: str, *typed: str) -> None:
    """Somebody writes in private, and answers what is asked by these words."""
    await town.whisper(who, typed[0])
    for answer in typed[1:]:
        await town.choose_privately(who, answer)


async def everybody(town: Town) -> None:
    for who, name in NAMES.items():
        await town.join(who, name)
        if town.hub.name == "telegram":
            town.hub.who(town.people[who]).username = who
        await town.say(who, "/menu")
        await town.whisper(who, "/menu")
    await town.wait(minutes=3)


async def helped(town: Town) -> None:
    """A need and an offer that suit each other, and two people who come forward for the need."""
    await settled(
        town, "zqana", "/besoin une remorque samedi matin, Vaise, 12 rue des Lilas, tél 06 11 22 33 44, "
        "anna@exemple.org", "publier",
    )  # fmt: skip
    await settled(
        town, "zqbru", "/offre une remorque, appelez-moi au 06 55 66 77 88 ou https://t.me/zqbru quartier=\"7 quai "
        "Perrache\"", "publier",
    )  # fmt: skip
    await town.wait(minutes=1)
    await town.choose_privately("zqbru", town.says(_("I can help: {number}", number="1")))
    await town.say("zqcla", "/entraide aider 1")
    await settled(town, "zqcla", "/besoin une échelle dimanche, 3 impasse des Roses, digicode 45A6, 06 44 33 22 11",
                  "publier")  # fmt: skip


async def looked_at(town: Town) -> None:
    """Everybody reads the board in every way there is."""
    for who in NAMES:
        for line in ("", " remorque", " moi", " chiffres", " quartiers", " rubriques", " 1", " 2", " 3"):
            await town.whisper(who, f"/entraide{line}")
    await town.say("zqana", "/entraide")


async def written_to(town: Town) -> None:
    """Words carried both ways, also to somebody who blocked the bot, and to an account that is gone."""
    await town.whisper("zqana", f"/entraide ecrire 1 Bonjour {NAMES['zqbru']} ?")  # two came forward: which one?
    await town.choose_privately("zqana", "écrire")
    await town.whisper("zqana", "Samedi à 9h ?")
    await town.whisper("zqcla", "/entraide ecrire 1 Avec plaisir")
    await town.hub.leave_chat(town.people["zqcla"], town.hub.private_chat(town.people["zqcla"]))
    await town.settle()
    await town.choose_privately("zqana", "écrire")
    await town.whisper("zqana", "Plutôt à 10h ?")
    await town.wait(hours=2)
    await settled(town, "zqbru", "/moi effacer", "1")
    await town.wait(minutes=5)


async def welcomed(town: Town) -> None:
    """A newcomer answers with more than they should, and Anna is their buddy."""
    await town.say("ana", f"/reglages role donner accueil | {NAMES['zqana']}")
    await town.whisper("zqdor", "/accueil")
    await town.choose_privately("zqdor", "c'est parti")
    await town.whisper("zqdor", "4 place Bellecour")
    await town.whisper("zqdor", "Bellecour")
    await town.whisper("zqdor", "du pain, 06 99 88 77 66, dora (at) exemple.org")
    await town.whisper("zqdor", "une poussette, 4 place Bellecour")
    await town.choose_privately("zqdor", "j'accepte")
    await town.choose_privately("zqdor", "mon offre")
    await town.choose_privately("zqdor", "publier")
    await town.say("zqana", "/accueil")


async def test_no_way_to_reach_anybody_is_told_before_their_yes(overheard: tuple[Town, Callable[[], Heard]]):
    town, heard = overheard
    await everybody(town)
    await helped(town)
    await looked_at(town)
    await welcomed(town)
    await written_to(town)
    await town.wait(days=3)  # digests, and whether it is settled
    await looked_at(town)
    await town.wait(days=45)  # and whether it still holds

    said = "\n".join(text for _chat, text in heard())
    for seen in (
        "remorque",
        "Samedi à 9h",
        "Avec plaisir",
        "échelle",
        "pain",
        _said(town, "Mutual aid: what waits for somebody"),
    ):
        assert seen in said
    assert leaks(town, heard()) == []
    with town.database.read() as tx:
        exported = json.dumps(lists(tx), ensure_ascii=False)
    assert not [hint for secrets in SECRETS.values() for hint in secrets if hint in exported]


async def test_after_their_yes_one_person_alone_reads_it(overheard: tuple[Town, Callable[[], Heard]]):
    town, heard = overheard
    await everybody(town)
    await town.say("zqana", "/besoin une remorque samedi matin, Vaise")
    for who in ("zqbru", "zqcla"):
        await town.say(who, "/entraide aider 1")
    await town.choose_privately("zqana", town.says(_("Share my contact with {name}", name=NAMES["zqcla"])))
    await town.whisper("zqana", "06 11 22 33 44, 12 rue des Lilas")
    await town.choose_privately("zqana", "envoyer")
    await town.wait(days=40)

    told = {text for _hint, text in leaks(town, heard())}
    assert len(told) == 1
    [text] = told
    assert [chat for chat, one in heard() if one == text] == [town.hub.private_chat(town.people["zqcla"]).id]


def _said(town: Town, key: str) -> str:
    return town.says(_(key))

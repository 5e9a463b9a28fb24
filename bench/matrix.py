"""Votes on Matrix, on a homeserver of one's own: answered beside a plain echo; after an absence; and under kills."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from pathlib import Path

from bench.matrix_side import Person, body, homeserver, is_edit, ours, person, plain
from bench.telegram_side import end
from tests.crash.homeserver import Storm
from tests.crash.running import until
from tests.synapse import Synapse, fresh

# A person and a room have fewer answers than the bot lets through, and edits than it allows itself, at once.
VOTING, ROOMS, ROUNDS = 4, 2, 12
PEOPLE, TIMES = 20, 3  # who answer while the bot is away, and how often each
VOTERS, VOTES, KILLS, OUTAGES = 100, 400, 60, 5


def run() -> list[str]:
    """The report's lines."""
    return [
        "A typed answer in, stored durably, the living message changed and shown to another client, in turn with a bot",
        "of matrix-nio that says again what it hears; both on one Synapse over loopback.", "",
        "| room | bot | p50 ms | p99 ms |", "|---|---|---|---|",
        *asyncio.run(beside()), "", asyncio.run(missed()), asyncio.run(kills()),
    ]  # fmt: skip


# beside a plain bot


async def beside() -> list[str]:
    """From a word to what comes of it, in rooms without and with encryption."""
    lines, ratios = [], []
    with homeserver() as (server, folder):
        for encrypted in (False, True):
            name = "encrypted" if encrypted else "plain"
            mine, theirs = await _in_turn(server, folder / name, encrypted=encrypted)
            for bot, waits in (("coop", mine), ("nio, echo", theirs)):
                waits.sort()
                half, slow = statistics.median(waits) * 1e3, waits[len(waits) * 99 // 100] * 1e3
                lines.append(f"| {name} | {bot} | {half:.0f} | {slow:.0f} |")
            ratios.append(f"{statistics.median(mine) / statistics.median(theirs):.2f} {name}")
    return [*lines, "", f"p50 against the echo: {', '.join(ratios)} (wanted: 1.15)."]


async def _in_turn(server: Synapse, folder: Path, *, encrypted: bool) -> tuple[list[float], list[float]]:
    folder.mkdir()
    coop, echo = server.register(fresh("coop")), server.register(fresh("echo"))
    running = [ours(server, folder / "coop", coop), plain(server, folder / "echo", echo)]
    mine: list[float] = []
    theirs: list[float] = []
    try:
        for number in range(VOTING):
            async with person(server, folder / f"ana-{number}") as ana:
                rooms = [await _voting(ana, coop, encrypted=encrypted) for _room in range(ROOMS)]
                room = await ana.create([echo], encrypted=encrypted)
                await asyncio.sleep(2.0)  # it comes in
                await _echoed(ana, echo, room, "warm")
                for turn in range(ROUNDS):
                    for where, card in rooms:
                        mine.append(await _voted(ana, coop, where, card, ("for", "against")[turn % 2]))
                        theirs.append(await _echoed(ana, echo, room, f"{turn}.{where}"))
        return mine, theirs
    finally:
        for process in running:
            end(process)


async def _voting(ana: Person, coop: str, *, encrypted: bool) -> tuple[str, str]:
    """A room with an open vote in which somebody voted once: the room, and the vote's message."""
    room = await ana.create([coop], encrypted=encrypted)
    await ana.until(room, lambda event: "/menu" in body(event))
    await ana.say(room, "!vote Adopt the charter? secrecy=public")
    _at, card = await ana.until(room, lambda event: event.sender == coop and "Adopt the charter?" in body(event))
    await _voted(ana, coop, room, card.event_id, "abstain")
    return room, card.event_id


async def _voted(ana: Person, coop: str, room: str, card: str, word: str) -> float:
    begun = await ana.say(room, word, reply_to=card)
    at, _event = await ana.until(room, lambda event: event.sender == coop and is_edit(event), since=begun)
    return at - begun


async def _echoed(ana: Person, echo: str, room: str, word: str) -> float:
    begun = await ana.say(room, f"!echo {word}")
    at, _event = await ana.until(room, lambda event: event.sender == echo and body(event) == word, since=begun)
    return at - begun


# after an absence


async def missed() -> str:
    """What was answered while the bot was down is taken when it is back: all of it, in order, once."""
    with homeserver() as (server, folder):
        storm = Storm(server, folder, voters=PEOPLE, votes=PEOPLE * TIMES, dice=random.Random(5))
        await storm.begin()
        await storm.bot.end()
        for number in range(PEOPLE * TIMES):
            storm.vote(number)
        begun = time.perf_counter()
        await storm.bot.start()
        await until(lambda: storm.kept() == storm.given)
        took = time.perf_counter() - begun
        found = await storm.outcome()
        await storm.end()
    return (
        f"* {PEOPLE * TIMES} answers of {PEOPLE} people while the bot was down: each person's last one kept "
        f"{took:.1f} s after its start, {found.lost} lost, {found.double} double, {found.repeated} acknowledged twice, "
        f"{found.missing} not at all"
    )


# kills


async def kills() -> str:
    """The bot is killed again and again while people vote, and the homeserver too."""
    with homeserver() as (server, folder):
        storm = Storm(server, folder, voters=VOTERS, votes=VOTES, dice=random.Random(41))
        await storm.begin()
        await storm.rage(kills=KILLS, outages=OUTAGES)
        found = await storm.outcome()
        await storm.end()
    return (
        f"* {KILLS} kills of the bot and {OUTAGES} of Synapse during {VOTES} votes: {found.lost} lost, {found.double} "
        f"double, {found.repeated} messages repeated, {found.missing} missing, {found.cards} message shows the vote"
        + (", with the right tally" if found.shown else ", and not the right tally")
    )

"""A storm on Matrix: people vote in a room while the bot is killed again and again, and the homeserver too."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.crash.running import Bot, until
from tests.matrix_people import Someone
from tests.matrix_side import someone
from tests.synapse import PASSWORD, Synapse, fresh

WORDS = ("pour", "contre", "abstention")  # each answer is typed; their places in a ballot are 0, 1, 2
SETTLES = 180.0  # seconds until everything that waited is done
READY = 0.7  # of the lives that are let live until they are ready; the others die while they start


@dataclass(frozen=True)
class Outcome:
    """What came of it: votes that are not kept as they were given last, ballots too many, and messages too many."""

    votes: int
    lost: int
    double: int
    repeated: int
    missing: int  # messages that never came
    cards: int  # messages that show the vote: one
    shown: bool  # the living message shows the tally


class Storm:
    """`voters` people answer one vote, `votes` times together; each answer is acknowledged in private, once."""

    def __init__(self, synapse: Synapse, folder: Path, *, voters: int, votes: int, dice: random.Random) -> None:
        self.synapse, self.votes, self.dice = synapse, votes, dice
        user = synapse.register(fresh("coop"))
        self.me = user
        self.bot = Bot(folder, f'[matrix]\nhomeserver = "{synapse.url}"\nuser = "{user}"\npassword = "{PASSWORD}"')
        self.ana = someone(synapse, "ana", "Ana")
        self.people = [someone(synapse, "voter", f"Voter {number}") for number in range(voters)]
        self.given: dict[str, int] = {}
        self.answers: Counter[str] = Counter()
        self.room = self.card = ""

    async def begin(self) -> None:
        """The bot comes into a room where everybody is, and a vote is opened."""
        await self.bot.start()
        self.room = self.ana.create("La Ruche", [self.me], preset="public_chat")
        for one in self.people:
            one.join(self.room)
        await until(lambda: self._shows("/menu"))
        self.ana.say(self.room, "!vote Adopter la charte ? secret=public")
        await until(lambda: self._shows("Vote 1"))
        self.card = self._shows("Vote 1")[0]

    async def rage(self, *, kills: int, outages: int) -> None:
        """Kills the bot so often, at any instant, and the homeserver too, while the votes come in."""
        falls = set(self.dice.sample(range(kills), outages))
        number = 0
        for turn in range(kills):
            while number < (turn + 1) * self.votes // kills:
                self.vote(number)
                number += 1
            await asyncio.sleep(self.dice.uniform(0.0, 0.25))  # any instant: it is the kill that is under test
            if turn in falls:
                self.synapse.kill()
                await asyncio.to_thread(self.synapse.start)
            await self.bot.end(signal.SIGKILL)
            if turn == kills - 1 or self.dice.random() < READY:
                await self.bot.start()
            else:
                await self.bot.begin()
                await asyncio.sleep(self.dice.uniform(0.1, 1.5))

    async def outcome(self) -> Outcome:
        """What is there once everything has settled."""
        with suppress(TimeoutError):
            await until(lambda: self.kept() == self.given, within=SETTLES)
            await until(lambda: not self.bot.rows("SELECT 1 FROM outbox WHERE held = 0"), within=SETTLES)
        wanted = Counter(self.given.values())
        shown = [f"{word.title()}\u00a0: {wanted[place]}" for place, word in enumerate(WORDS) if wanted[place]]
        with suppress(TimeoutError):
            await until(lambda: all(one in self._text() for one in shown), within=SETTLES)
        kept = self.kept()
        told = {one.user: self._told(one) for one in self.people}
        return Outcome(
            votes=self.votes,
            lost=sum(kept.get(user) != mark for user, mark in self.given.items()),
            double=len(self.bot.rows("SELECT 1 FROM ballots")) - len(self.given),
            repeated=sum(max(0, told[user] - count) for user, count in self.answers.items()),
            missing=sum(max(0, count - told[user]) for user, count in self.answers.items()),
            cards=len(self._shows("Vote 1")),
            shown=all(one in self._text() for one in shown),
        )

    async def end(self) -> int:
        """Stops the bot: its status."""
        status = await self.bot.end()
        for one in (self.ana, *self.people):
            one.close()
        return status

    def vote(self, number: int) -> None:
        """One of the people answers; of the same one the last answer counts."""
        who, place = self.people[number % len(self.people)], self.dice.randrange(len(WORDS))
        who.say(self.room, WORDS[place], reply_to=self.card)
        self.given[who.user] = place
        self.answers[who.user] += 1

    def kept(self) -> dict[str, int]:
        """What the bot has kept of it, by account."""
        rows = self.bot.rows("SELECT a.user, b.marks FROM ballots b JOIN accounts a ON a.member = b.member")
        return {user: int(marks) for user, marks in rows}

    def _shows(self, text: str) -> Sequence[str]:
        return [one.id for one in self.ana.seen(self.room) if one.sender == self.me and text in one.body]

    def _text(self) -> str:
        return next(one.body for one in self.ana.seen(self.room) if one.id == self.card)

    def _told(self, who: Someone) -> int:
        """How many messages the bot wrote to somebody in private, sealed as they are."""
        count = 0
        for room in who.invited():
            who.join(room)
            events = who.events(room)
            count += sum(one["sender"] == self.me and one["type"] == "m.room.encrypted" for one in events)
        return count

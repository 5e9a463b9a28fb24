"""Acting as people from another process: small JSON calls under /control/, for benchmarks and kill storms."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.botapi.acts import find_button
from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.people import Person

if TYPE_CHECKING:
    from tests.botapi.server import Server

Json = dict[str, Any]


class Control:
    """What `/control/VERB` does; every answer is JSON. People and chats are named by their ids."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._world = server.world
        self._storm: asyncio.Task[None] | None = None
        self._turns = count()
        self.quit = asyncio.Event()

    async def handle(self, request: web.BaseRequest, verb: str) -> web.Response:
        """One call."""
        run: Callable[[Json], Awaitable[Any]] | None = getattr(self, f"do_{verb.strip('/')}", None)
        if run is None:
            return web.json_response({"error": f"no verb “{verb}”"}, status=404)
        try:
            asked = json.loads(await request.read() or b"{}")
            return web.json_response({"result": await run(asked)})
        except (AssertionError, KeyError, ValueError, TimeoutError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    # making

    async def do_people(self, asked: Json) -> list[int]:
        """`count` people; their ids."""
        made = [self._world.person(f"Person {number}") for number in range(asked["count"])]
        return [person.id for person in made]

    async def do_group(self, asked: Json) -> int:
        """A group with `members` and `admins`, the bot in it, as administrator with `admin`."""
        members = [self._person(one) for one in asked["members"]]
        admins = [self._person(one) for one in asked.get("admins", asked["members"][:1])]
        kind = asked.get("kind", "supergroup")
        group = self._world.group(asked.get("title", "La Ruche"), members, admins, kind=kind)
        if asked.get("bot", True):
            await self._world.add_bot(group, by=admins[0], admin=asked.get("admin", False))
        return group.id

    # acting

    async def do_say(self, asked: Json) -> int:
        """Somebody (`who`) writes `text` in `chat`, in private without one; the message's number."""
        who = self._person(asked["who"])
        chat = self._chat(asked["chat"]) if "chat" in asked else self._world.private(who)
        return (await self._world.say(who, chat, asked["text"])).id

    async def do_press(self, asked: Json) -> Json:
        """Somebody (`who`) presses `button` under `message` in `chat` and waits for the toast."""
        who, message = self._person(asked["who"]), self._message(asked)
        toast = await self._world.press(who, message, asked["button"], wait=asked.get("wait", 15.0))
        return {"text": toast.text, "alert": toast.alert, "url": toast.url}

    async def do_storm(self, asked: Json) -> int:
        """Each of `people` presses one of `buttons` in turn, `rate` a second (all at once without), and nobody waits.

        With `times` each person presses that often, going through the buttons. Gives how many presses there will be.
        """
        people = [self._person(one) for one in asked["people"]]
        buttons, message = asked["buttons"], self._message(asked)
        times = asked.get("times", 1)
        plan = [
            (one, buttons[(place + turn) % len(buttons)]) for turn in range(times) for place, one in enumerate(people)
        ]
        self._storm = asyncio.create_task(self._press_all(plan, message, asked.get("rate", 0)))
        return len(plan)

    async def do_callers(self, asked: Json) -> Json:
        """`callers` at once, each pressing one of the first three buttons again once answered, `presses` altogether.

        People take turns, from one call to the next, and nobody presses the same button twice running. Gives presses a
        second and how long the answers took in milliseconds.
        """
        people, message = [self._person(one) for one in asked["people"]], self._message(asked)
        turns = islice(self._turns, asked["presses"])
        waits: list[float] = []

        async def caller() -> None:
            for turn in turns:
                began = time.monotonic()
                around, place = divmod(turn, len(people))
                await self._world.press(people[place], message, (place + around) % 3, wait=30.0)
                waits.append(time.monotonic() - began)

        began = time.monotonic()
        await asyncio.gather(*(caller() for _caller in range(asked["callers"])))
        return {"rate": len(waits) / (time.monotonic() - began), **_spread(waits)}

    async def do_edit_after_press(self, asked: Json) -> float:
        """Somebody (`who`) presses the first button; seconds until the message was edited."""
        message, ledger = self._message(asked), self._server.limits.ledger
        seen, began = len(ledger), time.monotonic()
        await self._world.press(self._person(asked["who"]), message, 0)
        async with asyncio.timeout(30):
            while not any(sent.message == message.id and sent.chat == asked["chat"] for sent in ledger[seen:]):
                await asyncio.sleep(0.001)
        return time.monotonic() - began

    async def do_call(self, asked: Json) -> Any:
        """Any act of the world by name, with ids for people and chats: {"act": "leave", "who": 5, "chat": -100}."""
        given = {key: self._thing(key, value) for key, value in asked.items() if key != "act"}
        happened = getattr(self._world, asked["act"])(**given)
        if asyncio.iscoroutine(happened):
            happened = await happened
        return happened.id if isinstance(happened, (Message, Chat, Person)) else happened

    async def do_fault(self, asked: Json) -> None:
        """The next call goes wrong: the arguments of `Faults.next`."""
        self._server.faults.next(**asked)

    async def do_limits(self, asked: Json) -> None:
        """Changes limits: {"on": false}, {"group_per_minute": 20}."""
        for name, value in asked.items():
            assert hasattr(self._server.limits, name), name
            setattr(self._server.limits, name, value)

    async def do_quit(self, asked: Json) -> None:
        """The process ends."""
        self.quit.set()

    # looking

    async def do_shown(self, asked: Json) -> list[str]:
        """What somebody (`to`) sees of the bot in `chat`."""
        to = self._person(asked["to"]) if "to" in asked else None
        return self._world.shown(
            self._chat(asked["chat"]) if "chat" in asked else self._world.private(to or self._any()), to=to
        )

    async def do_newest(self, asked: Json) -> Json:
        """The bot's newest message in `chat` that holds `text`: its number, text and buttons."""
        message = self._world.newest(self._chat(asked["chat"]), asked.get("text", ""))
        return {"message": message.id, "text": message.text, "buttons": message.buttons}

    async def do_toasts(self, asked: Json) -> Json:
        """How presses were answered: counts by text, and how long it took in milliseconds."""
        if self._storm and self._storm.done():
            self._storm.result()  # a storm that failed must not look like one that is over
        presses = list(self._world.presses.values())
        answered = [press for press in presses if press.toast]
        return {
            "pressed": len(presses), "answered": len(answered),
            "storming": bool(self._storm and not self._storm.done()),
            "texts": Counter(press.toast.text for press in answered if press.toast),
            "latency_ms": _spread([press.answered_at - press.at for press in answered]),
        }  # fmt: skip

    async def do_counters(self, asked: Json) -> Json:
        """Calls by method, answers by status, updates, what the limits let through and refused, violations."""
        limits, world = self._server.limits, self._world
        chat = self._chat(asked["chat"]) if "chat" in asked else None
        return {
            "calls": self._server.calls, "answers": {str(code): many for code, many in self._server.answers.items()},
            "emitted": sum(bot.queue.emitted for bot in world.bots.values()),
            "pending": sum(len(bot.queue.pending) for bot in world.bots.values()),
            "sent": len(limits.ledger), "refused": sum(limits.refused.values()),
            "busiest_minute": limits.busiest(chat), "by_method": Counter(sent.method for sent in limits.ledger),
            "violations": self._server.violations,
        }  # fmt: skip

    async def _press_all(self, plan: list[tuple[Person, str | int]], message: Message, rate: float) -> None:
        began = time.monotonic()
        for place, (who, button) in enumerate(plan):
            data = find_button(message, button)["callback_data"]
            self._world.press_data(who, message, data)
            if rate and (late := began + (place + 1) / rate - time.monotonic()) > 0:
                await asyncio.sleep(late)
            elif place % 50 == 49:
                await asyncio.sleep(0)

    def _person(self, number: int) -> Person:
        return self._world.people[number]

    def _any(self) -> Person:
        return next(iter(self._world.people.values()))

    def _chat(self, number: int) -> Chat:
        return self._world.chats[number] if number < 0 else self._world.private(self._person(number))

    def _message(self, asked: Json) -> Message:
        return self._chat(asked["chat"]).messages[asked["message"]]

    def _thing(self, key: str, value: Any) -> Any:
        if key in ("who", "by") and isinstance(value, int):
            return self._world.account(value)
        return self._chat(value) if key == "chat" and isinstance(value, int) else value


def _spread(seconds: list[float]) -> Json:
    if not seconds:
        return {}
    ranked = sorted(seconds)
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {name: round(ranked[min(len(ranked) - 1, int(share * len(ranked)))] * 1000, 2) for name, share in at.items()}

"""The methods of the Bot API: each declares the parameters it models, and any other fails loudly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.botapi.calls import Call, Unmodelled

Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its name as documented, what does it, and the parameters that are modelled."""

    name: str
    run: Handler
    parameters: frozenset[str]


METHODS: dict[str, Method] = {}


def method(name: str, parameters: str = "") -> Callable[[Handler], Handler]:
    """Declares a method: `@method("getChat", "chat_id")`. Names compare without case, as Telegram's do."""

    def declare(run: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, run, frozenset(parameters.split()))
        return run

    return declare


async def perform(found: Method, call: Call) -> Any:
    """Runs a method; raises Refuse, or Unmodelled for a parameter that is not modelled."""
    if unknown := set(call.given) - found.parameters:
        raise Unmodelled(f"{found.name} with {', '.join(sorted(unknown))}")
    return await found.run(call)

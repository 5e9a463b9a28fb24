"""What goes wrong on the way, when a test asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

ANY = "*"

PHRASES = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 409: "Conflict", 413: "Request Entity Too Large",
    429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with one call, `after` its effect or instead of it.

    Fault(502, after=True)                 the message is there, the bot is told it failed
    Fault(429, retry_after=3)              too fast, whatever the limits say
    Fault(403, "bot was blocked by the user")
    Fault(drop=True)                       the connection breaks
    Fault(hang=True)                       no answer ever comes, as long as the server stands
    Fault(slow=0.2)                        the answer comes late; alone, or with one of the above
    Fault(first=lambda: world.migrate(group))   something happens just before the effect
    """

    code: int = 0
    description: str = ""
    retry_after: int = 0
    after: bool = False
    drop: bool = False
    hang: bool = False
    html: bool = False  # an error page of the machine in front, not JSON
    slow: float = 0.0
    first: Callable[[], object] | None = None

    @property
    def text(self) -> str:
        """The description that the answer carries."""
        if self.retry_after:
            return f"Too Many Requests: retry after {self.retry_after}"
        phrase = PHRASES.get(self.code, "Error")
        return f"{phrase}: {self.description}" if self.description else phrase


@dataclass
class Faults:
    """The faults that wait for their calls."""

    waiting: list[tuple[str, Fault]] = field(default_factory=list)
    happened: list[tuple[str, Fault]] = field(default_factory=list)
    date_off: float = 0.0  # seconds by which the server's Date header is wrong

    def next(self, method: str = ANY, code: int = 0, description: str = "", *, times: int = 1, **more: object) -> None:
        """The next call of a method (or of any but getUpdates) goes wrong: `next("sendMessage", 502, after=True)`."""
        fault = Fault(code, description, **more)
        self.waiting += [(method.lower(), fault)] * times

    def take(self, method: str) -> Fault | None:
        """The fault of this call, if any."""
        for place, (wanted, fault) in enumerate(self.waiting):
            if wanted == method or (wanted == ANY and method != "getupdates"):
                del self.waiting[place]
                self.happened.append((method, fault))
                return fault
        return None

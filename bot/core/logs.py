"""Logs: what happened, for operators. Never what people wrote or chose, never a secret, at any level.

Our own modules log events and numbers. Libraries may quote what they were given, so they are heard from warnings on,
and a traceback shows code, not values.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from types import TracebackType
from typing import Any, TextIO, cast

import structlog
from structlog.typing import Processor, WrappedLogger

OURS = ("bot", "handlers", "storage")
MASK = "***"

# The messages of these speak of code, files and tables. Any other may quote what somebody wrote: int("Paul") does.
HARMLESS = (OSError, sqlite3.Error, ImportError, AttributeError, NameError, RecursionError, MemoryError)

_SECRET = r"token|password|passwd|passphrase|secret|(?:api|pickle|private)_key"
_NAMES = re.compile(rf"(?i)(?:\w+_)?(?:{_SECRET}|authorization|cookie)$")
_SENTENCE = r"(?!:\s(?-i:[a-z]{1,4})\s)"  # "the token: it was revoked": no secret is so short a word
_IS = r"[\\\"']*\s*[:=]\s*[\\\"']*"  # also between quotes that JSON has escaped
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?i)(authorization{_IS})(?:(?:bearer|basic|digest)\s+)?[^\s\\\"',;]+"), rf"\1{MASK}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {MASK}"),
    (re.compile(rf"(?i)\b((?:\w+_)?(?:{_SECRET}){_SENTENCE}{_IS})[^\s\\\"',;&}}]+"), rf"\1{MASK}"),
    (re.compile(r"\bbot\d+:[\w-]+"), f"bot{MASK}"),  # the path of every call to Telegram
    (re.compile(r"\b\d{6,12}:[\w-]{30,}"), MASK),  # Telegram's tokens
    (re.compile(r"\b(?:syt|mat|mct|mcr|MDA)_?[\w-]{16,}"), MASK),  # Matrix's tokens
    (re.compile(r"(://)[^/\s:@]*:[^/\s@]+@"), rf"\1{MASK}@"),  # https://name:password@host
    (re.compile(r"-----BEGIN [^-]*PRIVATE KEY-----.*?(?:-----END [^-]*-----|$)", re.DOTALL), MASK),
)


def configure(
    level: str = "info", format: str = "console", *, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Sends all logs to the error output, one event a line. `secrets` are masked wherever they appear."""
    output = stream or sys.stderr
    colors = format == "console" and output.isatty()
    handler = logging.StreamHandler(output)
    handler.setFormatter(_formatter(format, colors=colors, secrets=tuple(secrets)))
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    ours = getattr(logging, level.upper())
    root.setLevel(max(ours, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(ours)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _formatter(format: str, *, colors: bool, secrets: tuple[str, ...]) -> logging.Formatter:
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if format == "json"
        else structlog.dev.ConsoleRenderer(colors=colors, pad_event_to=0)
    )
    without_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_shared(), first_line],
        processors=[without_meta, mask_values, renderer, Redaction(secrets)],
    )


def _shared() -> list[Processor]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        plain_traceback,
    ]


def plain_traceback(_logger: WrappedLogger, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces an exception with where it came from; values of variables are never shown."""
    about = event.pop("exc_info", None)
    if about is True:
        about = sys.exc_info()
    elif isinstance(about, BaseException):
        about = (type(about), about, about.__traceback__)
    if isinstance(about, tuple) and about[1] is not None:
        event["exception"] = told(cast(BaseException, about[1]), about[2])
    event.pop("stack_info", None)
    return event


def told(error: BaseException, at: TracebackType | None = None) -> str:
    """An exception, what caused it first, as frames and types; its message only where it cannot quote anybody."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    parts = [told(before), "which led to:"] if before is not None else []
    frames = traceback.format_list(traceback.extract_tb(at or error.__traceback__))
    parts.append("".join(["Traceback, the latest call last:\n", *frames]).rstrip())
    if isinstance(error, BaseExceptionGroup):
        parts.extend(told(one) for one in error.exceptions)
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    parts.append(f"{kind}: {error}" if isinstance(error, HARMLESS) else kind)
    return "\n".join(parts)


def first_line(_logger: WrappedLogger, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of what a library logs the first line: asyncio, for one, goes on with a description of the lost result."""
    event["event"] = str(event.get("event", "")).partition("\n")[0]
    return event


def mask_values(_logger: WrappedLogger, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Masks the values whose name says that they are secret."""
    return {key: MASK if _NAMES.match(key) else value for key, value in event.items()}


class Redaction:
    """Masks, in the finished line, the secrets that are known and everything that looks like one."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        self._secrets = sorted((secret for secret in secrets if len(secret) > 3), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _name: str, line: Any) -> str:
        return self.redact(str(line))

    def redact(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        for pattern, mask in _PATTERNS:
            text = pattern.sub(mask, text)
        return text

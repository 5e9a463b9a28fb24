"""What `coop init` asks: each answer as it will be kept, or why it cannot be."""

from __future__ import annotations

import os
import re
from zoneinfo import available_timezones

from bot.chat.text import _
from bot.commands.asking import Wrong
from bot.commands.failures import refusal
from bot.config import TOKEN
from bot.domain.errors import Refused
from bot.domain.members import LANGUAGES
from bot.domain.names import Empty, TooLong, clean, fold, visible

NAME = 100
USUAL_ZONE = "Europe/Paris"
ACCOUNT = re.compile(r"@[^\s:@/]{1,200}:[A-Za-z0-9.\-\[\]:]{1,200}")
HOMESERVER = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[^\s?#]*)?")


def language(text: str) -> str:
    """ "fr" or "en", also by its name."""
    chosen = {"francais": "fr", "french": "fr", "anglais": "en", "english": "en"}.get(fold(text), fold(text))
    if chosen not in LANGUAGES:
        raise Wrong(_("“{text}” is not possible here. Write fr or en.", text=_shown(text)))
    return chosen


def name(text: str) -> str:
    """The name of the cooperative."""
    try:
        return clean(text, most=NAME)
    except (Empty, TooLong):
        raise Wrong(_("A name of 1 to {most} characters is needed. For example: Riverside Co-op", most=NAME)) from None
    except Refused as no:
        raise Wrong(refusal(no)) from None


def zone(text: str) -> str:
    """The full name of a time zone; a city's name is enough where only one has it."""
    wanted = fold(text).replace(" ", "_")
    known = sorted(available_timezones())
    found = [one for one in known if fold(one) == wanted] or [
        one for one in known if fold(one).rpartition("/")[2] == wanted
    ]
    if len(found) != 1:
        near = found[0] if found else USUAL_ZONE
        raise Wrong(_("“{text}” is not the name of a time zone. For example: {near}", text=_shown(text), near=near))
    return found[0]


def token(text: str) -> str:
    """A token of Telegram, by its form; what was typed is not repeated."""
    if TOKEN.fullmatch(text) is None:
        raise Wrong(
            _("That is not the token of a bot. @BotFather gives one that looks like this: {example}",
              example="123456789:AAE4v0lJ9c-Qb7ZtR2xW8yK1mN5pS6uV3aB")
        )  # fmt: skip
    return text


def account(text: str) -> str:
    """The full id of a Matrix account."""
    if ACCOUNT.fullmatch(text) is None:
        raise Wrong(
            _("“{text}” is not the account of a bot on Matrix. Write it in full, for example: {example}",
              text=_shown(text), example="@coop:example.org")
        )  # fmt: skip
    return text


def homeserver(text: str) -> str:
    """The address of a Matrix server; https unless it says otherwise."""
    url = (text if "://" in text else f"https://{text}").rstrip("/")
    if HOMESERVER.fullmatch(url) is None:
        raise Wrong(
            _("“{text}” is not the address of a Matrix server. For example: {example}",
              text=_shown(text), example="https://matrix.example.org")
        )  # fmt: skip
    return url


def machine_zone() -> str:
    """The time zone of this machine; Paris where it has none of its own."""
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    found = next((one for one in (os.environ.get("TZ", ""), linked) if "/" in one and not one.startswith("Etc/")), "")
    return found if found in available_timezones() else USUAL_ZONE


def _shown(text: str) -> str:
    """What was typed, fit for a terminal."""
    return visible(text)[:60]

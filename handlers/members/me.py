"""My own settings: `/moi`."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.chat.message import Message
from bot.core.command import Command, Keys, read_line
from bot.core.feature import Verb
from bot.core.spaced import close_up
from bot.domain.errors import N_, Refused
from bot.domain.members import Member
from bot.domain.names import fold
from bot.domain.quiet import Quiet
from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor
from bot.domain.zones import read_zone
from handlers.context import Ctx
from handlers.members import mine, views
from handlers.members.actions import Calm, Mine, Mute, Speak, Zone
from handlers.members.feature import members

KEYS = Keys({
    "language": {"langue": "en", "language": "en"},
    "reminders": {"rappels": "non", "reminders": "no"},
    "zone": {"fuseau": "Europe/Paris", "zone": "Europe/Paris"},
    "quiet": {"calme": "22h-7h", "quiet": "10pm-7am"},
}, alone=True)  # fmt: skip
LANGUAGES = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}
MUTED = {"oui": False, "yes": False, "non": True, "no": True}
WORDS = {"muet": True, "mute": True, "rappels": False, "reminders": False, "unmute": False}
GROUPS = ("groupe", "group", "-")
NEVER = ("jamais", "never", "non", "no", "aucune")
PAGES = {
    "calme": "quiet", "quiet": "quiet", "fuseau": "zone", "zone": "zone",
    "comptes": "accounts", "accounts": "accounts", "compte": "accounts",
    "groupes": "groups", "groups": "groups", "votes": "votes", "pouvoirs": "proxies", "proxies": "proxies",
    "copie": "copy", "copy": "copy", "effacer": "erase", "erase": "erase",
}  # fmt: skip
DAY = 24 * 60  # minutes


class NotMine(Refused):
    says = N_("“{text}” is not a setting of yours. For example: /me language=en reminders=no quiet=10pm-7am")


class NoHours(Refused):
    says = N_("“{text}” are not quiet hours: from when to when, or “never”? For example: /me quiet=10pm-7am")


@members.command(
    "moi", "me",
    verbs={
        "": Verb("/moi"),
        "language": Verb("/moi langue=en"),
        "copy": Verb("/moi copie"),
        "erase": Verb("/moi effacer"),
    },
    help=N_("Personal settings, groups, roles and votes; a copy of one’s data, and the erasure of one’s account"),
    examples=(N_("/me"), N_("/me language=en reminders=no quiet=10pm-7am"), N_("/me copy")),
)  # fmt: skip
def me(ctx: Ctx, command: Command) -> None:
    line = read_line(close_up(command.text, KEYS), KEYS)
    page = PAGES.get(fold(line.text)) if not line.settings else None
    if page is not None:
        mine.show(ctx, page)
        return
    member = ctx.member
    for key, text in (line.settings or _bare(line.text)).items():
        member = _changed(member, key, text, line.typed.get(key, key))
    if member != ctx.member:
        _keep(ctx, member)
    ctx.private(_shown(ctx))


def _bare(text: str) -> dict[str, str]:
    """`/me english`, `/me mute`: one word is enough."""
    word = fold(text)
    if not word:
        return {}
    return {"language": text} if word in LANGUAGES else {"reminders": text}


def _changed(member: Member, key: str, text: str, typed: str) -> Member:
    word = fold(text)
    if key == "language" and word in LANGUAGES:
        return replace(member, language=LANGUAGES[word])
    if key == "reminders" and word in MUTED | WORDS:
        return replace(member, muted=(MUTED | WORDS)[word])
    if key == "zone":
        return replace(member, zone="" if word in GROUPS else read_zone(typed, text))
    if key == "quiet":
        return replace(member, quiet=hours(text))
    raise NotMine(text=text[:60])


def hours(text: str) -> Quiet:
    """Quiet hours as people write them: "22h-7h", "10pm to 7am", "never"."""
    if fold(text) in NEVER:
        return Quiet(time(0), time(0))
    for mark in ("-", "–", " à ", " to "):
        start, found, end = text.partition(mark)
        if found:
            return Quiet(_hour(start, text), _hour(end, text))
    raise NoHours(text=text[:60])


def _hour(part: str, text: str) -> time:
    cursor = Cursor(part.strip()[:20])
    found = clock(cursor)
    if found is None or not cursor.is_done or found.minutes >= DAY:
        raise NoHours(text=text[:60])
    return time(*divmod(found.minutes, 60))


def _keep(ctx: Ctx, member: Member) -> None:
    """Keeps it, and speaks accordingly from now on."""
    ctx.tx.members.keep(member)
    ctx.member = member
    if ctx.room is None:
        ctx.words = ctx.words_to(member)


def _shown(ctx: Ctx) -> Message:
    accounts = ctx.tx.members.accounts(ctx.member.id)
    return views.me(ctx.member, ctx.mine.language, accounts, proxies=mine.has_proxies(ctx))


@members.button(Speak)
def speak(ctx: Ctx, press: Speak) -> None:
    _keep(ctx, replace(ctx.member, language=LANGUAGES.get(press.language, "fr")))
    ctx.turn(_shown(ctx))


@members.button(Mute)
def mute(ctx: Ctx, press: Mute) -> None:
    _keep(ctx, replace(ctx.member, muted=press.muted))
    ctx.turn(_shown(ctx))


@members.button(Calm)
def calm(ctx: Ctx, press: Calm) -> None:
    _keep(ctx, replace(ctx.member, quiet=hours(press.hours)))
    ctx.turn(_shown(ctx))


@members.button(Zone)
def zone(ctx: Ctx, press: Zone) -> None:
    _keep(ctx, replace(ctx.member, zone="" if fold(press.zone) in GROUPS else read_zone("zone", press.zone)))
    ctx.turn(_shown(ctx))


@members.button(Mine)
def page(ctx: Ctx, press: Mine) -> None:
    mine.show(ctx, press.page)

"""My own settings: `/moi`."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.message import Message
from bot.core.command import Command, Keys, read_line
from bot.domain.errors import N_, Refused
from bot.domain.members import Member
from bot.domain.names import fold
from handlers.basics import service, views
from handlers.basics.actions import Mute, Speak
from handlers.basics.chat import basics
from handlers.context import Ctx

KEYS = Keys({
    "language": {"langue": "en", "language": "en"},
    "reminders": {"rappels": "non", "reminders": "no"},
})  # fmt: skip
LANGUAGES = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}
MUTED = {"oui": False, "yes": False, "non": True, "no": True}
WORDS = {"muet": True, "mute": True, "rappels": False, "reminders": False, "unmute": False}


class NotMine(Refused):
    says = N_("“{text}” is not a setting of yours. For example: /me language=en reminders=no")


@basics.command(
    "moi", "me",
    help=N_("My language, my reminders, what is waiting for me"),
    examples=(N_("/me"), N_("/me language=en reminders=no")),
)  # fmt: skip
def me(ctx: Ctx, command: Command) -> None:
    line = read_line(command.text, KEYS)
    member = ctx.member
    for key, text in (line.settings or _bare(line.text)).items():
        member = _changed(member, key, text)
    if member != ctx.member:
        _keep(ctx, member)
    ctx.private(_shown(ctx))


def _bare(text: str) -> dict[str, str]:
    """`/me english`, `/me mute`: one word is enough."""
    word = fold(text)
    if not word:
        return {}
    return {"language": text} if word in LANGUAGES else {"reminders": text}


def _changed(member: Member, key: str, text: str) -> Member:
    word = fold(text)
    if key == "language" and word in LANGUAGES:
        return replace(member, language=LANGUAGES[word])
    if key == "reminders" and word in MUTED | WORDS:
        return replace(member, muted=(MUTED | WORDS)[word])
    raise NotMine(text=text[:60])


def _keep(ctx: Ctx, member: Member) -> None:
    """Keeps it, and speaks accordingly from now on."""
    ctx.tx.members.keep(member)
    ctx.member = member
    if ctx.room is None:
        ctx.words = ctx.words_to(member)


def _shown(ctx: Ctx) -> Message:
    return views.me(ctx.member, ctx.mine.language, len(service.waiting(ctx)))


@basics.button(Speak)
def speak(ctx: Ctx, press: Speak) -> None:
    _keep(ctx, replace(ctx.member, language=LANGUAGES.get(press.language, "fr")))
    ctx.turn(_shown(ctx))


@basics.button(Mute)
def mute(ctx: Ctx, press: Mute) -> None:
    _keep(ctx, replace(ctx.member, muted=press.muted))
    ctx.turn(_shown(ctx))

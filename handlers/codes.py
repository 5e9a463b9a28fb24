"""One-time codes: given out, looked up and spent in one way, whatever they are for."""

from __future__ import annotations

import secrets

from bot.chat.text import Phrase
from bot.domain import codes
from bot.domain.codes import LASTS, MOST_MADE, Code, CodeUnknown, Purpose, TooManyCodes
from bot.domain.operators import ALPHABET, LENGTH, written
from handlers.context import Ctx


def coin(ctx: Ctx, purpose: Purpose, subject: int) -> tuple[str, Code]:
    """A new code as people read it, and as it is kept."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
    text, code = codes.make(letters, purpose, subject, now=ctx.now)
    ctx.tx.codes.keep(code, ctx.member.id)
    return text, code


def coin_only(ctx: Ctx, purpose: Purpose, subject: int, example: Phrase) -> tuple[str, Code]:
    """The same, and those given before open nothing any more; raises TooManyCodes for who asks again and again."""
    number, first = ctx.tx.codes.made(ctx.member.id, purpose, ctx.now - LASTS)
    if number >= MOST_MADE and first is not None:
        raise TooManyCodes(until=first + LASTS, example=example)
    ctx.tx.codes.retire(purpose, subject)
    return coin(ctx, purpose, subject)


def found(ctx: Ctx, text: str, purpose: Purpose) -> Code | None:
    """The code that somebody wrote, as long as it holds. A wrong one is told, not refused: the try must be kept."""
    ctx.tx.codes.tries(ctx.member.id).check(ctx.now)
    kept = ctx.tx.codes.get(codes.digest(text))
    try:
        if kept is None:
            raise CodeUnknown
        kept[0].use(purpose, now=ctx.now)
    except CodeUnknown:
        ctx.tx.codes.missed(ctx.member.id, ctx.now)
        ctx.reply(Phrase(CodeUnknown.says))
        return None
    return kept[0]


def spend(ctx: Ctx, code: Code) -> None:
    """It opens nothing any more."""
    kept = ctx.tx.codes.get(code.digest)
    assert kept is not None  # it was found just before
    ctx.tx.codes.keep(code.use(code.purpose, now=ctx.now), kept[1])


def held(ctx: Ctx, digest: str, purpose: Purpose) -> Code:
    """A code that was found before, and still holds; raises CodeUnknown."""
    kept = ctx.tx.codes.get(digest)
    if kept is None:
        raise CodeUnknown
    kept[0].use(purpose, now=ctx.now)
    return kept[0]


def withdraw(ctx: Ctx, text: str, purpose: Purpose) -> bool:
    """A code that everybody could read is worth nothing any more; whether the text is one at all."""
    if written(text) is None:
        return False
    kept = ctx.tx.codes.get(codes.digest(text))
    if kept is not None and kept[0].purpose is purpose:
        ctx.tx.codes.retire(purpose, kept[0].subject)
    return True

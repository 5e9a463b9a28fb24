"""The one-time code by which whoever runs the bot makes themself known to it."""

from __future__ import annotations

import secrets
from pathlib import Path

from bot.app import App
from bot.chat.text import Phrase, _
from bot.domain.operators import ALPHABET, LENGTH, Code, coined
from storage.database import Database
from storage.transaction import Transaction


def first(path: Path, bot: str = "") -> Phrase | None:
    """What to do with the code, before the bot first runs; the database is made for it."""
    with Database(path) as database, database.begin() as tx:
        return _told(_offered(tx), bot)


async def offered(app: App, bot: str = "") -> Phrase | None:
    """What to do with the code; None once somebody sent it."""
    return _told(await app.writer.do(_offered), bot)


def _offered(tx: Transaction) -> Code | None:
    return tx.operators.offer(coined("".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))))


def _told(code: Code | None, bot: str) -> Phrase | None:
    if code is None:
        return None
    if not bot:
        return _("Whoever runs the bot sends it this code in private, once: {code}", code=code.text)
    return _("Whoever runs the bot sends this code in private, once, to @{bot}: {code}", bot=bot, code=code.text)

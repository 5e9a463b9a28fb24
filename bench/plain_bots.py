"""The peers: one plain handler each in python-telegram-bot and aiogram, which keep the votes in memory.

`python -m bench.plain_bots NAME BASE_URL TOKEN FILE`: answers `/vote` with a message of three buttons and each press
with a toast. No database, no living message: what a bot that forgets everything could reach. `storing` is aiogram's
again, which writes each vote through to a file of SQLite before it answers: what a bot that keeps votes could reach.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Callable

VOTES: dict[int, str] = {}
TOAST = "C’est noté : {}."
LABELS = ("Pour", "Contre", "Abstention")


async def ptb(base_url: str, token: str) -> None:
    """python-telegram-bot as its manual begins, with concurrent updates."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
    from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

    async def ask(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        row = [InlineKeyboardButton(label, callback_data=f"v:{place}") for place, label in enumerate(LABELS)]
        assert update.message
        await update.message.reply_text("Vote 1", reply_markup=InlineKeyboardMarkup([row]))

    async def keep(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query
        assert query.data
        VOTES[query.from_user.id] = query.data
        await query.answer(TOAST.format(LABELS[int(query.data[2:])]))

    app = ApplicationBuilder().token(token).base_url(base_url).concurrent_updates(True).build()
    app.add_handler(CommandHandler("vote", ask))
    app.add_handler(CallbackQueryHandler(keep))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(poll_interval=0.0)
        await asyncio.Event().wait()


async def aiogram(base_url: str, token: str, keep_one: Callable[[int, str], None] = VOTES.__setitem__) -> None:
    """aiogram as its manual begins; it handles updates side by side by itself."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.filters import Command
    from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

    dispatcher = Dispatcher()

    @dispatcher.message(Command("vote"))
    async def ask(message: Message) -> None:
        row = [InlineKeyboardButton(text=label, callback_data=f"v:{place}") for place, label in enumerate(LABELS)]
        await message.answer("Vote 1", reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]))

    @dispatcher.callback_query()
    async def keep(query: CallbackQuery) -> None:
        assert query.data
        keep_one(query.from_user.id, query.data)
        await query.answer(TOAST.format(LABELS[int(query.data[2:])]))

    server = TelegramAPIServer.from_base(base_url.removesuffix("/bot"))
    bot = Bot(token, session=AiohttpSession(api=server))
    await dispatcher.start_polling(bot, handle_signals=False)


async def storing(base_url: str, token: str, file: str) -> None:
    """The same, with one row written through for each vote."""
    database = sqlite3.connect(file, isolation_level=None)
    database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE votes (person INTEGER PRIMARY KEY, answer TEXT NOT NULL)")

    def keep_one(person: int, answer: str) -> None:
        database.execute("INSERT OR REPLACE INTO votes VALUES (?, ?)", (person, answer))

    await aiogram(base_url, token, keep_one)


def main(name: str, base_url: str, token: str, file: str) -> None:
    """Runs one until it is killed."""
    bots = {"ptb": ptb, "aiogram": aiogram}
    asyncio.run(storing(base_url, token, file) if name == "storing" else bots[name](base_url, token))


if __name__ == "__main__":
    main(*sys.argv[1:])

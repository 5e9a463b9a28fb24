"""Telegram, through the Bot API: python-telegram-bot as a client over aiohttp, with loops of our own."""

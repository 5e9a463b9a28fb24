"""Being called by Telegram: it brings an update to our address, and again until we answer 200."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Sequence

from telegram import WebhookInfo

from bot.adapters.telegram.client import UPDATES, Client, Json, contested
from bot.adapters.telegram.errors import BAD_REQUEST, Declined
from bot.adapters.telegram.patience import Patience
from bot.adapters.telegram.polling import number
from bot.chat.adapter import Barred, Emit, TryLater
from bot.chat.events import Event
from bot.chat.text import _

CONNECTIONS = 100  # as many as Telegram opens; it brings the updates of one chat one after another
LOOKED_AT = 300.0  # seconds between two looks at whose webhook it is

OK, BAD, FORBIDDEN, LATER = 200, 400, 403, 503


class Webhook:
    """`read` makes events of an update. `receive` is what the web part calls; it answers after the commit."""

    def __init__(
        self, client: Client, url: str, secret: str, read: Callable[[Sequence[Json]], Sequence[Event]]
    ) -> None:
        self._client = client
        self._url = url
        self._secret = secret.encode()
        self._read = read
        self._emit: Emit | None = None

    async def listen(self, emit: Emit) -> None:
        """Has Telegram call us until cancelled; Barred when it refuses, or when somebody else has it call them."""
        patience = Patience()
        await patience.insist(self._announce)
        self._emit = emit
        try:
            while True:
                try:
                    async with asyncio.timeout(LOOKED_AT):
                        await self._client.refused.wait()
                except TimeoutError:
                    pass
                self._client.refused.clear()
                info = await patience.insist(self._client.bot.get_webhook_info)
                if info.url != self._url:
                    raise contested()
        finally:
            self._emit = None

    async def receive(self, secret: str | None, body: bytes) -> int:
        """The HTTP status for a call: 200 once its events are kept, 503 when it must be brought again."""
        if not hmac.compare_digest((secret or "").encode(), self._secret):
            return FORBIDDEN
        update = _update(body)
        if update is None:
            return BAD
        if self._emit is None:
            return LATER
        try:
            for event in self._read([update]):
                await self._emit(event)
        except TryLater:
            return LATER
        return OK

    async def _announce(self) -> WebhookInfo | None:
        try:
            await self._client.bot.set_webhook(
                self._url, secret_token=self._secret.decode(), allowed_updates=UPDATES, max_connections=CONNECTIONS
            )
        except Declined as no:
            if no.code == BAD_REQUEST:
                raise Barred(
                    _("Telegram refuses the address in [telegram] webhook_url: {reason}", reason=no.told)
                ) from None
            raise
        return None


def _update(body: bytes) -> Json | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and number(update) >= 0 else None

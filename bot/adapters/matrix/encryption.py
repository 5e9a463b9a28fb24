"""End-to-end encryption: matrix-nio keeps the keys and does the mathematics, our own connection carries its calls.

Its calls fail as all others do, with Declined or Lost, and it repeats none by itself. Unknown devices are written to:
whoever is in a room reads what is said there, and the bot cannot compare emojis with anybody.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import nio
from nio.crypto.attachments import encrypt_attachment

from bot.adapters.matrix.errors import Fault, Lost
from bot.adapters.matrix.server import ANSWERING, CONNECTING, Server
from bot.adapters.matrix.store import Session

Json = Mapping[str, Any]

log = logging.getLogger(__name__)

# What the library logs below an error names rooms, devices and keys.
logging.getLogger("nio").setLevel(logging.ERROR)


class Encryption:
    """The keys of one device. Every sync goes through `receive` before it is read."""

    def __init__(self, server: Server, session: Session, folder: Path) -> None:
        self._server = server
        config = nio.AsyncClientConfig(encryption_enabled=True, pickle_key=session.pickle, store_sync_tokens=False)
        self.nio = _Nio(server, session, folder, config)
        self.nio.restore_login(session.user, session.device, session.token)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def close(self) -> None:
        """Lets go of the file of keys."""
        store = self.nio.store
        if store is not None:
            store.database.close()

    async def receive(self, sync: Json) -> dict[str, Json]:
        """Takes the keys in what the server tells; the events that were encrypted, as they really are, by their id."""
        # A copy: the library takes pieces out of what it reads.
        response = nio.SyncResponse.from_dict(json.loads(json.dumps(sync)))
        if not isinstance(response, nio.SyncResponse):
            log.error("an answer of the server is not as the library expects it: nothing in it is decrypted")
            return {}
        self.nio.next_batch = ""  # the library takes no answer twice; we may have to
        await self.nio.receive_response(response)
        return {
            event.event_id: event.source
            for info in response.rooms.join.values()
            for event in info.timeline.events
            if isinstance(event, nio.Event) and event.decrypted
        }

    async def publish_again(self) -> None:
        """A device that was removed and comes back has its keys, and the server has none of them: nobody could write to
        it. They are published anew by the next `upkeep`. Raises Declined or Lost."""
        olm, user, device = self.nio.olm, self.nio.user_id, self.nio.device_id
        if olm is None or not olm.account.shared:
            return
        found = await self._server.call("POST", "/keys/query", {"device_keys": {user: [device]}})
        if device not in found.get("device_keys", {}).get(user, {}):
            log.warning("the bot’s device had been removed: its keys are published again")
            olm.account.shared = False
            olm.save_account()

    async def upkeep(self) -> bool:
        """Publishes and asks for keys where that is due; whether this device has published its own."""
        try:
            if self.nio.should_upload_keys:
                await self.nio.keys_upload()
            if self.nio.should_query_keys:
                await self.nio.keys_query()
            if self.nio.should_claim_keys:
                await self.nio.keys_claim(self.nio.get_users_for_key_claiming())
            await self.nio.send_to_device_messages()
        except Fault as fault:
            log.warning("keys could not be exchanged now, after the next sync then: %s", fault)
        return bool(self.nio.olm is not None and self.nio.olm.account.shared)

    def open(self, room: str, event: Json) -> Json | None:
        """What an encrypted event really is; None as long as its key is not there."""
        sealed = nio.Event.parse_event(json.loads(json.dumps(event)))
        olm = self.nio.olm
        if not isinstance(sealed, nio.MegolmEvent) or olm is None:
            return None
        found = olm._decrypt_megolm_no_error(sealed, room)
        return found.source if isinstance(found, nio.Event) else None

    def made(self, room: str, *invited: str) -> None:
        """The bot itself has just made an encrypted room, of which no sync has told yet."""
        known = self.nio.rooms.setdefault(room, nio.MatrixRoom(room, self.nio.user_id, encrypted=True))
        for user in (self.nio.user_id, *invited):
            known.add_member(user, "", None, invited=user in invited)
        if self.nio.olm is not None:
            self.nio.olm.update_tracked_users(known)

    async def seal(self, room: str, kind: str, content: Json) -> tuple[str, Json]:
        """The event as it is to be sent to an encrypted room."""
        async with self._locks[room]:
            known = self.nio.rooms.get(room)
            if known is None:
                raise Lost("the room is not known yet")
            known.encrypted = True  # a server tells of a new room piece by piece, and the library may miss this one
            if not known.members_synced:
                await self.nio.joined_members(room)
            if self.nio.should_query_keys:
                await self.nio.keys_query()
            if self.nio.olm is not None and self.nio.olm.should_share_group_session(room):
                await self.nio.share_group_session(room, ignore_unverified_devices=True)
            sealed: tuple[str, Json] = self.nio.encrypt(room, kind, dict(content))
            return sealed

    def conceal(self, data: bytes) -> tuple[bytes, dict[str, Any]]:
        """A file's content encrypted, and what opens it."""
        concealed: tuple[bytes, dict[str, Any]] = encrypt_attachment(data)
        return concealed


class _Nio(nio.AsyncClient):  # type: ignore[misc]  # the library tells no types
    """The library over our connection."""

    def __init__(self, server: Server, session: Session, folder: Path, config: nio.AsyncClientConfig) -> None:
        super().__init__(server.url, session.user, session.device, str(folder), config)
        self._server = server

    async def send(
        self, method: str, path: str, data: Any = None, headers: dict[str, str] | None = None,
        trace_context: Any = None, timeout: float | None = None,  # the library's own
    ) -> aiohttp.ClientResponse:  # fmt: skip
        """One call; raises Declined or Lost."""
        try:
            answer = await self._server.session.request(
                method, self._server.url + path, data=data, headers=headers, allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=timeout or ANSWERING, sock_connect=CONNECTING),
            )  # fmt: skip
            body = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Lost(type(error).__name__) from None
        if answer.status >= 300:
            raise self._server.declined(answer.status, _object(body))
        return answer


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

"""The peer on Matrix: matrix-nio as its manual begins, which says again what it hears and keeps nothing.

`python -m bench.plain_matrix HOMESERVER USER PASSWORD FOLDER`: comes into every room, and answers `!echo words`.
"""

from __future__ import annotations

import asyncio
import logging
import sys

import nio

WORD = "!echo "


async def main(homeserver: str, user: str, password: str, folder: str) -> None:
    """Echoes until it is killed."""
    config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = nio.AsyncClient(homeserver, user, store_path=folder, config=config)

    async def come(room: nio.MatrixRoom, event: nio.InviteMemberEvent) -> None:
        if event.state_key == user and event.membership == "invite":
            await client.join(room.room_id)

    async def echo(room: nio.MatrixRoom, event: nio.RoomMessageText) -> None:
        if event.sender != user and event.body.startswith(WORD):
            content = {"msgtype": "m.notice", "body": event.body.removeprefix(WORD)}
            await client.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)

    await client.login(password)
    client.add_event_callback(come, nio.InviteMemberEvent)
    client.add_event_callback(echo, nio.RoomMessageText)
    await client.sync(timeout=0, full_state=True)
    print("ready", flush=True)
    await client.sync_forever(timeout=30_000, full_state=True)


if __name__ == "__main__":
    logging.getLogger("nio").setLevel(logging.CRITICAL)
    asyncio.run(main(*sys.argv[1:]))

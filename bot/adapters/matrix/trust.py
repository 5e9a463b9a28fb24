"""Cross-signing: the account vouches for the bot's device, so that strict clients talk with it.

Three keys: the master vouches for the other two, the self-signing one for the account's devices, the user-signing one
for nobody. The library knows nothing of it. Doing it again changes nothing.
"""

from __future__ import annotations

import base64
import logging
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import vodozemac
from nio import Api

from bot.adapters.matrix.errors import Declined
from bot.adapters.matrix.server import Server
from bot.adapters.matrix.store import Store

if TYPE_CHECKING:
    from bot.adapters.matrix.account import Account

Json = Mapping[str, Any]
ROLES: Final = ("master", "self_signing", "user_signing")

log = logging.getLogger(__name__)


class Trust:
    """The keys that sign, kept in the store beside the device's own. Its calls raise Declined or Lost."""

    def __init__(self, server: Server, store: Store, password: str) -> None:
        self._server = server
        self._store = store
        self._password = password

    async def sign(self, me: Account) -> bool:
        """Has the account vouch for the device where it does not yet; whether it does now."""
        known = await self._known(me)
        keys = self._keys()
        if keys is None or not _is(known, "master_keys", me.id, keys["master"]):
            keys = keys or self._made()
            if not await self._publish(me, keys, replaces=bool(known.get("master_keys", {}).get(me.id))):
                return False
        device = known.get("device_keys", {}).get(me.id, {}).get(me.device)
        if device is None:
            return False  # its own keys are not there yet
        if _is_signed(device, me.id, keys["self_signing"]):
            return True
        signed = _signed(device, me.id, keys["self_signing"])
        await self._server.call("POST", "/keys/signatures/upload", {me.id: {me.device: signed}})
        return True

    async def signed(self, me: Account) -> bool:
        """Whether the server shows the device as vouched for; nothing is changed."""
        known = await self._known(me)
        vouching = known.get("self_signing_keys", {}).get(me.id, {}).get("keys", {})
        device = known.get("device_keys", {}).get(me.id, {}).get(me.device, {})
        signatures = device.get("signatures", {}).get(me.id, {})
        return any(name in signatures for name in vouching)

    async def _known(self, me: Account) -> dict[str, Any]:
        return await self._server.call("POST", "/keys/query", {"device_keys": {me.id: []}})

    async def _publish(self, me: Account, keys: Mapping[str, vodozemac.Account], *, replaces: bool) -> bool:
        """Makes these the account's keys. A server asks for the password, at least where there were others."""
        if replaces:
            log.warning("the account's signing keys are others than those in the store: they are replaced")
        body: dict[str, Any] = {f"{role}_key": _public(me.id, role, keys) for role in ROLES}
        try:
            await self._server.call("POST", "/keys/device_signing/upload", body)
        except Declined as no:
            session = no.body.get("session")
            if no.status != 401 or not isinstance(session, str):
                raise
            if not self._password:
                log.warning("the server wants the password before the account may vouch for the device: give it once")
                return False
            who = {"type": "m.id.user", "user": me.id}
            body["auth"] = {
                "type": "m.login.password", "identifier": who, "password": self._password, "session": session
            }  # fmt: skip
            await self._server.call("POST", "/keys/device_signing/upload", body)
        return True

    # the keys

    def _keys(self) -> dict[str, vodozemac.Account] | None:
        kept = self._store.signing()
        if kept is None:
            return None
        try:
            opener = base64.b64decode(kept["opens"])
            return {role: vodozemac.Account.from_pickle(kept[role], opener) for role in ROLES}
        except (KeyError, ValueError, vodozemac.PickleException):
            log.error("the account's signing keys cannot be read: new ones are made")
            return None

    def _made(self) -> dict[str, vodozemac.Account]:
        """New keys, kept before anybody hears of them."""
        keys = {role: vodozemac.Account() for role in ROLES}
        opener = secrets.token_bytes(32)
        kept = {role: key.pickle(opener) for role, key in keys.items()}
        self._store.keep_signing({"opens": base64.b64encode(opener).decode(), **kept})
        return keys


def _public(user: str, role: str, keys: Mapping[str, vodozemac.Account]) -> dict[str, Any]:
    name = keys[role].ed25519_key.to_base64()
    found = {"user_id": user, "usage": [role], "keys": {f"ed25519:{name}": name}}
    return found if role == "master" else _signed(found, user, keys["master"])


def _signed(what: Json, user: str, by: vodozemac.Account) -> dict[str, Any]:
    """The same with one signature more; what others signed and what servers add is not part of what is signed."""
    bare = {key: value for key, value in what.items() if key not in ("signatures", "unsigned")}
    signature = by.sign(Api.to_canonical_json(bare).encode()).to_base64()
    before = what.get("signatures", {})
    mine = {**before.get(user, {}), f"ed25519:{by.ed25519_key.to_base64()}": signature}
    return {**bare, "signatures": {**before, user: mine}}


def _is(known: Json, kind: str, user: str, key: vodozemac.Account) -> bool:
    return f"ed25519:{key.ed25519_key.to_base64()}" in known.get(kind, {}).get(user, {}).get("keys", {})


def _is_signed(device: Json, user: str, by: vodozemac.Account) -> bool:
    return f"ed25519:{by.ed25519_key.to_base64()}" in device.get("signatures", {}).get(user, {})

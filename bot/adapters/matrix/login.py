"""Logging in: the session that was kept, a token from the settings, or the password; always the same device."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.adapters.matrix.account import Account
from bot.adapters.matrix.errors import FORBIDDEN, Declined, Fault, revoked, undelivered, wrong_password
from bot.adapters.matrix.server import Server, part
from bot.adapters.matrix.store import Session, Store, pickle_key
from bot.chat.adapter import Barred, TryLater
from bot.chat.text import _
from bot.config import Matrix as Settings

log = logging.getLogger(__name__)


class Login:
    """Who the bot is. Raises TryLater while the server cannot be asked, Barred when it will not have the bot."""

    def __init__(self, settings: Settings, server: Server, store: Store) -> None:
        self._settings = settings
        self._server = server
        self._store = store

    async def enter(self, keys: Path | None, *, keep: bool = True) -> Session:
        """The session, proved. `keys` is the folder without whose file a device that had keys is a broken one; a look
        leaves everything as it is (`keep`)."""
        known = self._known()
        if known is not None and known.keys and keys is not None and not self.keys_file(known, keys).exists():
            log.error("the keys of the bot’s device are lost: it becomes a new one, which reads nothing of before")
            known = None
        if known is not None:
            proved = await self._proved(known)
            if proved is not None:
                return proved
        session = await self._new(known)
        if keep:
            self._store.keep(session)
        return session

    def keys_file(self, session: Session, folder: Path) -> Path:
        """Where the library keeps a device's keys."""
        return folder / f"{session.user}_{session.device}.db"

    def _known(self) -> Session | None:
        """What was kept, as long as it is the account that the settings name."""
        known, asked = self._store.session(), self._settings
        server = self._server.url
        if known is None or known.homeserver != server or asked.user not in (known.user, known.user[1:].split(":")[0]):
            return None
        return known

    async def _proved(self, known: Session) -> Session | None:
        """The session while the server knows it; None when only a new login helps."""
        self._server.token = known.token
        try:
            await self._server.call("GET", "/account/whoami")
        except Declined as no:
            if not no.is_unknown_token:
                raise _failure(no) from None
            self._server.token = ""
            self._server.refused.clear()
            log.warning("the Matrix session that was kept has ended; the bot logs in anew")
            return None
        except Fault as fault:
            raise undelivered(fault) from None
        return known

    async def _new(self, known: Session | None) -> Session:
        given = self._settings.access_token
        if given is not None:
            return await self._by_token(given.get_secret_value(), known)
        return await self._by_password(known)

    async def _by_token(self, token: str, known: Session | None) -> Session:
        self._server.token = token
        try:
            me = await self._server.call("GET", "/account/whoami")
        except Declined as no:
            raise (revoked() if no.is_unknown_token else _failure(no)) from None
        except Fault as fault:
            raise undelivered(fault) from None
        user, device = str(me["user_id"]), str(me.get("device_id", ""))
        if self._settings.user not in (user, Account(user).local):
            raise Barred(
                _("The access token belongs to {found}, and the section [matrix] says user = \"{asked}\".",
                  found=user, asked=self._settings.user or "")
            )  # fmt: skip
        same = known is not None and known.device == device
        pickle = known.pickle if known is not None and same else pickle_key()
        return Session(self._server.url, user, device, token, pickle, known is not None and same and known.keys)

    async def _by_password(self, known: Session | None) -> Session:
        """On the same device where its keys are there; the server makes a new one otherwise."""
        password = self._settings.password.get_secret_value() if self._settings.password else ""
        asked = {
            "type": "m.login.password", "password": password,
            "identifier": {"type": "m.id.user", "user": self._settings.user},
            "initial_device_display_name": self._settings.device_name,
        } | ({"device_id": known.device} if known is not None else {})  # fmt: skip
        self._server.token = ""
        try:
            told = await self._server.call("POST", "/login", asked)
        except Declined as no:
            if no.status == FORBIDDEN or no.code in ("M_INVALID_USERNAME", "M_UNKNOWN_TOKEN"):
                raise wrong_password() from None
            raise _failure(no) from None
        except Fault as fault:
            raise undelivered(fault) from None
        self._server.token = str(told["access_token"])
        pickle = known.pickle if known is not None else pickle_key()
        keys = known.keys if known is not None else False
        return Session(self._server.url, str(told["user_id"]), str(told["device_id"]), self._server.token, pickle, keys)

    async def name(self, user: str) -> str:
        """How the account is called; "" where nobody says."""
        try:
            return str((await self._server.call("GET", f"/profile/{part(user)}/displayname")).get("displayname") or "")
        except Declined:
            return ""
        except Fault as fault:
            raise undelivered(fault) from None


def _failure(no: Declined) -> Exception:
    """What keeps the bot out: for now, or for good."""
    if no.is_deactivated:
        return revoked()
    later = undelivered(no)
    if isinstance(later, TryLater):
        return later
    return Barred(
        _("The Matrix server does not answer as one should ({why}). Look at homeserver in the section [matrix].",
          why=str(no))
    )  # fmt: skip

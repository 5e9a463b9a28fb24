"""What `coop check` asks a Matrix server: who the bot is there, who trusts its device, how it stands in its rooms."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.chat.adapter import Barred, Undelivered
from bot.chat.text import _, many
from bot.commands import answers
from bot.commands.asking import Wrong
from bot.commands.finding import Finding, error, ok, warning
from bot.config import Matrix

if TYPE_CHECKING:
    from bot.adapters.matrix.account import Inspection

NAMED = 5  # rooms named one by one


def matrix(settings: Matrix, *, offline: bool) -> Iterator[Finding]:
    """The account by its form, the folder of keys, then everything that the server tells."""
    try:
        answers.account(settings.user or "")
    except Wrong as wrong:
        yield error(_("Matrix: {why}", why=wrong.phrase))
        return
    yield from _way(settings)
    yield from _store(settings)
    if offline:
        yield ok(_("Matrix: it was not asked, as --offline wants it."))
        return
    try:
        seen = asyncio.run(_seen(settings))
    except Barred as no:
        yield error(_("Matrix: {why}", why=no.says))
    except Undelivered:
        yield warning(
            _("Matrix: {server} does not answer. Look at this machine’s connection; coop run goes on trying.",
              server=urlsplit(settings.homeserver or "").hostname or "")
        )  # fmt: skip
    else:
        yield ok(_("Matrix: the login is right, the bot is {user}.", user=seen.account.id))
        yield from trust(settings, seen)
        yield from rooms(settings, seen)


async def _seen(settings: Matrix) -> Inspection:
    from bot.adapters.matrix.adapter import Matrix as Network

    network = Network(settings)
    try:
        return await network.inspect()
    finally:
        await network.close()


def _way(settings: Matrix) -> Iterator[Finding]:
    """A password in clear may go over this machine's own wires, and no others."""
    url = urlsplit(settings.homeserver or "")
    if url.scheme == "http" and url.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield warning(
            _("Matrix: the bot’s password travels in clear to {server}. Write the address with https in homeserver.",
              server=url.hostname or "")
        )  # fmt: skip


def _store(settings: Matrix) -> Iterator[Finding]:
    folder = settings.store
    if not folder.exists():
        yield ok(_("Matrix: the folder of keys, “{folder}”, is made by coop run.", folder=str(folder)))
    elif not folder.is_dir() or stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield error(
            _("Matrix: whoever reads the folder “{folder}” is the bot. It must be yours alone: chmod 700 {folder}",
              folder=str(folder))
        )  # fmt: skip
    else:
        yield ok(_("Matrix: the folder of keys, “{folder}”, is for you alone. Keep a copy of it.", folder=str(folder)))


def trust(settings: Matrix, seen: Inspection) -> Iterator[Finding]:
    """Whether encrypted rooms work, also with strict clients."""
    if not settings.encryption:
        yield warning(
            _("Matrix: encryption is off. The bot says nothing in encrypted rooms, and private conversations with it "
              "are in clear. To have it: encryption = true")
        )  # fmt: skip
    elif seen.signed is None:
        yield ok(_("Matrix: coop run will make the keys of the bot’s session, and have its account vouch for them."))
    elif seen.signed:
        yield ok(_("Matrix: encryption is on, and the account vouches for the bot’s session (cross-signing)."))
    else:
        yield warning(
            _("Matrix: the account does not vouch for the bot’s session, so that strict apps keep their keys from it. "
              "Give the password once in [matrix] and start coop run.")
        )  # fmt: skip


def rooms(settings: Matrix, seen: Inspection) -> Iterator[Finding]:
    """How the bot stands in each room."""
    if not seen.rooms:
        yield ok(_("Matrix: the bot is in no room yet. Invite {user} to one.", user=seen.account.id))
    else:
        yield ok(many("Matrix: the bot is in {n} room.", "Matrix: the bot is in {n} rooms.", len(seen.rooms)))
    for room in [one for one in seen.rooms if not one.moderates][:NAMED]:
        yield warning(
            _("Matrix: in “{room}” the bot has no power: it pins no open vote, and cannot take away an answer given "
              "there by mistake. Make it a moderator.", room=room.name or room.room)
        )  # fmt: skip
    for room in [one for one in seen.rooms if one.encrypted and not settings.encryption][:NAMED]:
        yield error(
            _("Matrix: “{room}” is encrypted, and the bot neither reads nor writes there without encryption = true.",
              room=room.name or room.room)
        )  # fmt: skip
    if seen.invitations:
        yield ok(
            many("Matrix: {n} invitation waits for coop run.", "Matrix: {n} invitations wait for coop run.",
                 seen.invitations)
        )  # fmt: skip

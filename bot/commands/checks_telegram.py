"""What `coop check` asks Telegram: who the bot is there, what it sees in groups, how its updates come, the time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.app import present
from bot.chat.adapter import Barred, Undelivered
from bot.chat.address import Chat
from bot.chat.text import Phrase, _, many
from bot.commands import checks_groups
from bot.commands.finding import Finding, error, ok, warning
from bot.config import Telegram

if TYPE_CHECKING:
    from bot.adapters.telegram.account import Account, Inspection

# An answer takes its time, and the server tells whole seconds.
NEARLY = timedelta(seconds=60)


def telegram(settings: Telegram, groups: Mapping[Chat, str], *, offline: bool) -> Iterator[Finding]:
    """Everything that Telegram tells of the token, and of the groups by their names."""
    yield from _way(settings)
    if offline:
        yield ok(_("Telegram: it was not asked, as --offline wants it."))
        return
    try:
        seen, stands = asyncio.run(_seen(settings, groups))
    except Barred as no:
        key = "token_file" if settings.token_file else "token"
        yield error(_("Telegram: {why} Its place is {key}.", why=no.says, key=f"[telegram] {key}"))
    except Undelivered:
        yield warning(_silent(settings))
    else:
        yield from account(seen.account)
        yield from webhook(settings, seen)
        yield from clock(seen.ahead(present()))
        yield from (checks_groups.group(groups[chat], how, seen.account.username) for chat, how in stands.items())


async def _seen(settings: Telegram, groups: Iterable[Chat]) -> tuple[Inspection, Mapping[Chat, checks_groups.Stands]]:
    from bot.adapters.telegram.adapter import Telegram as Network

    network = Network(settings)
    try:
        return await network.inspect(), await checks_groups.ask(network, groups)
    finally:
        await network.close()


def _way(settings: Telegram) -> Iterator[Finding]:
    """Telegram itself calls nothing but https; a server of one's own may."""
    if settings.mode == "webhook" and not _is_own(settings) and not (settings.webhook_url or "").startswith("https://"):
        yield error(
            _('Telegram: it calls only addresses that begin with https. For example: webhook_url = "{example}"',
              example="https://coop.example.org/telegram")
        )  # fmt: skip


def _silent(settings: Telegram) -> Phrase:
    server = urlsplit(settings.base_url).hostname or ""
    if _is_own(settings):
        return _("Telegram: {server} does not answer. Is [telegram] base_url right, and does that server run? coop run "
                 "goes on trying.", server=server)  # fmt: skip
    return _(
        "Telegram: {server} does not answer. Look at this machine’s connection; coop run goes on trying.", server=server
    )


def _is_own(settings: Telegram) -> bool:
    return bool(settings.base_url != Telegram.model_fields["base_url"].default)


def account(account: Account) -> Iterator[Finding]:
    """Who the bot is, what it sees, whether it may be added."""
    yield ok(_("Telegram: the token is right, the bot is @{name}.", name=account.username))
    if account.reads_all:
        yield warning(
            _("Telegram: the bot receives everything that is said in its groups (privacy mode is off). It does not "
              "need that: write {command} to @BotFather, choose the bot, then Enable.", command="/setprivacy")
        )  # fmt: skip
    else:
        yield ok(
            _("Telegram: privacy mode is on. In a group the bot receives commands and answers to its messages, nothing "
              "else; as an administrator of the group it also sees who comes and goes, and everything that is said.")
        )  # fmt: skip
    if account.joins_groups:
        yield ok(_("Telegram: the bot may be added to groups."))
    else:
        yield warning(
            _("Telegram: nobody may add the bot to a group. Write {command} to @BotFather, choose the bot, then "
              "Enable.", command="/setjoingroups")
        )  # fmt: skip


def webhook(settings: Telegram, seen: Inspection) -> Iterator[Finding]:
    """How updates come, beside how the settings want them to."""
    there = urlsplit(seen.webhook_url).hostname or ""  # the path may be meant to be known to nobody
    if settings.mode == "polling":
        if there:
            yield warning(
                _("Telegram: updates go to {host} now. coop run takes them from there: if another program uses this "
                  "bot, give it a bot of its own.", host=there)
            )  # fmt: skip
        else:
            yield ok(_("Telegram: the bot asks for its updates (polling)."))
    elif not there:
        yield ok(_("Telegram: coop run will tell it to call {url}.", url=settings.webhook_url or ""))
    elif seen.webhook_url == settings.webhook_url:
        yield ok(_("Telegram: it calls {url}.", url=seen.webhook_url))
        if seen.last_error:
            yield warning(
                _("Telegram: its latest call failed: “{why}”. The web server in front must hand {url} on to the bot.",
                  why=seen.last_error, url=seen.webhook_url)
            )  # fmt: skip
    else:
        yield warning(
            _("Telegram: it calls {host} now. coop run will tell it to call {url}: if another program uses this bot, "
              "give it a bot of its own.", host=there, url=settings.webhook_url or "")
        )  # fmt: skip
    if seen.waiting:
        yield ok(
            many("Telegram: {n} update waits for the bot.", "Telegram: {n} updates wait for the bot.", seen.waiting)
        )


def clock(ahead: timedelta) -> Iterator[Finding]:
    """Whether this machine and Telegram agree on the time."""
    seconds = round(ahead.total_seconds())
    if abs(ahead) < NEARLY:
        yield ok(_("Clock: it goes with Telegram’s."))
        return
    minutes = round(abs(seconds) / 60)
    by = many("{n} minute", "{n} minutes", minutes)
    says = (
        _("Clock: this machine is {by} ahead. Votes would close at the wrong time; set the clock: timedatectl set-ntp "
          "true", by=by)
        if seconds > 0
        else _("Clock: this machine is {by} behind. Votes would close at the wrong time; set the clock: timedatectl "
               "set-ntp true", by=by)
    )  # fmt: skip
    yield warning(says)

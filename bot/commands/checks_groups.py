"""What `coop check` says of groups: whom the bot serves, and how it stands in each group that it is trusted with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from bot.adapters.telegram.account import NETWORK
from bot.chat.adapter import Gone, Moved, Undelivered
from bot.chat.address import Chat, User
from bot.chat.text import _
from bot.commands.finding import Finding, ok, warning
from bot.config import Config
from bot.core.ports import Unavailable
from storage import schema
from storage.database import NotBuilt, look, path_of
from storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.adapters.telegram.adapter import Telegram


class Known(NamedTuple):
    """What the database tells: whether the bot ever ran, whether somebody runs it, its groups by their chats."""

    ran: bool = False
    operator: bool = False
    groups: Mapping[Chat, str] = {}


class Standing(Enum):
    """How the bot stands in a group."""

    ADMINISTRATOR = auto()
    MEMBER = auto()
    OUTSIDE = auto()
    UNKNOWN = auto()  # the network does not answer


Stands = Standing | Chat  # or where the group goes on


def known(config: Config) -> Known:
    """What is kept; nothing where there is no database that can be read, which is said elsewhere."""
    try:
        path = path_of(config.storage.url, config.folder)
        if schema.current(path) != schema.HEAD:
            return Known()
        with look(path) as tx:
            return Known(tx.life.began(), bool(tx.operators.all()), dict(_rooms(tx)))
    except (NotBuilt, schema.NotOurs, Unavailable):
        return Known()


def _rooms(tx: Transaction) -> Iterator[tuple[Chat, str]]:
    for group in tx.groups.all():
        for room in tx.groups.rooms(group.id):
            yield room.chat, room.title or group.name


def served(config: Config, found: Known) -> Finding:
    """Whose groups the bot serves."""
    trusted = config.community.allowed_chats
    if "*" in trusted:
        return ok(_("Groups: the bot serves everybody who brings it to a group, as [community] allowed_chats says."))
    if found.operator:
        return ok(_("Groups: whoever runs the bot is known to it, and is asked about each new group."))
    if found.ran and not trusted:
        return warning(
            _("Groups: nobody has sent the one-time code, so the bot leaves every group. coop run prints the code; "
              "send it to the bot in private.")
        )  # fmt: skip
    return ok(
        _("Groups: when coop run prints the one-time code, send it to the bot in private. It then serves the groups to "
          "which you bring it.")
    )  # fmt: skip


def trusted(config: Config, found: Known) -> dict[Chat, str]:
    """The groups on Telegram that the settings or the operator trust, with the names that are known of them."""
    named = (Chat(NETWORK, id_) for id_ in config.community.allowed_chats if id_.removeprefix("-").isdecimal())
    chats = dict.fromkeys(named, "") | {chat: name for chat, name in found.groups.items() if chat.network == NETWORK}
    return {chat: name or chat.id for chat, name in chats.items()}


async def ask(network: Telegram, chats: Iterable[Chat]) -> dict[Chat, Stands]:
    """How the bot stands in each of them, as Telegram tells it."""
    return {chat: await _stands(network, chat, network.account.user) for chat in chats}


async def _stands(network: Telegram, chat: Chat, bot: User) -> Stands:
    try:
        await network.count(chat)  # tells where the group went; its administrators may still be read where it was
        if await network.is_organizer(chat, bot):
            return Standing.ADMINISTRATOR
        return Standing.MEMBER if await network.is_member(chat, bot) else Standing.OUTSIDE
    except Gone:
        return Standing.OUTSIDE
    except Moved as moved:
        return moved.to
    except Undelivered:
        return Standing.UNKNOWN


def group(name: str, stands: Stands, bot: str) -> Finding:
    """One group, and what to do there."""
    match stands:
        case Chat():
            return warning(
                _("Group “{group}”: Telegram gave it another number, {id}. Where [community] allowed_chats names it, "
                  "write the new one.", group=name, id=stands.id)
            )  # fmt: skip
        case Standing.ADMINISTRATOR:
            return ok(_("Group “{group}”: the bot is there, as an administrator.", group=name))
        case Standing.MEMBER:
            return warning(
                _("Group “{group}”: the bot is there and is no administrator, so it does not see who comes and goes. "
                  "In the group, make @{bot} an administrator; of the rights it uses two, to delete and to pin "
                  "messages.", group=name, bot=bot)
            )  # fmt: skip
        case Standing.OUTSIDE:
            return warning(
                _("Group “{group}”: the bot is not there. Add @{bot} to it, as one adds a person. If it is not to be "
                  "there, take the group out of [community] allowed_chats.", group=name, bot=bot)
            )  # fmt: skip
    return warning(_("Group “{group}”: Telegram did not answer about it. Try again in a minute.", group=name))

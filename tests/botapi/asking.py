"""getMe, getChat, getChatMember and the like: what a bot may know."""

from __future__ import annotations

from typing import Any

from tests.botapi.access import person_of, readable
from tests.botapi.calls import Call, bad
from tests.botapi.chats import Chat
from tests.botapi.methods import method
from tests.botapi.people import PERMISSIONS, Bot, Json, Person

MOST_FETCHED = 20 * 1024 * 1024  # bytes
NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


@method("getMe")
async def get_me(call: Call) -> Json:
    """Who the bot is."""
    return call.bot.shape() | {
        "can_join_groups": True, "can_read_all_group_messages": call.bot.reads_all, "supports_inline_queries": False,
        "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip


@method("logOut")
async def log_out(call: Call) -> bool:
    """Leaves this server for another."""
    return True


@method("close")
async def close(call: Call) -> bool:
    """Stops on this server."""
    return True


@method("getFile", "file_id")
async def get_file(call: Call) -> Json:
    """A file, and where it can be had: 20 MB at most. A server of one's own keeps it on its disk."""
    id_ = call.text("file_id")
    if id_ not in call.world.contents:
        raise bad("invalid file_id")
    size = len(call.world.contents[id_])
    if size > MOST_FETCHED:
        raise bad("file is too big")
    path = f"documents/{id_}"
    if call.world.keeps_files:
        path = f"/var/lib/telegram-bot-api/{call.bot.token}/{path}"
    return {"file_id": id_, "file_unique_id": f"u{id_}", "file_size": size, "file_path": path}


@method("getChat", "chat_id")
async def get_chat(call: Call) -> Json:
    """Everything about a chat."""
    chat = readable(call)
    shape = chat.shape() | {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}
    if not chat.private:
        shape["permissions"] = dict.fromkeys(PERMISSIONS, True)
    pinned = [chat.messages[number] for number in chat.pinned if number in chat.messages]
    if pinned:
        shape["pinned_message"] = pinned[-1].shape(nested=True)
    return shape


@method("getChatMember", "chat_id user_id")
async def get_chat_member(call: Call) -> Json:
    """How somebody stands in a chat."""
    account = person_of(call)
    chat = readable(call, members=account is not call.bot)
    _may_look(call, chat, account)
    if isinstance(account, Person):
        call.bot.known.add(account.id)
    if chat.private:
        if not chat.holds(account):
            raise bad("member not found")
        return {"user": account.shape(), "status": "member"}
    return chat.standing(account).shape(account)


@method("getChatAdministrators", "chat_id return_bots")
async def get_chat_administrators(call: Call) -> list[Json]:
    """Who administers a chat, other bots left out unless asked for."""
    chat = readable(call, members=True)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return [
        standing.shape(account)
        for number, standing in chat.standings.items()
        if standing.organizes and (account := call.world.account(number))
        and (isinstance(account, Person) or account is call.bot or call.flag("return_bots"))
    ]  # fmt: skip


@method("getChatMemberCount", "chat_id")
async def get_chat_member_count(call: Call) -> int:
    """How many accounts are in a chat, bots counted."""
    chat = readable(call, members=True)
    return 2 if chat.private else sum(standing.present for standing in chat.standings.values())


def _may_look(call: Call, chat: Chat, account: Any) -> None:
    hidden = chat.hidden_members and not chat.standing(call.bot).organizes
    if hidden and account is not call.bot and not isinstance(account, Bot):
        raise bad("CHAT_ADMIN_REQUIRED")

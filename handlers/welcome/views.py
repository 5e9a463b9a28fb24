"""How newcomers are greeted. Pure: from names to a message."""

from __future__ import annotations

from bot.chat.message import Message, button, say
from bot.chat.text import _, title
from bot.core.router import Run


def greeting(names: tuple[str, ...], group: str) -> Message:
    """Short, for everybody to read, with a way to look around in private."""
    return say(
        title(_("Welcome {names}!", names=names)),
        _("In {group} we vote, decide and remember right here. I am the bot that helps with it.", group=group),
        rows=((button(_("Show me around, in private"), Run("menu", "private"), "visite", "show"),),),
    )

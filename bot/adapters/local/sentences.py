"""The page's own sentences, by the names that its template and its script use.

Blanks that only the script can fill stay open.
"""

from __future__ import annotations

from typing import Final

from bot.chat.text import Phrase, _

LANGUAGES = ("fr", "en")
PAGE: Final[dict[str, Phrase]] = {
    "title": _("Coopérons: try it out"),
    "tagline": _("A trial on this computer. No account; nothing leaves it."),
    "skip_group": _("Write to the group"),
    "skip_private": _("Write to the bot in private"),
    "skip_try": _("Go to the things to try"),
    "you_are": _("You are"),
    "panels": _("Parts of the page"),
    "group": _("Group"),
    "groups": _("Groups"),
    "private": _("Private"),
    "try": _("To try"),
    "journal": _("Journal"),
    "write_group": _("Write to the group… try /menu"),
    "write_private": _("Write to the bot… try menu"),
    "commands": _("Commands that begin like this"),
    "send": _("Send"),
    "attach": _("Add a document"),
    "attached": _("With your message: {name}"),
    "too_large": _("This chat carries documents of {most} MB at most."),
    "save": _("Save"),
    "cancel": _("Cancel"),
    "delete": _("Delete"),
    "reply": _("Reply"),
    "reply_to": _("Reply to {name}"),
    "edit": _("Edit my message"),
    "replying": _("Your reply to {name}"),
    "editing": _("You are changing your message"),
    "edited": _("edited"),
    "pinned": _("pinned"),
    "gone": _("a message that is gone"),
    "private_of": _("{name} and the bot, in private"),
    "nobody_else": _("Only {name} reads this."),
    "nothing_private": _("Nothing here yet. What the bot tells {name} alone will be here."),
    "nothing_group": _("Nobody has written yet."),
    "members": _("{n} people"),
    "member": _("1 person"),
    "organizer": _("organizes"),
    "join": _("Join as {name}"),
    "not_in": _("{name} is not in this group."),
    "leave": _("Leave the group as {name}"),
    "blocked": _("{name} blocked the bot. Writing to it opens the chat again."),
    "new_below": _("New messages"),
    "waiting_one": _("1 message waiting"),
    "waiting": _("{n} messages waiting"),
    "toast_for": _("For {name} only:"),
    "by_number": _("Answer this message with the number of your choice."),
    "reaction": _("Reaction {key}: {n}"),
    "download": _("Download {name}"),
    "clock": _("Clock of the trial"),
    "quarter": _("+15 min"),
    "day": _("+1 day"),
    "next": _("Next deadline"),
    "nothing_due": _("Nothing is planned"),
    "seen_as": _("The same chat, seen with"),
    "view_buttons": _("Buttons"),
    "view_reactions": _("Reactions"),
    "view_bare": _("Text"),
    "use_example": _("Use this line"),
    "go_there": _("Go there"),
    "advance": _("Advance to {at}"),
    "in_private": _("in private"),
    "done": _("done"),
    "progress": _("{done} of {all}"),
    "to_bot": _("to the bot"),
    "from_bot": _("from the bot"),
    "nothing_carried": _("What the network carries will be listed here, in plain words."),
    "keys": _("F6: next part"),
    "reset": _("Start again"),
    "reset_ask": _("Start again from the beginning?"),
    "reset_means": _(
        "Every message and every vote of this trial will be erased. The new one will speak the language of this page."
    ),
    "speaks": _("The groups here speak another language. Start again, and they speak the one of this page."),
    "reset_yes": _("Erase and start again"),
    "reset_no": _("Keep everything"),
    "lost": _("The bot does not answer. Trying again; what you typed is kept."),
    "back": _("Connected again."),
    "failed": _("That did not work. Try again."),
}


def service(kind: str, who: str) -> Phrase:
    """A line of the network itself."""
    match kind:
        case "joined":
            return _("{who} joined the group.", who=who)
        case "left":
            return _("{who} left the group.", who=who)
        case "promoted":
            return _("{who} is now an organizer.", who=who)
    return _("{who} is no longer an organizer.", who=who)

"""Messages as plain lines for a terminal: read from top to bottom, nothing by colour or position alone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.adapters.local.state import BOT, Posted
from bot.chat.text import Phrase, Style, _

Say = Callable[[Phrase], str]

HELP = (
    _("What you type is said in the chat, by the person and in the chat named before the >."),
    _("@paul – become Paul.    @paul yes – let Paul say “yes”."),
    _(">group  >private – choose where you write."),
    _(".2 – choose button or reaction 2 under the latest message.    #12 .2 – under message 12."),
    _("#12 text – reply to message 12.    #12 = text – change your message 12."),
    _(":file members.csv – send a document from this computer.    :file members.csv | text – with a text."),
    _("A line that ends with \\ goes on in the next one."),
    _("+15 min  +1 day – move the clock.    next – move it to the next deadline."),
    _(":view buttons, reactions or text – see the same chat in another way."),
    _(":try – what there is to try.    :try 2 – its second part.    :try 2.3 – go to its third line."),
    _(":join  :leave – come into the group or leave it.    :who – the people.    :again – read the chat again."),
    _(":journal – what the network carried.    :reset – start again.    :quit – leave."),
)


def told(post: Posted, head: Phrase, say: Say, *, press: bool = True) -> str:
    """A message in full: its head, what it says, then what can be chosen under it: to `press`, or by its number."""
    body = () if post.service else _body(post, say, press=press)
    return "\n".join([say(head), *("  " + line for line in body)])


def _body(post: Posted, say: Say, *, press: bool) -> Iterator[str]:
    message = post.message
    if message.reply_to:
        yield say(_("(answers #{n})", n=int(message.reply_to.id)))
    for line in message.lines:
        for part in str(line.text).split("\n"):
            yield f"> {part}" if line.style is Style.QUOTE else part
    if message.picture:
        yield from say(_("Picture: {alt}", alt=message.picture.alt)).split("\n")
    if message.file:
        yield say(_("Document: {name}", name=message.file.name))
    for place, button in enumerate(message.buttons, 1):
        yield (f".{place} {button.label}" if press else f"{place}. {button.label}") + (
            f" ({button.url})" if button.url else ""
        )
    if not message.buttons:
        for place, key in enumerate(reactions(post), 1):
            yield say(_(".{place} reaction {key}: {n}", place=place, key=key, n=len(post.marks[key])))


def reactions(post: Posted) -> list[str]:
    """The reactions that can be chosen by their number: those the bot put there first, then people's own."""
    return sorted(post.marks, key=lambda key: BOT not in post.marks[key])

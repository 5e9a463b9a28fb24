"""Writing what newcomers are told: by line, as in `/accueil charte …`, or by questions in private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.chat.message import Message, say
from bot.chat.text import Phrase, _, quote
from bot.core.flow import Flow, Step
from bot.domain.errors import N_, Refused
from bot.domain.members import LANGUAGES as SPOKEN
from bot.domain.permissions import Act
from bot.domain.welcome_texts import Kind, read
from handlers import rights
from handlers.context import Ctx, Transaction
from handlers.welcome import actions as act
from handlers.welcome import board, service, texts
from handlers.welcome.feature import welcome


class OnlyInAChat(Refused):
    says = N_("Write that in the chat, or in its topic, where newcomers are to be greeted: /welcome here")


def change(ctx: Ctx, what: str, rest: str, settings: Mapping[str, str]) -> None:
    """`/accueil charte …`: by line; without more, by questions in private."""
    rooms = texts.rooms_meant(ctx, settings.get("group", ""))
    if len(rooms) > 1 and not rest and what != texts.HERE:
        ctx.private(board.which(rooms, lambda group: act.Compose(group, what)))
        return
    room = rooms[0] if what == texts.HERE else texts.room_meant(ctx, settings.get("group", ""))
    rights.check(ctx, room, Act.WELCOME)
    if what == texts.HERE:
        _here(ctx)
    elif rest:
        ctx.router.cancel(ctx)  # what follows answers the preview, no longer a question of before
        texts.write(ctx, room.group, what, rest, settings.get("language", ""))
    elif ctx.room is None:
        compose.start(ctx, Draft(room.group.id, what, "" if what in texts.TEXTS else "-"))
    else:
        ctx.private(texts.page(ctx, room))


def _here(ctx: Ctx) -> None:
    """Greets in this topic from now on."""
    if ctx.room is None:
        raise OnlyInAChat
    ctx.tx.welcomes.keep_topic(ctx.room.id, ctx.chat.thread)
    ctx.reply(_("Noted: newcomers are greeted here from now on."))


@welcome.button(act.Compose)
def begin(ctx: Ctx, press: act.Compose) -> None:
    room = service.welcomed(ctx, press.group)
    what = press.kind if press.kind in texts.LABELS else Kind.ABOUT.value
    if ctx.room is None:
        compose.start(ctx, Draft(room.group.id, what, "" if what in texts.TEXTS else "-"))
    else:
        ctx.private(texts.page(ctx, room))


@welcome.button(act.Rewrite)
def rewrite(ctx: Ctx, press: act.Rewrite) -> None:
    """Its language is known, and its words are shown to be taken up."""
    text = ctx.tx.welcomes.text(press.text)
    if text is None:
        raise texts.Overtaken
    room = service.welcomed(ctx, text.group)
    if ctx.room is None:
        compose.start(ctx, Draft(room.group.id, text.kind.value, text.language, text.text))
    else:
        ctx.private(texts.page(ctx, room))


@dataclass(frozen=True)
class Draft:
    """Which text of which group, and in which language."""

    group: int
    what: str
    language: str = ""
    text: str = ""


ASKS: dict[str, Phrase] = {
    Kind.ABOUT.value: _("What is the group, in three lines at most?"),
    Kind.CHARTER.value: _("What does somebody agree to who joins? A few lines."),
    Kind.STEP.value: _("What is a first small step here? One sentence, such as: say hello in the chat of the group."),
    texts.CONTACT: _("Whom can newcomers ask, and how? A name, an hour, an address of the group; or “nobody”."),
    texts.PLACES: _("Which communes and quarters is the group near? Separated by commas; or “none”."),
    texts.DATE: _("When, and what? For example: next Saturday 2pm | Coffee at the market"),
}


def _ask_language(ctx: Ctx, draft: Draft) -> Message:
    choices = tuple(compose.option("language", texts.TONGUES[one], one, *(
        word for word, language in texts.LANGUAGES.items() if language == one)) for one in SPOKEN)  # fmt: skip
    return say(_("In which language? The other one can follow."), rows=(choices,))


def _ask_text(ctx: Ctx, draft: Draft) -> Message:
    return say(ASKS[draft.what], *map(quote, draft.text.splitlines()), in_words=True)


def _take_text(ctx: Ctx, draft: Draft, text: str) -> Draft:
    """Read here, so that what does not do is asked again and nothing of it is lost."""
    group = service.welcomed(ctx, draft.group).group
    if draft.what in texts.TEXTS:
        read(Kind(draft.what), text)
    else:
        texts.write(ctx, group, draft.what, text, "")
    return replace(draft, text=text)


def _done(ctx: Ctx, draft: Draft) -> None:
    if draft.what in texts.TEXTS:
        texts.write(ctx, service.welcomed(ctx, draft.group).group, draft.what, draft.text, draft.language)


compose: Flow[Transaction, Draft] = welcome.flow(
    Flow(
        name="welcome_text",
        version=1,
        draft=Draft,
        done=_done,
        steps=(
            Step(
                "language", _ask_language, lambda ctx, draft, text: replace(draft, language=texts.tongue_of(text)),
                needed=lambda draft: not draft.language,
            ),
            Step("text", _ask_text, _take_text),
        ),
    )
)  # fmt: skip

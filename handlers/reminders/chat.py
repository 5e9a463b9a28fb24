"""What people say and press about reminders: `/rappel` and the buttons under them."""

from __future__ import annotations

from bot.chat.message import Message
from bot.chat.text import _
from bot.core import slips
from bot.core.command import Command
from bot.core.feature import Verb
from bot.core.undoing import Undone
from bot.domain.errors import N_
from bot.domain.reminders import Pause, Reminder
from handlers.context import Ctx, OurFeature
from handlers.reminders import actions as act
from handlers.reminders import line, service, views

reminders = OurFeature("reminders", N_("Reminders"))


@reminders.command(
    "rappel", "remind", edits=True,
    verbs={
        "": Verb("/rappel"),
        "remind": Verb("/rappel vendredi 19h réunion"),
    },
    help=N_("Reminds me in private, or the group in a group. Alone: what is waiting. As an answer: of that message"),
    examples=(
        N_("/remind tomorrow 7pm software meeting"), N_("/remind in 2 h: take the bread out"),
        N_("/remind Thursday 7pm every week: software meeting"),
    ),
)  # fmt: skip
def remind(ctx: Ctx, command: Command) -> None:
    kept = _of(ctx, command)
    if not (command.text or command.reply_text or kept):
        ctx.reply(_waiting(ctx))
        return
    meant = slips.slip(command.text)
    if meant is not None and meant.deed != slips.HELP:  # each is stopped by its button; their numbers are nowhere shown
        ctx.reply(_waiting(ctx))
        return
    if slips.asked(ctx, command, {}):
        return
    before = kept.text if kept else ""
    asked = line.read(command.text, command.reply_text, now=ctx.now, zone=ctx.words.zone, before=before)
    if kept is None:
        service.remind(ctx, asked, command.message)
        return
    service.change(ctx, kept, asked)
    ctx.toast(_("Corrected."), seen=True)


def _of(ctx: Ctx, command: Command) -> Reminder | None:
    """The reminder that the message asked for before it was edited."""
    post = ctx.tx.posts.of_source(command.message) if command.edited else None
    topic, _sep, number = post.topic.partition(":") if post else ("", "", "")
    return ctx.tx.reminders.get(int(number)) if topic == "reminder" else None


def _waiting(ctx: Ctx) -> Message:
    if ctx.room is not None:
        return views.waiting(ctx.tx.reminders.of_group(ctx.room.group.id), group=True)
    return views.waiting(ctx.tx.reminders.mine(ctx.member.id), group=False)


@reminders.button(act.Cancel)
def cancel(ctx: Ctx, press: act.Cancel) -> None:
    found = service.found(ctx, press.reminder)
    service.cancel(ctx, found)
    if press.listed:
        ctx.turn(_waiting(ctx))
    else:
        ctx.toast(_("I will not remind of it: {text}", text=found.text), seen=True)


@reminders.undoes(act.Cancel)
def take_back(ctx: Ctx, press: act.Cancel) -> Undone:
    found = service.found(ctx, press.reminder)
    service.cancel(ctx, found)
    return Undone(_("Reminder – {text}", text=found.text), _("Yes, take the reminder back"))


@reminders.button(act.Done)
def done(ctx: Ctx, press: act.Done) -> None:
    found = service.found(ctx, press.reminder)
    service.finish(ctx, found)
    ctx.turn(views.done(found, ctx.member.name))


@reminders.button(act.Stop)
def stop(ctx: Ctx, press: act.Stop) -> None:
    found = service.found(ctx, press.reminder)
    service.cancel(ctx, found)
    ctx.turn(views.stopped(found))


@reminders.button(act.MeToo)
def me_too(ctx: Ctx, press: act.MeToo) -> None:
    """What the group is reminded of, to the presser in private, too."""
    ctx.prove_presence()
    mine = service.join(ctx, service.found(ctx, press.reminder))
    if mine is None:
        ctx.toast(_("You have this reminder already."))
        return
    ctx.show_privately(mine.topic)
    ctx.toast(_("Noted: I will remind you in private, too."), seen=True)


@reminders.button(act.Later)
def later(ctx: Ctx, press: act.Later) -> None:
    """In a group it is put off for the presser alone, in private."""
    found = service.found(ctx, press.reminder)
    question = views.pauses(found, found.zone if found.group is None else ctx.mine.zone)
    if ctx.room is None:
        ctx.turn(question)
    else:
        ctx.prove_presence()  # what is answered in private is checked against it
        ctx.private(question)


@reminders.button(act.Again)
def again(ctx: Ctx, press: act.Again) -> None:
    pause = next((one for one in Pause if one.value == press.pause), Pause.HOUR)
    mine = service.again(ctx, service.found(ctx, press.reminder), pause)
    ctx.turn(_("Noted, the reminder is now for {at}.", at=mine.due_at))
    if not ctx.tx.posts.of(mine.topic):
        ctx.show_privately(mine.topic)  # the person's own copy of a group's reminder

"""Published minutes to print: a PDF made outside the writer, handed over a moment after the Markdown."""

from __future__ import annotations

from typing import Any

from bot.chat.message import File, Message, say
from bot.chat.text import _
from bot.core.words import Words
from bot.domain.members import MemberId
from bot.domain.plenaries import Plenary
from handlers.context import Ctx, Job, Transaction
from handlers.plenaries import documents, service
from handlers.plenaries.feature import plenaries
from handlers.plenaries.wording import minutes_file

JOB = "plenaries.print"


def print_for_all(work: Job, plenary: Plenary) -> None:
    """The group gets its minutes to print, where PDF can be made here."""
    if documents.available():
        work.plan(service.key(plenary, "print"), JOB, work.now, plenary=plenary.id)


def print_for(ctx: Ctx, plenary: Plenary) -> None:
    """Whoever asked to read them gets them to print, too."""
    if documents.available():
        key = service.key(plenary, f"print:{ctx.member.id}")
        ctx.plan(key, JOB, ctx.now, plenary=plenary.id, member=ctx.member.id)


def made(tx: Transaction, plenary: int) -> bytes:
    """The PDF of published minutes; raises LookupError when there are none."""
    found, minutes = tx.plenaries.get(plenary), tx.records.minutes(plenary)
    if found is None or minutes is None:
        raise LookupError(plenary)
    return documents.pdf(minutes.text, tx.groups.get(found.group).language, minutes.published_at)


def _prepare(tx: Transaction, payload: dict[str, Any]) -> bytes:
    return made(tx, payload["plenary"])


@plenaries.job(JOB, prepare=_prepare)
def hand_over(work: Job, plenary: int, prepared: bytes, member: int = 0) -> None:
    """To one person, or to the group."""
    found = work.tx.plenaries.get(plenary)
    assert found is not None  # `made` found it
    group = work.tx.groups.get(found.group)
    message = _to_print(found, prepared, work.words_for(group))
    if member:
        work.tell(work.tx.members.get(MemberId(member)), message, group, at_once=True)
        return
    for room in work.tx.groups.rooms(found.group):
        work.post(room, message, near=found.topic, at_once=True)


def _to_print(plenary: Plenary, content: bytes, words: Words) -> Message:
    file = File(f"{words.say(minutes_file(plenary))}.pdf", documents.MEDIA_TYPE, content)
    return say(_("The minutes of plenary {number}, to print.", number=plenary.number), file=file)

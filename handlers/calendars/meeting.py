"""One meeting as a file for one's own calendar, from the button under whatever tells of it."""

from __future__ import annotations

from bot.chat.message import File, say
from bot.chat.text import Phrase, _
from bot.domain.plenaries import Plenary, Status
from handlers import meetings
from handlers.calendars import service
from handlers.calendars.chat import calendars
from handlers.calendars.documents import MEDIA_TYPE
from handlers.context import Ctx


@calendars.button(meetings.InCalendar)
def take_meeting(ctx: Ctx, press: meetings.InCalendar) -> None:
    """To whoever asked, alone, as it is now: what was changed or cancelled takes the place of what they have."""
    plenary = meetings.found(ctx, press.plenary)
    if plenary.convened_at is None:  # nobody was told of it yet
        raise meetings.NoSuchPlenary(number=plenary.number)
    ctx.prove_presence()
    content = service.of_plenary(ctx.tx, plenary, ctx.mine, ctx.now)
    name = _("plenary-{number}", number=plenary.number)
    ctx.private(say(_said(plenary), file=File(f"{ctx.mine.say(name)}.ics", MEDIA_TYPE, content)))


def _said(plenary: Plenary) -> Phrase:
    if plenary.status is Status.CANCELLED:
        return _("Plenary {number} does not take place. Open the file to strike it out of your calendar.",
                 number=plenary.number)  # fmt: skip
    return _(
        "Open the file to add plenary {number} to your calendar. It does not follow later changes by itself: if the "
        "plenary changes, take the file again, it replaces this one.", number=plenary.number,
    )  # fmt: skip

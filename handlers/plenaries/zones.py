"""The rules of a zone changed: a plenary stays at the hour that was said, and its instant is another one.

Nobody is told: what was promised is the hour on the wall (docs/decisions/0040).
"""

from __future__ import annotations

from bot.domain.zones import instant
from handlers.context import Job
from handlers.plenaries import series, service
from handlers.plenaries.feature import plenaries


@plenaries.job("plenaries.zones", zones=True)
def keep_hours(work: Job) -> None:
    """What is planned for it is planned anew, and so is what series prepare."""
    for one, shown in work.tx.plenaries.strayed():
        kept = one.kept_at(instant(shown, one.zone))
        work.tx.plenaries.keep(kept)
        service.plan(work, kept, work.tx.groups.get(kept.group).charter)
        service.redraw_everywhere(work, kept)
    for known in work.tx.series.all():
        if not known.has_ended:
            series.plan(work, known, work.tx.groups.get(known.group))

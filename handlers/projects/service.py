"""What happens to a project, shared by chat, flow and jobs: begin, change, join, tell, and who may."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.chat.text import Phrase, _
from bot.core.rows import Room
from bot.domain import projects as rules
from bot.domain import when
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.names import fold
from bot.domain.projects import Kind, Project, State, TooManyProjects
from handlers.context import Ctx, Job, Transaction
from handlers.projects.line import Asked
from handlers.rooms import one_of_each, only_one

EXAMPLE = _("/projects")
UNTIL = re.compile(r"^\s*(?:jusqu['’](?:au|à|a|en)|until|till)\s+", re.IGNORECASE)
NONE = ("aucun", "aucune", "rien", "none", "nothing", "-")


class NoSuchProject(Refused):
    says = N_("There is no project {number} here. /projects shows them all.")


class OnlyOrganizersMandate(Refused):
    says = N_("A commission has its mandate from the group, so an organizer enters it. A project needs nobody: leave "
              "“{key}=” out.")  # fmt: skip


class OnlyOrganizersRenew(Refused):
    says = N_("The group gives “{name}” its mandate, so an organizer writes down that it is renewed. A plenary decides "
              "it, for example: /agenda Mandate of {name}")  # fmt: skip


class OnlyItsPeople(Refused):
    says = N_("Only the people of “{name}” or an organizer can do that. To be one of them: /projects join {number}")


class NotOnCommand(Refused):
    says = N_("“{key}=” belongs to another form. For example: /projects {number} needs=two spades")


def rooms(ctx: Ctx) -> list[Room]:
    """One chat of each group whose projects the person may speak of here."""
    return one_of_each(ctx, EXAMPLE)


def only_room(ctx: Ctx) -> Room:
    """The group meant when none is named."""
    return only_one(ctx, EXAMPLE)


def found(ctx: Ctx, number: int) -> tuple[Project, Room]:
    """The project of a number and a chat of its group, as far as the person may know of it here."""
    project = ctx.tx.projects.get(number)
    room = next((one for one in rooms(ctx) if project and one.group.id == project.group), None)
    if project is None or room is None:
        raise NoSuchProject(number=str(number))
    return project, room


def drafted(ctx: Ctx, room: Room, asked: Asked) -> Project:
    """What a new one will be, all of it checked; kept nowhere yet."""
    settings = asked.settings or {}
    kind = rules.read_kind(asked.key("kind"), settings["kind"]) if "kind" in settings else Kind.PROJECT
    if kind is Kind.COMMISSION and not ctx.is_organizer(room):
        raise OnlyOrganizersMandate(key=asked.key("kind"))
    if len(ctx.tx.projects.of_group(room.group.id)) >= rules.MOST:
        raise TooManyProjects(most=rules.MOST)
    return _adjusted(
        ctx, rules.begin(room.group.id, ctx.member.id, kind, asked.name, asked.about, ctx.now), room.group, asked
    )


def begin(ctx: Ctx, room: Room, asked: Asked) -> Project:
    """A new one: shown to the group, with whoever began it as its first person."""
    kept = ctx.tx.projects.put(drafted(ctx, room, asked))
    ctx.tx.projects.join(kept.id, ctx.member.id, ctx.now)
    plan(ctx, kept, room.group)
    plan_mandate(ctx, kept, room.group)
    if kept.kind is Kind.COMMISSION:
        _note(ctx, kept, Deed.COMMISSION_BEGUN)
    for one in ctx.tx.groups.rooms(room.group.id):
        ctx.show(kept.topic, one)
    return kept


def change(ctx: Ctx, project: Project, room: Room, asked: Asked) -> Project:
    """Its state, what it needs, when it reports."""
    check_runs(ctx, project, room)
    if "mandate" in (asked.settings or {}) and not ctx.is_organizer(room):
        raise OnlyOrganizersMandate(key=asked.key("mandate"))
    kept = _adjusted(ctx, project, room.group, asked)
    ctx.tx.projects.keep(kept)
    if "report" in (asked.settings or {}):
        plan(ctx, kept, room.group)
    if "mandate" in (asked.settings or {}):
        plan_mandate(ctx, kept, room.group)
    if kept.state is State.CLOSED:
        unplan(ctx, kept)
        forget_mandate(ctx, kept)
    if project.author != ctx.member.id or kept.kind is Kind.COMMISSION:
        _note(ctx, kept, Deed.PROJECT_CLOSED if kept.state is State.CLOSED else Deed.PROJECT_CHANGED)
    ctx.refresh(kept.topic)
    return kept


def _note(ctx: Ctx, project: Project, deed: Deed) -> None:
    ctx.tx.acts.note(project.group, ctx.member.id, deed, f"{project.number} – {project.name}", ctx.now)


def _adjusted(ctx: Ctx, project: Project, group: Group, asked: Asked) -> Project:
    settings = asked.settings or {}
    for key in settings:
        if key not in ("state", "needs", "report", "mandate", *(("kind",) if asked.parts else ())):
            raise NotOnCommand(key=asked.key(key), number=project.id or 1)
    if "needs" in settings:
        project = project.needing("" if fold(settings["needs"]) in NONE else settings["needs"])
    if "report" in settings:
        project = project.reporting(_day(settings["report"], ctx.now, ZoneInfo(group.zone)))
    if "mandate" in settings:
        text = UNTIL.sub("", settings["mandate"])
        project = project.mandated(_day(text, ctx.now, ZoneInfo(group.zone)))
    if "state" in settings:
        project = project.to(rules.read_state(asked.key("state"), settings["state"]))
    return project


def _day(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    if fold(text) in NONE:
        return None
    return when.read(text, now=now, zone=zone, default_time=rules.MORNING).at.astimezone(zone).date()


def tell(ctx: Ctx, project: Project, room: Room, news: str) -> Project:
    """The newest word of it, kept and drawn where it is shown."""
    check_runs(ctx, project, room)
    kept = project.tell(news, ctx.now)
    ctx.tx.projects.keep(kept)
    if ctx.member.id not in people(ctx, project):
        _note(ctx, kept, Deed.PROJECT_CHANGED)
    ctx.refresh(kept.topic)
    return kept


def report(ctx: Ctx, project: Project, room: Room, text: str) -> Project:
    """A commission reports: what was due is done. The next report is due by the plenary after, or when a day is set."""
    kept = tell(ctx, project, room, text).reporting(None)
    if project.report_on is not None:
        kept = kept.reporting(owed(ctx.tx, kept, after=project.report_on))
    ctx.tx.projects.keep(kept)
    plan(ctx, kept, room.group)
    return kept


def owed(tx: Transaction, project: Project, after: date | None = None) -> date | None:
    """The day by which it owes its next report: that of the first plenary convened, later than `after`; an earlier day
    that was set stays."""
    days = [one.held_on for one in tx.plenaries.convened_of(project.group) if after is None or one.held_on > after]
    return min([*days[:1], *([project.report_on] if project.report_on else [])], default=None)


def plan(work: Job, project: Project, group: Group) -> None:
    """When its people are reminded of a report, and when the group is."""
    unplan(work, project)
    if project.report_on is None:
        return
    zone = ZoneInfo(group.zone)
    for place, at in enumerate((rules.warned_at(project.report_on, zone), rules.due_at(project.report_on, zone))):
        if at > work.now:
            work.plan(f"report:{project.id}:{place}", "projects.report", at, project=project.id, due=place == 1)


def plan_mandate(work: Job, project: Project, group: Group) -> None:
    """When the group is asked what becomes of a mandate: the morning of its last day."""
    work.cancel(_mandate(project))
    if project.mandate_until is None:
        return
    at = rules.due_at(project.mandate_until, ZoneInfo(group.zone))
    ends = project.mandate_until.toordinal()
    work.plan(_mandate(project), "projects.mandate", max(at, work.now), project=project.id, ends=ends)


def _mandate(project: Project) -> str:
    return f"mandate:{project.id}"


def renew(ctx: Ctx, project: Project, room: Room, ended: date) -> Project:
    """The group renewed the mandate of a commission for a year, as one of its organizers writes down."""
    if not ctx.is_organizer(room):
        raise OnlyOrganizersRenew(name=project.name)
    kept = project.renewed(ended)
    ctx.tx.projects.keep(kept)
    plan_mandate(ctx, kept, room.group)
    _note(ctx, kept, Deed.PROJECT_CHANGED)
    ctx.refresh(kept.topic)
    return kept


def plan_digest(work: Job, project: Project, group: Group) -> datetime:
    """When the group reads the day's news, all of them together."""
    zone = ZoneInfo(group.zone)
    today = datetime.combine(work.now.astimezone(zone).date(), rules.DIGEST, zone)
    at = today if work.now < today else today + timedelta(days=1)
    work.plan(f"digest:{project.group}", "projects.digest", at, group=project.group)
    return at


def unplan(work: Job, project: Project) -> None:
    """Takes back what was planned."""
    work.cancel(f"report:{project.id}:0")
    work.cancel(f"report:{project.id}:1")


def forget_mandate(work: Job, project: Project) -> None:
    """It is closed: nobody is asked about its mandate."""
    work.cancel(_mandate(project))


def announce(work: Job, project: Project, message: Message | Phrase) -> None:
    """Says it in every chat of its group."""
    for room in work.tx.groups.rooms(project.group):
        work.post(room, message)


def check_runs(ctx: Ctx, project: Project, room: Room) -> None:
    """Raises unless the person takes part in it or organizes the group."""
    if ctx.member.id not in people(ctx, project) and not ctx.is_organizer(room):
        raise OnlyItsPeople(name=project.name, number=project.number)


def people(ctx: Ctx, project: Project) -> frozenset[MemberId]:
    """Who takes part in it."""
    return frozenset(ctx.tx.projects.people(project.id))

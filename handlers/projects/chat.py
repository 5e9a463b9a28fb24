"""What people type and press about projects: `/projets` in all its forms."""

from __future__ import annotations

from bot.chat.text import Words, _
from bot.core import slips, twice
from bot.core.command import Command
from bot.core.feature import Verb
from bot.core.rows import Room
from bot.core.twice import published, same
from bot.domain.errors import N_, Refused
from bot.domain.names import told_apart
from bot.domain.permissions import Act
from bot.domain.projects import Project, RenewedAlready, State
from handlers.context import Ctx
from handlers.projects import actions as act
from handlers.projects import duty, flow, groups, line, service, views
from handlers.projects.feature import projects

WRITTEN = {
    slips.END: N_("/projects close {number}"), slips.PEOPLE: N_("/projects members {number}"),
    slips.CHANGE: N_("/projects {number} needs=\"two spades\""),
    slips.TELL: N_("/projects tell {number} The first potatoes are in the ground."),
}  # fmt: skip
LEADS = (
    slips.Lead.of("creer cree ajouter proposer lancer create add propose start", N_("/projects {rest}")),
    slips.Lead.of("commission", N_("/projects {rest} kind=commission")),
    slips.Lead.of("besoin besoins needs need", N_('/projects {number} needs="{rest}"'), numbered=True),
    slips.Lead.of("mandat mandate", N_('/projects {number} mandate="until 30/06/2028"'), numbered=True),
    slips.Lead.of("rapport report bilan", N_("/projects report {number} All is well."), bare=True),
    slips.Lead.of("echanger echange swap exchange ceder", N_("/projects shifts"), numbered=True),
)


class NewsMissing(Refused):
    says = N_("What is the news? For example: /projects tell {number} The first potatoes are in the ground.")


class ReportMissing(Refused):
    says = N_("What was done? For example: /projects report {number} Three farms deliver to all our groups.")


class NameMissing(Refused):
    says = N_("What is the project called? For example: /projects Shared garden | Growing beside the station")


class InItAlready(Refused):
    says = N_("You take part in “{name}” already.")


class NotInIt(Refused):
    says = N_("You do not take part in “{name}”. To take part: /projects join {number}")


@projects.command(
    "projets", "projects", "groupes",
    verbs={
        "": Verb("/projets"),
        "begin": Verb("/projets Atelier vélo"),
        "mandate": Verb("/projets Finances genre=commission", Act.MANDATE_COMMISSION),
        "join": Verb("/projets rejoindre 1"),
        "leave": Verb("/projets quitter 1"),
        "tell": Verb("/projets annoncer 1 : ça pousse", Act.RUN_PROJECT),
        "close": Verb("/projets fermer 1", Act.RUN_PROJECT),
        "people": Verb("/projets membres 1"),
        "report": Verb("/projets rendre compte 2 : tout va bien", Act.RUN_PROJECT),
        "shift": Verb("/projets permanence 1 samedi 10h", Act.RUN_PROJECT),
    }, routes=line.VERBS.values(),
    help=N_("Projects, commissions, shifts, and the tree of groups. With a name: a new project"),
    examples=(N_("/projects"), N_("/projects Shared garden | Growing beside the station needs=two spades")),
)  # fmt: skip
def open_projects(ctx: Ctx, command: Command) -> None:
    asked = line.read(command.text)
    if asked.word:
        _page(ctx, asked.word)
    elif asked.number:
        project, room = service.found(ctx, asked.number)
        _about(ctx, project, room, asked)
    elif asked.parts and not asked.settings and slips.asked(ctx, command, WRITTEN, lambda: _list(ctx), LEADS):
        pass
    elif asked.parts:
        _begin(ctx, command, asked)
    elif asked.settings:
        raise NameMissing
    elif command.used in ("groupes", "groups"):
        groups.show(ctx)
    else:
        _list(ctx)


def _begin(ctx: Ctx, command: Command, asked: line.Asked) -> None:
    """In private it is shown before the group reads it."""
    if twice.asked(ctx, command, _already(ctx, asked.name)):
        return
    if ctx.room is None:
        flow.preview(ctx, command.text)
    else:
        service.begin(ctx, service.only_room(ctx), asked)


def _already(ctx: Ctx, name: str) -> Words | None:
    """What says that the person began one of that name here and it goes on, None where they did not."""
    for one in ctx.tx.projects.of_group(service.only_room(ctx).group.id):
        if one.author == ctx.member.id and one.state is not State.CLOSED and same(one.name) == same(name):
            return published(_("Project {number} – {name}", number=one.number, name=one.name))
    return None


def _page(ctx: Ctx, word: str) -> None:
    match word:
        case "groups":
            groups.show(ctx)
        case "mine":
            duty.show_mine(ctx)
        case _new:
            flow.begin(ctx)


def _list(ctx: Ctx) -> None:
    found = [(room.group, ctx.tx.projects.of_group(room.group.id)) for room in service.rooms(ctx)]
    ctx.reply(views.register(found))


def _about(ctx: Ctx, project: Project, room: Room, asked: line.Asked) -> None:
    match asked.verb:
        case "join":
            _join(ctx, project)
        case "leave":
            _quit(ctx, project)
        case "tell" | "report":
            _tell(ctx, project, room, asked)
        case "people":
            who(ctx, act.Who(project.id))
        case "shift":
            duty.plan(ctx, project, room, asked)
        case _none if asked.settings:
            _changed(ctx, service.change(ctx, project, room, asked))
        case _none:
            _show(ctx, project)


def _changed(ctx: Ctx, project: Project) -> None:
    service.announce(ctx, project, views.changed(project))
    if ctx.room is None:
        _show(ctx, project)


def _show(ctx: Ctx, project: Project) -> None:
    if ctx.room is None:
        ctx.show_privately(project.topic)
    else:
        ctx.show(project.topic, ctx.room)


def _tell(ctx: Ctx, project: Project, room: Room, asked: line.Asked) -> None:
    reports = asked.verb == "report"
    if not asked.rest:
        raise (ReportMissing if reports else NewsMissing)(number=project.number)
    kept = (service.report if reports else service.tell)(ctx, project, room, asked.rest)
    if reports:  # what a commission owes the group is worth a message of its own
        service.announce(ctx, kept, views.reported(kept))
    else:
        ctx.toast(views.noted(service.plan_digest(ctx, kept, room.group)))


@projects.button(act.Show)
def show(ctx: Ctx, press: act.Show) -> None:
    _show(ctx, service.found(ctx, press.project)[0])


@projects.button(act.Renew)
def renew(ctx: Ctx, press: act.Renew) -> None:
    project, room = service.found(ctx, press.project)
    ended = project.mandate_until
    if ended is None or ended.toordinal() != press.ended:
        raise RenewedAlready(name=project.name, number=project.number)
    _changed(ctx, service.renew(ctx, project, room, ended))


@projects.button(act.Join)
def join(ctx: Ctx, press: act.Join) -> None:
    _join(ctx, service.found(ctx, press.project)[0])


@projects.button(act.Quit)
def leave(ctx: Ctx, press: act.Quit) -> None:
    _quit(ctx, service.found(ctx, press.project)[0])


def _join(ctx: Ctx, project: Project) -> None:
    project.check_open()
    ctx.prove_presence()
    if not ctx.tx.projects.join(project.id, ctx.member.id, ctx.now):
        raise InItAlready(name=project.name)
    ctx.refresh(project.topic)
    ctx.toast(_("Noted: you take part in “{name}”.", name=project.name))


def _quit(ctx: Ctx, project: Project) -> None:
    if not ctx.tx.projects.leave(project.id, ctx.member.id):
        raise NotInIt(name=project.name, number=project.number)
    ctx.refresh(project.topic)
    ctx.toast(_("Noted: you no longer take part in “{name}”.", name=project.name))


@projects.button(act.Who)
def who(ctx: Ctx, press: act.Who) -> None:
    """Names are told to whoever asks, alone."""
    project, _room = service.found(ctx, press.project)
    names = {member: ctx.tx.members.get(member).name for member in ctx.tx.projects.people(project.id)}
    ctx.private(views.people(project, tuple(sorted(told_apart(names).values()))))


@projects.button(act.Begin)
def begin(ctx: Ctx, press: act.Begin) -> None:
    flow.begin(ctx)

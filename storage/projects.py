"""Projects and commissions, and who is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.projects import Kind, Project, ProjectId, State
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("author", ForeignKey("members.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("needs", Text, nullable=False),
    Column("report_on", Text),
    Column("news", Text, nullable=False),
    Column("news_at", Instant),
    Column("mandate_until", Text),
    Index("ix_projects_group", "group", "state"),
    sqlite_autoincrement=True,
)
crew = Table(
    "crew",
    metadata,
    Column("project", ForeignKey("projects.id"), primary_key=True),
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("since", Instant, nullable=False),
    Index("ix_crew_member", "member"),
    sqlite_with_rowid=False,
)

_put = Statement(
    insert(projects)
    .values({column.name: bindparam(column.name) for column in projects.c if column.name != "id"})
    .returning(projects.c.id)
)
_keep = Statement(
    update(projects)
    .where(projects.c.id == bindparam("project"))
    .values({
        name: bindparam(f"new_{name}")
        for name in ("name", "about", "state", "needs", "report_on", "news", "news_at", "mandate_until")
    })
)  # fmt: skip
_get = Statement(select(projects).where(projects.c.id == bindparam("project")))
_of_group = Statement(
    select(projects)
    .where(projects.c.group == bindparam("group"), projects.c.state != State.CLOSED.value)
    .order_by(projects.c.kind, projects.c.id)
)
_all = Statement(select(projects).order_by(projects.c.id))
_crew = Statement(
    select(crew.c.member).where(crew.c.project == bindparam("project")).order_by(crew.c.since, crew.c.member)
)
_join = Statement(
    insert(crew)
    .values(project=bindparam("project"), member=bindparam("member"), since=bindparam("since"))
    .on_conflict_do_nothing()
)
_taking_part = Statement(select(crew.c.project).where(crew.c.member == bindparam("member")).order_by(crew.c.project))
_quit_all = Statement(delete(crew).where(crew.c.member == bindparam("member")))
_leave = Statement(delete(crew).where(crew.c.project == bindparam("project"), crew.c.member == bindparam("member")))


class Projects:
    """What people do together under a group."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, fresh: Project) -> Project:
        """Keeps a new one."""
        row = _put(
            self._cursor, group=fresh.group, author=fresh.author, kind=fresh.kind.value,
            started_at=micros(fresh.started_at), **_changing(fresh),
        ).fetchone()  # fmt: skip
        return replace(fresh, id=ProjectId(row[0]))

    def keep(self, project: Project) -> None:
        """Keeps a changed one."""
        _keep(self._cursor, project=project.id, **{f"new_{key}": value for key, value in _changing(project).items()})

    def get(self, project: int) -> Project | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, project=project).fetchone()
        return _project(row) if row else None

    def of_group(self, group: GroupId) -> Sequence[Project]:
        """Those of a group that are not closed, commissions first."""
        return [_project(row) for row in _of_group(self._cursor, group=group)]

    def all(self) -> Sequence[Project]:
        """Every one, by number."""
        return [_project(row) for row in _all(self._cursor)]

    def people(self, project: ProjectId) -> Sequence[MemberId]:
        """Who is in it, in the order in which they came."""
        return [MemberId(row[0]) for row in _crew(self._cursor, project=project)]

    def join(self, project: ProjectId, member: MemberId, now: datetime) -> bool:
        """Somebody comes in; False when they were in it."""
        return _join(self._cursor, project=project, member=member, since=micros(now)).rowcount > 0

    def leave(self, project: ProjectId, member: MemberId) -> bool:
        """Somebody goes; False when they were not in it."""
        return _leave(self._cursor, project=project, member=member).rowcount > 0

    def forget(self, member: MemberId) -> Sequence[str]:
        """Somebody is in none any more; the topics that show those they were in. What they proposed stays."""
        found = [f"project:{row[0]}" for row in _taking_part(self._cursor, member=member).fetchall()]
        _quit_all(self._cursor, member=member)
        return found


def _changing(project: Project) -> dict[str, Any]:
    return {
        "name": project.name, "about": project.about, "state": project.state.value, "needs": project.needs,
        "report_on": project.report_on.isoformat() if project.report_on else None, "news": project.news,
        "news_at": None if project.news_at is None else micros(project.news_at),
        "mandate_until": project.mandate_until.isoformat() if project.mandate_until else None,
    }  # fmt: skip


def _project(row: tuple[Any, ...]) -> Project:
    id_, group, author, kind, name, about, started_at, state, needs, report_on, news, news_at, until = row
    report = date.fromisoformat(report_on) if report_on else None
    return Project(
        id_, group, author, Kind(kind), name, about, instant(started_at), State(state), needs, report, news,
        maybe_instant(news_at), date.fromisoformat(until) if until else None,
    )  # fmt: skip

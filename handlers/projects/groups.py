"""The tree of groups: the wider ones, this one, and those that belong to it, each with the number of its people."""

from __future__ import annotations

from bot.domain.groups import Group, GroupId
from bot.domain.tree import Tree
from handlers.context import Ctx
from handlers.projects import actions as act
from handlers.projects import service, views
from handlers.projects.feature import projects

MOST_SHOWN = 40


@projects.button(act.Groups)
def tree_of_groups(ctx: Ctx, press: act.Groups) -> None:
    show(ctx)


def show(ctx: Ctx) -> None:
    """From the widest group above, down; of another tree nothing is told."""
    here = [room.group for room in service.rooms(ctx)]
    tree = ctx.tx.groups.tree()
    tops = dict.fromkeys((tree.above(group.id) or (group.id,))[-1] for group in here)
    rows: list[tuple[int, Group, int]] = []
    for top in tops:
        _walk(ctx, tree, top, 0, rows)
    ctx.reply(views.tree(rows[:MOST_SHOWN], len(rows), frozenset(group.id for group in here)))


def _walk(ctx: Ctx, tree: Tree, group: GroupId, depth: int, rows: list[tuple[int, Group, int]]) -> None:
    if len(rows) < MOST_SHOWN:
        rows.append((depth, ctx.tx.groups.get(group), ctx.tx.seats.people(group)))
    else:
        rows.append((depth, rows[0][1], 0))  # only counted
    for child in tree.children(group):
        _walk(ctx, tree, child, depth + 1, rows)

"""The tree of groups: local ones belong to wider ones. Nobody is above themselves, and there are few levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId

LEVELS = 5  # a neighbourhood, a town, a district, a region, a country


class AboveItself(Refused):
    says = N_("A group cannot belong to itself, nor to a group that belongs to it. Choose a wider one, or none.")


class TooManyLevels(Refused):
    says = N_("Groups nest over {most} levels at most, so this one cannot be put there. Choose one nearer the top.")


class NoSuchGroup(Refused):
    says = N_("I do not know that group. Write the settings of a group in its own chat first, for example: /settings")


@dataclass(frozen=True, slots=True)
class Tree:
    """For each group the wider one that it belongs to, None at the top."""

    parents: Mapping[GroupId, GroupId | None]

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Tree:
        return cls({group.id: group.parent for group in groups})

    def attach(self, child: GroupId, parent: GroupId) -> Tree:
        """The child belongs to the parent from now on; raises where that would make a circle or too many levels."""
        self._check_known(child, parent)
        if child == parent or child in self.above(parent):
            raise AboveItself
        if len(self.above(parent)) + 1 + self.height(child) > LEVELS:
            raise TooManyLevels(most=LEVELS)
        return Tree({**self.parents, child: parent})

    def detach(self, child: GroupId) -> Tree:
        """The child stands at the top, with everything below it."""
        self._check_known(child)
        return Tree({**self.parents, child: None})

    def remove(self, group: GroupId) -> Tree:
        """Without that group; those below it belong to the one above it."""
        self._check_known(group)
        heir = self.parents[group]
        moved = {child: heir if parent == group else parent for child, parent in self.parents.items()}
        return Tree({child: parent for child, parent in moved.items() if child != group})

    def above(self, group: GroupId) -> tuple[GroupId, ...]:
        """The wider groups, the nearest first."""
        found: list[GroupId] = []
        parent = self.parents.get(group)
        while parent is not None and parent not in found and parent != group:
            found.append(parent)
            parent = self.parents.get(parent)
        return tuple(found)

    def children(self, group: GroupId) -> tuple[GroupId, ...]:
        """The groups just below."""
        return tuple(child for child, parent in self.parents.items() if parent == group)

    def below(self, group: GroupId) -> frozenset[GroupId]:
        """Every group below, however deep."""
        by_parent: dict[GroupId | None, list[GroupId]] = {}
        for child, parent in self.parents.items():
            by_parent.setdefault(parent, []).append(child)
        found, waiting = set[GroupId](), list(by_parent.get(group, ()))
        while waiting:
            child = waiting.pop()
            if child not in found:
                found.add(child)
                waiting += by_parent.get(child, ())
        return frozenset(found)

    def height(self, group: GroupId) -> int:
        """Levels from this group down, its own included."""
        depth = len(self.above(group))
        return max((len(self.above(one)) for one in self.below(group)), default=depth) - depth + 1

    def _check_known(self, *groups: GroupId) -> None:
        if any(group not in self.parents for group in groups):
            raise NoSuchGroup

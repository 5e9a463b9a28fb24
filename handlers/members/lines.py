"""Whom the lines of a list mean, and what they would change. Reading and comparing take long: both are for beside the
writer, and only whom a line means is looked at again where it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import fold
from bot.domain.roster import Entry, read, write
from handlers.context import Ctx, Transaction

PEOPLE = 5_000  # in one list: so many are written down in a moment
FIRST = 5  # new ones that are named

Found = Sequence[tuple[Entry, MemberId | None]]


class WhichOfThem(Refused):
    says = N_(
        "Several people in {group} are called “{name}”. Give each a number first: /settings member #{member} number=17"
    )


@dataclass(frozen=True, slots=True)
class Look:
    """A list that was read: how it is kept, and what it would change. `first` are some of the new ones."""

    text: str
    new: int
    changed: int
    same: int
    first: tuple[str, ...]


def look(tx: Transaction, group: Group, content: bytes, today: date) -> Look:
    """Reads a list whole; raises a refusal for the first thing that is wrong with it."""
    entries = read(content, most=PEOPLE)
    new, changed = changes(tx, group, entries, today)
    first = tuple(one.name for one in new[:FIRST])
    kept = write(entries).decode()
    return Look(kept, len(new), len(changed), len(entries) - len(new) - len(changed), first)


def changes(
    tx: Transaction, group: Group, entries: Sequence[Entry], today: date
) -> tuple[Sequence[Entry], Sequence[tuple[Entry, Membership]]]:
    """The lines of people who are new, and those that say something else than what is written down, with that."""
    before = {one.member: one for one in tx.memberships.of_group(group.id)}
    numbers = tx.memberships.numbers(group.id)
    new: list[Entry] = []
    changed: list[tuple[Entry, Membership]] = []
    for entry, member in _matched(tx, group, entries):
        if member is None:
            new.append(entry)
            continue
        after = entry.membership(member, group.id, today)
        if after != before.get(member) or (entry.number and entry.number != numbers.get(member)):
            changed.append((entry, after))
    return new, changed


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing a list down means, worked out for a group as it stood."""

    stood: object
    entries: Sequence[Entry]
    new: Sequence[Entry]
    changed: Sequence[tuple[Entry, Membership]]


def plan(tx: Transaction, group: Group, text: str, today: date) -> Plan:
    """Reads a list that was kept, and works out what it means."""
    entries = read(text.encode())
    return Plan(tx.memberships.standing(group.id), entries, *changes(tx, group, entries, today))


def keep(ctx: Ctx, group: Group, plan: Plan, today: date) -> Sequence[Membership]:
    """Writes the list down; gives those of people known before who are no members now. The plan was made beside the
    writer: it holds where the group stands as it did then, and is made anew where it does not."""
    new, changed = plan.new, plan.changed
    if ctx.tx.memberships.standing(group.id) != plan.stood:
        new, changed = changes(ctx.tx, group, plan.entries, today)
    entered = ctx.tx.members.enter_all([entry.name for entry in new], ctx.now)
    lines = [(entry, entry.membership(member, group.id, today)) for entry, member in zip(new, entered, strict=True)]
    written = [*lines, *changed]
    ctx.tx.memberships.keep_all((one, entry.number or None) for entry, one in written)
    return [one for _entry, one in changed if one.status is not MemberStatus.MEMBER]


def _matched(tx: Transaction, group: Group, entries: Sequence[Entry]) -> Found:
    """Whom each line means: by the group's own number, else by the name; None for somebody new."""
    numbers = {fold(number): member for member, number in tx.memberships.numbers(group.id).items()}
    numbered = set(numbers.values())
    names: dict[str, list[MemberId]] = {}
    for member, name in tx.memberships.names(group.id).items():
        names.setdefault(fold(name), []).append(member)
    found: list[tuple[Entry, MemberId | None]] = []
    for entry in entries:
        known = numbers.get(fold(entry.number)) if entry.number else None
        if known is not None:
            found.append((entry, known))
            continue
        called = names.get(fold(entry.name), [])
        # A number that is nobody's yet is of somebody who has none.
        meant = [one for one in called if one not in numbered] if entry.number else called
        if len(meant) > 1:
            raise WhichOfThem(group=group.name, name=entry.name, member=meant[0])
        found.append((entry, meant[0] if meant else None))
    return found

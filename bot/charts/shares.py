"""A shared budget: what the supporters of each project paid, what the rest of the budget added, what was missing.

A full bar is the cost. Dark is what supporters paid, lighter what was added, hatched what was missing: a project that
was not funded shows how far it came.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.heading import foot, head
from bot.charts.lettering import fit, legible, wrap
from bot.charts.metrics import width
from bot.charts.svg import INK, LEFT, PLAIN, RIGHT, SOFT, SPAN, STRONG, Block, along, hatched, picture, rect, text

SIZE, LINE = 16, 21
SMALL, SMALL_LINE = 13, 17
BAR = 14
GAP = 18


@dataclass(frozen=True, slots=True)
class Project:
    """Amounts in one unit; `price` is the cost as said to people, `note` why it was funded or not."""

    label: str
    cost: int
    paid: int
    added: int
    price: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    title: str
    projects: tuple[Project, ...]
    subtitle: str = ""
    footer: str = ""


def draw(shares: Shares) -> str:
    """The picture as SVG, every project in it."""
    block = head(shares.title, shares.subtitle)
    parts, scale = [block.parts], max((project.cost for project in shares.projects), default=1)
    for project in shares.projects:
        block = _project(project, scale, block.bottom + GAP)
        parts.append(block.parts)
    end = foot(shares.footer, block.bottom)
    return picture(round(end.bottom), shares.title, twin(shares), [*parts, end.parts])


def twin(shares: Shares) -> str:
    """The same in words: a line for each project."""
    projects = (", ".join(filter(None, (each.label, each.price, each.note))) for each in shares.projects)
    return "\n".join(filter(None, (shares.subtitle, *projects, shares.footer)))


def _project(project: Project, scale: int, y: float) -> Block:
    price = fit(legible(project.price), SPAN / 2, SIZE, True)
    room = SPAN - width(price, SIZE, True) - 16
    parts = [text(RIGHT, y + SIZE, price, SIZE, bold=True, end=True)]
    names = wrap(legible(project.label), room, SIZE, project.chosen, below=SPAN)
    for place, words in enumerate(names):
        parts.append(text(LEFT, y + SIZE + place * LINE, words, SIZE, bold=project.chosen))
    y += LINE * max(len(names), 1) + 5
    parts.append(_bar(project, scale, y))
    y += BAR + 4
    for words in wrap(legible(project.note), SPAN, SMALL, project.chosen, most=3):
        fill = INK if project.chosen else SOFT
        parts.append(text(LEFT, y + SMALL, words, SMALL, fill=fill, bold=project.chosen))
        y += SMALL_LINE
    return Block("".join(parts), y)


def _bar(project: Project, scale: int, y: float) -> str:
    paid, funded, cost = (along(amount, scale) for amount in (project.paid, project.paid + project.added, project.cost))
    missing = hatched(LEFT + funded, y, cost - funded, BAR) if cost > funded else ""
    added = rect(LEFT + paid, y, funded - paid, BAR, PLAIN, kind="added") if funded > paid else ""
    return missing + added + (rect(LEFT, y, paid, BAR, STRONG, kind="paid") if paid else "")

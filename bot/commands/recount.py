"""`coop recount`: counts a file of ballots again, by the same functions as our own votes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from bot.chat.text import Phrase, _
from bot.commands.failures import FAILED, Failure
from bot.commands.speech import language, say
from bot.domain import recount as recounting
from bot.domain.names import visible
from bot.domain.recount import Recounted
from bot.domain.tally.sentences import Said
from bot.domain.tally.tables import Cell

LARGEST = 256 * 1024 * 1024
NAMES = {
    "motion": _("motion"),
    "choice": _("choice"),
    "multiple": _("several options"),
    "approval": _("approval"),
    "score": _("scores"),
    "dots": _("dots to share out"),
    "schulze": _("duels (Schulze)"),
    "irv": _("instant runoff (IRV)"),
    "stv": _("single transferable vote (STV)"),
    "consent": _("consent"),
    "budget": _("equal shares"),
    "dates": _("choice of a date"),
}
DECIMALS = 5

DRAWN = (".svg", ".png")


def recount(
    file: Path, method: str | None, seats: int | None, seed: str | None, *, as_json: bool, chart: Path | None = None
) -> None:
    """Tells the result, draws it into `chart`, and fails when the file publishes another one."""
    if chart is not None and chart.suffix.lower() not in DRAWN:
        example = f"{file.stem}.svg"
        raise Failure(_("A picture is a .svg or a .png file, and “{file}” is neither. For example: --chart {example}",
                        file=str(chart), example=example))  # fmt: skip
    if file.stat().st_size > LARGEST:
        raise Failure(_("“{file}” is too large.", file=str(file)))
    counted = recounting.recount(file.read_bytes(), file.name, method, seats, seed)
    if as_json:
        click.echo(counted.json(), nl=False)
    else:
        _tell(counted)
    if chart is not None:
        _draw(counted, chart)
    if counted.agrees is False:
        raise Failure(_("This is not the result that the file publishes."), FAILED)


def _tell(counted: Recounted) -> None:
    explained, seats = counted.explain(), counted.told["seats"]
    if title := visible(counted.profile.title):
        click.echo(title)
    click.echo(say(_("Method: {method}.", method=NAMES[counted.method])))
    if seats is not None and seats > 1:
        click.echo(say(_("Seats: {seats}.", seats=seats)))
    for sentence in explained.sentences:
        click.echo(_cell(sentence))
    if quorum := counted.told["details"]["quorum"]:
        click.echo(say(_quorum(quorum["required"], reached=quorum["reached"])))
    for table in explained.tables:
        click.echo(f"\n{_cell(table.title)}")
        for line in _aligned([table.columns, *table.rows] if table.columns else table.rows):
            click.echo(line)
    if counted.agrees:
        click.echo("\n" + say(_("This is the result that the file publishes.")))


def _draw(counted: Recounted, chart: Path) -> None:
    """The picture that fits the result; the same words as those told."""
    from bot.charts.results import About, draw

    profile, quorum = counted.profile, counted.told["details"]["quorum"]
    headline = counted.explain().sentences[:1]
    svg = draw(counted.result, About(
        profile.title, profile.labels, _cell, _cell(headline[0]) if headline else "",
        stands=quorum is None or quorum["reached"], point="," if language() == "fr" else ".",
    ))  # fmt: skip
    if svg is None:
        raise Failure(_("Nobody voted: there is nothing to draw."))
    if chart.suffix.lower() == ".svg":
        chart.write_text(svg, encoding="utf-8")
    else:
        from bot.charts.png import png

        chart.write_bytes(png(svg))


def _quorum(required: int, *, reached: bool) -> Phrase:
    if reached:
        return _("Quorum: {required}, reached.", required=required)
    return _("Quorum: {required}, not reached.", required=required)


def _aligned(rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """Rows in columns: the first to the left, numbers to the right."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    most = max(map(len, cells), default=0)
    widths = [max((len(row[at]) for row in cells if at < len(row)), default=0) for at in range(most)]
    return [_line(row, widths) for row in cells]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    places = enumerate(zip(row, widths, strict=False))
    return "  ".join(text.rjust(width) if at else text.ljust(width) for at, (text, width) in places).rstrip()


def _cell(cell: Cell) -> str:
    match cell:
        case Said():
            return say(phrase(cell))
        case Fraction():
            return _decimal(cell)
    return "" if cell is None else visible(str(cell))


def phrase(said: Said) -> Phrase:
    """A sentence of a result as words to say, with the sentences that fill its blanks."""
    return Phrase(said.sentence, {name: _blank(value) for name, value in said.blanks.items()})


def _blank(value: object) -> object:
    """What fills a blank: labels come from a file, and must not steer the terminal."""
    match value:
        case Said():
            return phrase(value)
        case Fraction():
            return _decimal(value)
        case str():
            return visible(value)
        case tuple():
            return tuple(map(_blank, value))
    return value


def _decimal(number: Fraction) -> str:
    """The number with its decimals, and a sign where they do not end: only --json has such a fraction exactly."""
    units, rest = divmod(number.numerator * 10**DECIMALS, number.denominator)
    whole, decimals = divmod(units, 10**DECIMALS)
    told = f"{whole}.{decimals:0{DECIMALS}}".rstrip("0").rstrip(".")
    return ("≈ " if rest else "") + told.replace(".", "," if language() == "fr" else ".")

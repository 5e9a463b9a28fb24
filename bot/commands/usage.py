"""How the command line is explained, and what is said when it is typed wrong: in our own words, with an example.

The library's own sentences are English, and say what a parser met rather than what to type.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.chat.text import Phrase, _
from bot.commands.speech import told
from bot.domain.errors import N_

STATUS = 2  # it was asked in a way that cannot work


class Page(click.HelpFormatter):
    """A page of help."""

    _HEADINGS = {"Options": N_("Options:"), "Commands": N_("Commands:")}  # noqa: RUF012  # by the library's words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(prog, args, told(N_("Usage:")) + " ")

    def write_heading(self, heading: str) -> None:
        """The line above a list."""
        self.write(f"{told(self._HEADINGS[heading])}\n")


class Asked(click.Context):
    """What was typed."""

    formatter_class = Page


class Verb(click.Command):
    """One verb. `example` is a line that works."""

    context_class = Asked

    def __init__(self, *args: Any, example: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.example = example
        if example:
            self.epilog = f"{told(N_('For example:'))} {example}"

    def get_short_help_str(self, limit: int = 0) -> str:
        """What it does, never cut."""
        return self.help or ""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Help about help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = told(N_("Show this page."))
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads what was typed; what is too much is refused in our words."""
        group = ctx.allow_extra_args
        ctx.allow_extra_args = True
        try:
            super().parse_args(ctx, args)
        except click.BadOptionUsage as wrong:
            wrong.ctx = ctx  # the library leaves it out
            raise
        if ctx.args and not group:
            raise Misused(
                _("{command} does not take “{words}”.", command=ctx.command_path, words=" ".join(ctx.args)), ctx
            )
        return ctx.args


class Verbs(Verb, click.Group):
    """Several verbs under one name."""

    command_class = Verb

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, subcommand_metavar=told(N_("COMMAND [ARGUMENTS]…")), **more)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which people need them."""
        return list(self.commands)


Verbs.group_class = Verbs


class Misused(click.UsageError):
    """A verb was typed in a way that cannot work; the phrase says why."""

    def __init__(self, phrase: Phrase, ctx: click.Context | None) -> None:
        super().__init__(phrase.key, ctx)
        self.phrase = phrase


class Whole(click.ParamType[int]):
    """A whole number from one to another."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        try:
            number = int(value)
        except ValueError:
            self._refuse(value, param, ctx)
        return number if self.least <= number <= self.most else self._refuse(value, param, ctx)

    def _refuse(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        raise Misused(
            _("{option}: “{value}” is not possible. Write a whole number from {least} to {most}.",
              option=_option(param), value=str(value), least=str(self.least), most=str(self.most)), ctx,
        )  # fmt: skip


class File(click.ParamType[Path]):
    """The name of a file, which need not be there."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Its path."""
        path = Path(value)
        if path.is_dir():
            raise Misused(_("“{file}” is a folder. The name of a file is needed here.", file=str(path)), ctx)
        return path


class Folder(click.ParamType[Path]):
    """The name of a folder, which need not be there."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Its path."""
        path = Path(value)
        if path.is_file():
            raise Misused(_("“{file}” is a file. The name of a folder is needed here.", file=str(path)), ctx)
        return path


def _option(param: click.Parameter | None) -> str:
    return param.opts[-1] if param is not None else ""


def lines(error: click.UsageError) -> list[Phrase]:
    """What is said of it: what was understood, what is expected, where to read more."""
    command = error.ctx.command_path if error.ctx else "coop"
    says = [_why(error, command)]
    example = getattr(error.cmd, "example", "")
    if example and isinstance(error, click.MissingParameter):
        says.append(_("For example: {example}", example=example))
    return [*says, _("Everything that it takes: {command} --help", command=command)]


def _why(error: click.UsageError, command: str) -> Phrase:
    match error:
        case Misused():
            return error.phrase
        case click.NoSuchCommand(command_name=word):
            known = error.ctx.command.commands if error.ctx and isinstance(error.ctx.command, click.Group) else ()
            return _unknown(word, known, command)
        case click.NoSuchOption(option_name=word):
            params = error.ctx.command.get_params(error.ctx) if error.ctx else ()
            return _unknown(word, [name for one in params for name in one.opts], command)
        case click.BadOptionUsage(option_name=word):
            params = error.ctx.command.get_params(error.ctx) if error.ctx else ()
            if any(isinstance(one, click.Option) and one.is_flag and word in one.opts for one in params):
                return _("{option} stands alone, without a value.", option=word)
            return _("{option} needs a value.", option=word)
        case click.MissingParameter(param=click.Parameter() as param):
            return _("{command} needs one more word: {name}.", command=command, name=param.metavar or param.name or "")
    return _("This cannot be understood: {command}", command=command)


def _unknown(word: str, known: Iterable[str], command: str) -> Phrase:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    if near:
        return _("{command} does not know “{word}”. Did you mean “{near}”?", command=command, word=word, near=near[0])
    return _("{command} does not know “{word}”.", command=command, word=word)

"""`coop check`: looks at everything that the bot needs, and says what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bot.chat.text import Phrase, _, many
from bot.commands import checks_groups, checks_machine, checks_matrix, checks_telegram
from bot.commands.failures import problem
from bot.commands.finding import Finding, Level, error, ok
from bot.commands.speech import say
from bot.config import Config, ConfigError, NoSettings, load, where
from bot.core import logs


def check(given: Path | None, *, offline: bool) -> None:
    """Prints a line for each thing; the status is 0, 1 with a warning, 2 with an error."""
    path = where(given)
    try:
        config = load(path)
    except NoSettings as wrong:
        found = _told(error(problem(one)) for one in wrong.problems)
    except ConfigError as wrong:
        found = _told(error(problem(one)) for one in wrong.problems)
        click.echo(say(_("The rest is looked at once the settings are right.")))
    else:
        found = _told(_everything(path, config, offline=offline))
    click.echo(say(_summary(found)))
    raise SystemExit(int(max(found)))


def _told(findings: Iterable[Finding]) -> Counter[Level]:
    """Prints each as soon as it is found; how many of each level."""
    found: Counter[Level] = Counter()
    for finding in findings:
        found[finding.level] += 1
        click.echo(say(finding.told()))
    return found


def _everything(path: Path, config: Config, *, offline: bool) -> Iterator[Finding]:
    # What is found is said here, in the reader's language: the log says it again only where more of it is asked for.
    level = "warning" if config.log.level == "info" else config.log.level
    logs.configure(level, config.log.format, secrets=config.secrets())
    yield ok(_("Settings: “{file}” is read, every key is right.", file=str(path)))
    yield from checks_machine.secrets(path, config)
    yield from checks_machine.database(config)
    yield checks_machine.paper()
    yield from checks_machine.port(config)
    yield from _networks(config, offline=offline)


def _networks(config: Config, *, offline: bool) -> Iterator[Finding]:
    if not config.networks:
        yield error(_("Networks: none. Write a section [telegram] or [matrix]; coop init does it with you."))
        return
    found = checks_groups.known(config)
    yield checks_groups.served(config, found)
    if config.telegram is not None:
        groups = checks_groups.trusted(config, found)
        yield from checks_telegram.telegram(config.telegram, groups, offline=offline)
    if config.matrix is not None:
        yield from checks_matrix.matrix(config.matrix, offline=offline)


def _summary(found: Counter[Level]) -> Phrase:
    errors = many("{n} error", "{n} errors", found[Level.ERROR])
    warnings = many("{n} warning", "{n} warnings", found[Level.WARNING])
    if found[Level.ERROR]:
        return _("Result: {errors}, {warnings}.", errors=errors, warnings=warnings)
    if found[Level.WARNING]:
        return _("Result: {warnings}.", warnings=warnings)
    return _("Result: all is well.")

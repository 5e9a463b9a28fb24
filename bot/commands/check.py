"""`coop check`: looks at everything that the bot needs, and says what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bot.chat.text import Phrase, _, many
from bot.commands import checks_machine, checks_telegram, networks
from bot.commands.failures import problem
from bot.commands.finding import Finding, Level, error, ok, warning
from bot.commands.speech import say
from bot.config import Config, ConfigError, load, where
from bot.core import logs
from bot.core.ports import Unavailable
from storage import schema
from storage.database import NotBuilt, look, path_of


def check(given: Path | None, *, offline: bool) -> None:
    """Prints a line for each thing; the status is 0, 1 with a warning, 2 with an error."""
    path = where(given)
    try:
        config = load(path)
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
    logs.configure(config.log.level, config.log.format, secrets=config.secrets())
    yield ok(_("Settings: “{file}” is read, every key is right.", file=str(path)))
    yield from checks_machine.secrets(path, config)
    yield from checks_machine.database(config)
    yield from checks_machine.port(config)
    yield from _networks(config, offline=offline)
    if config.networks:
        yield from _groups(config)


def _networks(config: Config, *, offline: bool) -> Iterator[Finding]:
    if not config.networks:
        yield warning(_("Networks: none. For Telegram, write a section [telegram]; coop init does it with you."))
    for name in config.networks:
        if name not in networks.BUILT:
            yield error(_("Networks: [{name}] is not built yet in this version; take that section out.", name=name))
    if config.telegram is not None:
        yield from checks_telegram.telegram(config.telegram, offline=offline)


def _groups(config: Config) -> Iterator[Finding]:
    trusted = config.community.allowed_chats
    if "*" in trusted:
        yield ok(_("Groups: the bot serves everybody who brings it to a group, as [community] allowed_chats says."))
    elif _has_operator(config):
        yield ok(_("Groups: whoever runs the bot is known to it, and is asked about each new group."))
    else:
        yield ok(
            _("Groups: nobody has sent the one-time code yet, which coop run prints. Until then the bot leaves the "
              "groups that [community] allowed_chats does not name.")
        )  # fmt: skip


def _has_operator(config: Config) -> bool:
    try:
        path = path_of(config.storage.url, config.folder)
        if schema.current(path) != schema.HEAD:
            return False
        with look(path) as tx:
            return bool(tx.operators.all())
    except (NotBuilt, schema.NotOurs, Unavailable):  # said above, with the database
        return False


def _summary(found: Counter[Level]) -> Phrase:
    errors = many("{n} error", "{n} errors", found[Level.ERROR])
    warnings = many("{n} warning", "{n} warnings", found[Level.WARNING])
    if found[Level.ERROR]:
        return _("Result: {errors}, {warnings}.", errors=errors, warnings=warnings)
    if found[Level.WARNING]:
        return _("Result: {warnings}.", warnings=warnings)
    return _("Result: all is well.")

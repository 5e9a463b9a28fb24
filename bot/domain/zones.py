"""Time zones as people write them: by their own name, or by a city's; and what clocks show there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import N_, Refused
from bot.domain.names import fold, nearest


class NoSuchZone(Refused):
    says = N_("“{text}” is not a time zone. Did you mean {near}? For example: {key}={near}")


class NoSuchZoneFar(Refused):
    says = N_("“{text}” is not a time zone. For example: {key}=Europe/Paris")


def read_zone(word: str, text: str) -> str:
    """A time zone that exists, as its own name is written; refused with the nearest, or the one of a city."""
    zones, wanted = _zones(), _plain(text)
    if wanted in zones:
        return zones[wanted]
    city = next((zones[name] for name in sorted(zones) if name.rpartition("/")[2] == wanted), None)
    near = nearest(wanted, zones, within=max(2, len(wanted) // 4)) if city is None and len(wanted) < 60 else None
    if city is None and near is None:
        raise NoSuchZoneFar(key=word, text=text)
    raise NoSuchZone(key=word, text=text, near=city or zones[near or ""])


def wall(at: datetime, zone: str) -> datetime:
    """What clocks of a zone show at an instant, without the zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def instant(shown: datetime, zone: str) -> datetime:
    """When clocks of a zone show that, UTC; of an hour that they show twice the first, of one that they skip the one
    they show instead."""
    return shown.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


@cache
def _zones() -> Mapping[str, str]:
    """Plain spelling → name, places only: "Etc/GMT-2" and the like say the opposite of what people read."""
    return {_plain(name): name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}


def _plain(text: str) -> str:
    return fold(text).replace(" ", "_")

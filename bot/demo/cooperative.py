"""La Ruche, a small cooperative near Lyon: who is in it, and what they said and did before the try-out begins.

Nothing is written into the database from here. People talk to the bot on a moved clock, and what there is comes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.adapters.local.hub import Hub
from bot.chat.text import Phrase, _

ZONE = "Europe/Paris"
DAY, MORNING = (time(8, 30), time(20, 30)), time(10)  # when it may begin, and when it does where people rest
GROUP = "ruche"
TITLE = "La Ruche"
WIDER, WIDER_TITLE = "lyon", "Lyon coopère"  # the group that La Ruche belongs to
ORGANIZER = "lea"
# Two Maries, as everywhere; Emily reads English.
PEOPLE: Final[dict[str, tuple[str, str]]] = {
    "lea": ("Léa Morel", "fr"),
    "karim": ("Karim Benali", "fr"),
    "marie-d": ("Marie Dubois", "fr"),
    "marie-s": ("Marie Sanchez", "fr"),
    "paul": ("Paul Girard", "fr"),
    "emily": ("Emily Clarke", "en"),
}
# She is in no group yet: whoever tries the bot lets her arrive.
NEWCOMER: Final = ("zoe", "Zoé Lune", "fr")
# The local chat stands for two networks: on the other one there is a chat that the bot does not know, and Léa again.
ELSEWHERE, ELSEWHERE_TITLE = "salon", "La Ruche, autre réseau"
TWIN: Final = ("lea-2", "L. Morel", "fr")


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody writes in the group, or in the wider one, so many days ago at that hour."""

    days: int
    at: time
    who: str
    text: Phrase
    where: str = GROUP


@dataclass(frozen=True, slots=True)
class Picks:
    """Somebody answers the newest vote or poll, by the place of the answer."""

    days: int
    at: time
    who: str
    place: int


@dataclass(frozen=True, slots=True)
class Takes:
    """Somebody takes the newest shift."""

    days: int
    at: time
    who: str


Step = Says | Picks | Takes

FOR, AGAINST, ABSTAIN = 0, 1, 2
STORY: Final[tuple[Step, ...]] = (
    Says(9, time(18, 2), "lea",
         _("Hello everybody! The town lends us the market hall on Saturday mornings, from next month on.")),
    Says(9, time(18, 9), "paul", _("Great news. I can bring the vegetables and the eggs of the three farms.")),
    Says(9, time(18, 15), "lea",
         _("/vote Shall we open the Saturday grocery next month? secrecy=public quorum=1/3 ends=3d")),
    Picks(9, time(18, 21), "paul", FOR),
    Picks(9, time(19, 4), "marie-d", FOR),
    Picks(9, time(21, 10), "emily", FOR),
    Says(8, time(8, 40), "karim", _("I would rather begin in spring: we are only six.")),
    Picks(8, time(8, 42), "karim", AGAINST),
    Picks(8, time(12, 30), "marie-s", ABSTAIN),
    Picks(8, time(12, 45), "lea", FOR),
    Says(5, time(18, 0), "lea",
         _("/projects Tool library | One set of tools for all our groups needs=a dry cellar"), WIDER),
    Says(5, time(18, 4), "lea", _("/settings above=\"Lyon coopère\"")),
    Says(5, time(18, 5), "karim", _("/projects join 1"), WIDER),
    Says(5, time(18, 5), "marie-d", _("/projects join 1"), WIDER),
    Says(5, time(18, 5), "paul", _("/projects join 1"), WIDER),
    Says(5, time(18, 5), "marie-s", _("/projects join 1"), WIDER),
    Says(5, time(18, 5), "emily", _("/projects join 1"), WIDER),
    Says(5, time(18, 6), "lea", _('/settings electorate=members article="statutes art. 9"'), WIDER),
    Says(5, time(18, 7), "lea", _("/settings member Karim Benali status=member"), WIDER),
    Says(5, time(18, 8), "lea", _("/settings member Marie Dubois status=member"), WIDER),
    Says(5, time(18, 9), "lea", _("/settings member Paul Girard status=member"), WIDER),
    Says(5, time(18, 10), "lea", _("/settings member Léa Morel status=member"), WIDER),
    Says(5, time(18, 10), "lea", _("/settings member Marie Sanchez status=member"), WIDER),
    Says(5, time(18, 10), "lea", _("/settings member Jeanne Roche status=member"), WIDER),
    Says(5, time(18, 10), "lea", _("/settings member Emily Clarke status=observer"), WIDER),
    Says(5, time(18, 10), "lea", _("/settings member Paul Girard dues=31/12"), WIDER),
    Says(5, time(18, 11), "lea", _('/settings notice=15d quorum=1/2 article="statutes art. 10"'), WIDER),
    Says(5, time(18, 11), "lea", _('/settings electronic=yes competences=accounts article="statutes art. 14"'), WIDER),
    Says(5, time(18, 12), "lea", _('/settings majority=simple article="statutes art. 12"')),
    Says(5, time(18, 20), "paul",
         _("/projects Saturday grocery | Vegetables and eggs from three farms needs=two people at the till")),
    Says(5, time(18, 22), "lea",
         _("/projects Supplies | Finding farms for all our groups kind=commission report=\"in 30 days\""), WIDER),
    Says(4, time(11, 0), "paul", _("/projects shift 2 in 60 days at 9am | Market hall")),
    Takes(4, time(11, 5), "marie-s"),
    Says(4, time(12, 0), "lea", _("/settings role give welcomer | Karim")),
    Says(4, time(12, 2), "lea", _("/welcome places Vaise, Lyon 9")),
    Says(4, time(12, 3), "lea", _("/welcome date in 12 days at 10am | Coffee for whoever is new, at the market hall")),
    Says(4, time(12, 10), "marie-s", _("/offer guitar lessons, on Wednesdays, Croix-Rousse")),
    Says(4, time(18, 30), "lea", _("/plenary in 14 days at 2pm | Market hall")),
    Says(4, time(18, 31), "lea", _("/plenary convene")),
    Says(4, time(18, 33), "marie-s", _("/agenda Who keeps the keys of the market hall?")),
    Says(3, time(17, 30), "emily", _("Does somebody have a trailer for the shelves?")),
    Says(3, time(17, 48), "karim", _("Mine is free on Saturday.")),
    Says(2, time(12, 20), "marie-d", _("/need somebody to help with a form, Vaise")),
    Says(2, time(18, 30), "karim",
         _("/vote Shall we rent the workshop in Pasteur street, at 180 € a month? quorum=1/2 ends=6d")),
    Picks(2, time(18, 41), "karim", FOR),
    Picks(2, time(20, 15), "paul", FOR),
    Says(1, time(18, 5), "marie-d",
         _("/poll Which soup for the grocery’s first Saturday? | Leek | Squash | Nettle max=2 ends=5d")),
    Picks(1, time(18, 6), "marie-d", 0),
    Picks(1, time(18, 20), "emily", 1),
    Picks(1, time(18, 21), "emily", 2),
    Says(1, time(18, 40), "lea", _("/remind in 3 days at 6pm: bring the keys of the market hall back")),
)  # fmt: skip


def populate(hub: Hub, language: str) -> None:
    """Brings the people and their group onto the network; unless it speaks French, they all read its language."""
    reads = {key: own if language == "fr" else language for key, (_name, own) in PEOPLE.items()}
    users = {key: hub.person(key, name, reads[key]) for key, (name, _own) in PEOPLE.items()}
    newcomer, name, own = NEWCOMER
    hub.person(newcomer, name, own if language == "fr" else language)
    hub.group(GROUP, TITLE, list(users.values()), [users[ORGANIZER]])
    hub.group(WIDER, WIDER_TITLE, list(users.values()), [users[ORGANIZER]])
    again, name, own = TWIN
    twin = hub.person(again, name, own if language == "fr" else language)
    hub.group(ELSEWHERE, ELSEWHERE_TITLE, [twin], [twin])


def story(now: datetime) -> Sequence[tuple[datetime, Step]]:
    """Every step with its instant, before `now`."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    return [
        (datetime.combine(today - timedelta(days=step.days), step.at, ZoneInfo(ZONE)).astimezone(now.tzinfo), step)
        for step in STORY
    ]


def by_day(now: datetime) -> datetime:
    """The instant at which the try-out begins: now, or the next morning where people rest, as nobody would be told
    anything then."""
    there = now.astimezone(ZoneInfo(ZONE))
    if DAY[0] <= there.time() < DAY[1]:
        return now
    day = there.date() + timedelta(days=there.time() >= DAY[1])
    return datetime.combine(day, MORNING, there.tzinfo).astimezone(UTC)

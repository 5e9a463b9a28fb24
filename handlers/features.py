"""The features, in the order in which help shows them. Adding one is a folder and a line here."""

from __future__ import annotations

from handlers.aid import aid
from handlers.basics import basics
from handlers.calendars import calendars
from handlers.coming import coming
from handlers.context import OurFeature
from handlers.decisions import decisions
from handlers.members import members
from handlers.operator import operator
from handlers.plenaries import plenaries
from handlers.polls import polls
from handlers.projects import projects
from handlers.proxies import proxies
from handlers.questions import questions
from handlers.reminders import reminders
from handlers.settings import settings
from handlers.welcome import welcome

FEATURES: tuple[OurFeature, ...] = (
    polls, proxies, decisions, plenaries, aid, questions, projects, reminders, calendars, settings, members, welcome,
    operator, basics, coming,
)  # fmt: skip

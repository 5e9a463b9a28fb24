"""People: what concerns oneself, who belongs to a group, and who does what for it."""

from handlers.members import copying, erasing, joining, leaving, linking, me, mine, register, roles, roster, waiting
from handlers.members.feature import members

__all__ = [
    "copying",
    "erasing",
    "joining",
    "leaving",
    "linking",
    "me",
    "members",
    "mine",
    "register",
    "roles",
    "roster",
    "waiting",
]

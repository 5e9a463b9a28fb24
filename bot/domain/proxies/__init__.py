"""Proxies: a giver lends their voice to a holder, for one vote or one meeting.

A proxy is a weight on the holder's ballot, never one more voice.
"""

from bot.domain.proxies.book import Book, Settled
from bot.domain.proxies.cap import Cap
from bot.domain.proxies.proxy import Proxy, ProxyId, Stage
from bot.domain.proxies.weights import check_own, group, represented, room, said_by, speaks_for, weigh

__all__ = [
    "Book", "Cap", "Proxy", "ProxyId", "Settled", "Stage", "check_own", "group", "represented", "room", "said_by",
    "speaks_for", "weigh",
]  # fmt: skip

"""Proxies: lending one's voice for the next vote of the members."""

from handlers.proxies.chat import proxies

__all__ = ["proxies"]

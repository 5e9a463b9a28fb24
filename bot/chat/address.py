"""Where and who on a network. Ids are the network's own, as text, and mean nothing elsewhere."""

from __future__ import annotations

from typing import NamedTuple


class Chat(NamedTuple):
    """A conversation of a network; `thread` is a topic inside it, empty for the chat itself."""

    network: str
    id: str
    thread: str = ""


class User(NamedTuple):
    """An account of a network. A person may have several; identity is the member, never the account."""

    network: str
    id: str


class MessageRef(NamedTuple):
    """One message, as its network names it."""

    chat: Chat
    id: str


class Person(NamedTuple):
    """What an event tells of the account behind it. The name is for showing and proves nothing.

    `handle` is what other people reach the account by, empty where there is no such thing.
    """

    user: User
    name: str
    language: str = ""
    anonymous: bool = False
    handle: str = ""


class Place(NamedTuple):
    """What an event tells of its chat. Where it is `closed` only members can be in it: acting there proves it."""

    chat: Chat
    title: str = ""
    private: bool = False
    closed: bool = True

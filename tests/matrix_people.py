"""People on Matrix: an account each, over plain HTTP. It shares no code with the bot, so that each checks the other.

Their calls block, also the bot where it runs on the same loop: the server is a process of its own and answers at once.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import quote, urlencode

from tests.synapse import PASSWORD

_numbers = itertools.count(1)
Json = Mapping[str, Any]


class Refused(Exception):
    """The server said no."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.errcode = str(body.get("errcode", ""))


@dataclass
class Seen:
    """A message as a client shows it: the latest edit in place, reactions below."""

    id: str
    sender: str
    body: str
    content: Json
    thread: str = ""
    belongs_to: str = ""
    reactions: list[tuple[str, str]] = field(default_factory=list)
    edits: int = 0


@dataclass
class Poll:
    """A poll as a client shows it; `end` is what was said at its end, None while it is open."""

    id: str
    sender: str
    question: str
    options: dict[str, str]
    most: int
    belongs_to: str = ""
    end: str | None = None


class Someone:
    """One account, logged in on one device."""

    def __init__(self, port: int, user: str) -> None:
        self.user, self.token, self.device = user, "", ""
        self._port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def call(self, method: str, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        """One call of the client-server API."""
        where = f"/_matrix/client/v3{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body)
        try:
            answer = self._ask(method, where, data, headers)
        except (OSError, HTTPException):  # the connection was idle for too long, or the server began anew
            self._connection.close()
            answer = self._ask(method, where, data, headers)
        found: dict[str, Any] = json.loads(answer.read())
        if answer.status >= 400:
            raise Refused(answer.status, found)
        return found

    def _ask(self, method: str, where: str, data: str | None, headers: Mapping[str, str]) -> HTTPResponse:
        self._connection.request(method, where, data, dict(headers))
        return self._connection.getresponse()

    def login(self, name: str = "") -> Someone:
        """Logs in, and takes a name to show."""
        who = {"type": "m.id.user", "user": self.user}
        told = self.call("POST", "/login", {"type": "m.login.password", "identifier": who, "password": PASSWORD})
        self.token, self.device = told["access_token"], told["device_id"]
        if name:
            self.call("PUT", f"/profile/{quote(self.user)}/displayname", {"displayname": name})
        return self

    def close(self) -> None:
        """Lets go of the connection."""
        self._connection.close()

    # rooms

    def create(self, name: str = "", invite: Sequence[str] = (), **more: Any) -> str:
        """A room of one's own, private unless said otherwise; its id."""
        named = {"name": name} if name else {}
        return str((self.call("POST", "/createRoom", {"invite": list(invite), **named, **more}))["room_id"])

    def invite(self, room: str, user: str) -> None:
        self.call("POST", f"/rooms/{quote(room)}/invite", {"user_id": user})

    def join(self, room: str) -> None:
        self.call("POST", f"/join/{quote(room)}", {})

    def knock(self, room: str) -> None:
        self.call("POST", f"/knock/{quote(room)}", {})

    def leave(self, room: str) -> None:
        self.call("POST", f"/rooms/{quote(room)}/leave", {})

    def kick(self, room: str, user: str) -> None:
        self.call("POST", f"/rooms/{quote(room)}/kick", {"user_id": user})

    def state(self, room: str, kind: str, key: str = "") -> dict[str, Any]:
        return self.call("GET", f"/rooms/{quote(room)}/state/{kind}/{quote(key)}")

    def set_state(self, room: str, kind: str, content: Json, key: str = "") -> None:
        self.call("PUT", f"/rooms/{quote(room)}/state/{kind}/{quote(key)}", content)

    def empower(self, room: str, user: str, power: int) -> None:
        """Gives somebody power in a room."""
        levels = self.state(room, "m.room.power_levels")
        levels.setdefault("users", {})[user] = power
        self.set_state(room, "m.room.power_levels", levels)

    def invited(self) -> dict[str, Any]:
        """The rooms one is invited to."""
        return dict((self.call("GET", "/sync", timeout="0"))["rooms"].get("invite", {}))

    def members_of(self, room: str) -> dict[str, str]:
        found = self.call("GET", f"/rooms/{quote(room)}/members")
        return {event["state_key"]: event["content"]["membership"] for event in found["chunk"]}

    # messages

    def send(self, room: str, kind: str, content: Json) -> str:
        """Any event; its id."""
        path = f"/rooms/{quote(room)}/send/{kind}/t{next(_numbers)}"
        return str((self.call("PUT", path, content))["event_id"])

    def say(self, room: str, text: str, reply_to: str = "", **more: Any) -> str:
        relation = {"m.relates_to": {"m.in_reply_to": {"event_id": reply_to}}} if reply_to else {}
        return self.send(room, "m.room.message", {"msgtype": "m.text", "body": text, **relation, **more})

    def upload(self, data: bytes, media_type: str = "application/octet-stream") -> str:
        """Where the server keeps it: mxc://…"""
        headers = {"Content-Type": media_type, "Authorization": f"Bearer {self.token}"}
        self._connection.request("POST", "/_matrix/media/v3/upload", data, headers)
        return str(json.loads(self._connection.getresponse().read())["content_uri"])

    def hand(self, room: str, name: str, media_type: str, data: bytes, text: str = "", **more: Any) -> str:
        """Sends a document, with words beside it where there are any."""
        about = {"mimetype": media_type, "size": len(data)}
        named = {"body": text, "filename": name} if text else {"body": name}
        content = {"msgtype": "m.file", **named, "info": about, "url": self.upload(data, media_type), **more}
        return self.send(room, "m.room.message", content)

    def edit(self, room: str, event: str, text: str) -> str:
        new = {"msgtype": "m.text", "body": text}
        relation = {"rel_type": "m.replace", "event_id": event}
        content = {"msgtype": "m.text", "body": f"* {text}", "m.new_content": new, "m.relates_to": relation}
        return self.send(room, "m.room.message", content)

    def react(self, room: str, event: str, key: str) -> str:
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        return self.send(room, "m.reaction", {"m.relates_to": relation})

    def answer(self, room: str, poll: str, *answers: str) -> str:
        """Answers in a poll."""
        relation = {"rel_type": "m.reference", "event_id": poll}
        content = {"m.relates_to": relation, "org.matrix.msc3381.poll.response": {"answers": list(answers)}}
        return self.send(room, "org.matrix.msc3381.poll.response", content)

    def ask(self, room: str, question: str, *answers: str) -> str:
        """A poll of one's own, as Element makes it."""
        told = "org.matrix.msc1767.text"
        asked = {
            "kind": "org.matrix.msc3381.poll.disclosed", "max_selections": 1, "question": {told: question},
            "answers": [{"id": str(place), told: answer} for place, answer in enumerate(answers, 1)],
        }  # fmt: skip
        return self.send(
            room, "org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": asked, told: question}
        )

    def redact(self, room: str, event: str) -> str:
        path = f"/rooms/{quote(room)}/redact/{quote(event)}/t{next(_numbers)}"
        return str(self.call("PUT", path, {})["event_id"])

    def events(self, room: str) -> list[dict[str, Any]]:
        """Everything of a room's timeline, oldest first."""
        found: list[dict[str, Any]] = []
        place: dict[str, str] = {}
        while True:
            some = self.call("GET", f"/rooms/{quote(room)}/messages", dir="b", limit="500", **place)
            found += some["chunk"]
            if not some.get("end"):
                return found[::-1]
            place = {"from": some["end"]}

    def seen(self, room: str) -> list[Seen]:
        """The messages that are there, as a client puts them together."""
        return together(self.events(room))


def together(events: Sequence[Json]) -> list[Seen]:
    """Messages with their edits and reactions; what was redacted is not there."""
    shown: dict[str, Seen] = {}
    for event in events:
        content = event["content"]
        relation = content.get("m.relates_to") or {}
        target = shown.get(relation.get("event_id", ""))
        if event["type"] == "m.reaction" and target is not None:
            target.reactions.append((event["sender"], relation["key"]))
        elif event["type"] == "m.room.message" and relation.get("rel_type") == "m.replace":
            if target is not None and target.sender == event["sender"]:
                target.content, target.edits = content["m.new_content"], target.edits + 1
                target.body = target.content["body"]
        elif event["type"] == "m.room.message" and content:
            thread = relation["event_id"] if relation.get("rel_type") == "m.thread" else ""
            tied = relation["event_id"] if relation.get("rel_type") == "m.reference" else ""
            shown[event["event_id"]] = Seen(event["event_id"], event["sender"], content["body"], content, thread, tied)
    return list(shown.values())


def polls(events: Sequence[Json]) -> list[Poll]:
    """The polls among events, with their ends; what was redacted is not there."""
    found: dict[str, Poll] = {}
    for event in events:
        content = event["content"]
        relation = content.get("m.relates_to") or {}
        asked = content.get("org.matrix.msc3381.poll.start")
        if event["type"] == "org.matrix.msc3381.poll.start" and asked:
            options = {one["id"]: one["org.matrix.msc1767.text"] for one in asked["answers"]}
            question = asked["question"]["org.matrix.msc1767.text"]
            found[event["event_id"]] = Poll(
                event["event_id"], event["sender"], question, options, asked["max_selections"],
                relation.get("event_id", ""),
            )  # fmt: skip
        elif event["type"] == "org.matrix.msc3381.poll.end" and relation.get("event_id") in found:
            found[relation["event_id"]].end = content["org.matrix.msc1767.text"]
    return list(found.values())

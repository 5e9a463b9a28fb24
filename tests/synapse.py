"""A real Synapse for the tests: in a folder of its own, on a free loopback port, stopped by its pid.

It is started once for a whole run (each worker has its own), as starting takes seconds; every test makes accounts and
rooms of its own. Its limits are wide open unless a test asks for those that Synapse has by default.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

NAME = "localhost"
SECRET = "shared by the tests alone"
PASSWORD = "correct horse battery staple"
STARTS_WITHIN = 150.0  # on a machine that is busy with the other checks
STOPS_WITHIN = 20.0
MODULE = "synapse.app.homeserver"

_EASY = {"per_second": 10_000, "burst_count": 10_000}
EASY: Mapping[str, Any] = {
    "rc_message": _EASY,
    "rc_registration": _EASY,
    "rc_login": {"address": _EASY, "account": _EASY, "failed_attempts": _EASY},
    "rc_joins": {"local": _EASY, "remote": _EASY},
    "rc_joins_per_room": _EASY,
    "rc_invites": {"per_room": _EASY, "per_user": _EASY, "per_issuer": _EASY},
    "rc_room_creation": _EASY,
    "rc_admin_redaction": _EASY,
}
# Nobody but the bot is measured: the others write as fast as a test wants them to.
USUAL_LIMITS: Mapping[str, Any] = {**EASY, "rc_message": {"per_second": 0.2, "burst_count": 10}}

_names = count(1)


def fresh(name: str) -> str:
    """A name that no account of this run has yet."""
    return f"{name}-{next(_names)}"


class Synapse:
    """One server. `start` comes back when it answers."""

    def __init__(self, folder: Path, *, limits: Mapping[str, Any] = EASY) -> None:
        self.folder = folder
        self.port = _free_port()
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Synapse:
        """Makes its files the first time; then starts it."""
        settings = self.folder / "homeserver.yaml"
        if not settings.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            settings.write_text(json.dumps(self._settings()))  # what is JSON is YAML
            (self.folder / "log.yaml").write_text(json.dumps(self._logging()))
            # Synapse would make its own key, by a start of its own that takes as long as this one.
            (self.folder / "signing.key").write_text(f"ed25519 a_test {_seed()}\n")
        log = (self.folder / "out.log").open("ab")
        command = [sys.executable, "-m", MODULE, "-c", str(settings)]
        self._process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        log.close()
        try:
            self._wait()
        except BaseException:
            self.kill()  # nobody would stop it otherwise
            raise
        return self

    def stop(self) -> None:
        """Asks it to end, and waits."""
        self._end(kill=False)

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self._end(kill=True)

    def _end(self, *, kill: bool) -> None:
        if self._process is not None:
            if kill:
                self._process.kill()
            else:
                self._process.terminate()
            try:
                self._process.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def register(self, name: str, *, admin: bool = False) -> str:
        """A new account; its full id."""
        nonce = self._call("GET", "/_synapse/admin/v1/register")["nonce"]
        parts = (nonce, name, PASSWORD, "admin" if admin else "notadmin")
        mac = hmac.new(SECRET.encode(), b"\x00".join(part.encode() for part in parts), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": PASSWORD, "admin": admin, "mac": mac}
        return str(self._call("POST", "/_synapse/admin/v1/register", body)["user_id"])

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        with urlopen(Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)) as answer:
            return json.load(answer)

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                break
            with suppress(URLError, OSError), urlopen(self.url + "/_matrix/client/versions", timeout=5):
                return
            time.sleep(0.05)
        raise RuntimeError(f"Synapse did not start: {(self.folder / 'out.log').read_text()[-2000:]}")

    def _settings(self) -> dict[str, Any]:
        return {
            "server_name": NAME,
            "public_baseurl": self.url + "/",
            "pid_file": str(self.folder / "homeserver.pid"),
            "listeners": [
                {
                    "port": self.port, "bind_addresses": ["127.0.0.1"], "type": "http", "tls": False,
                    "resources": [{"names": ["client"], "compress": False}],
                }
            ],
            "database": {"name": "sqlite3", "args": {"database": str(self.folder / "homeserver.db")}},
            "log_config": str(self.folder / "log.yaml"),
            "media_store_path": str(self.folder / "media"),
            "signing_key_path": str(self.folder / "signing.key"),
            "registration_shared_secret": SECRET,
            "macaroon_secret_key": SECRET,
            "form_secret": SECRET,
            "report_stats": False,
            "trusted_key_servers": [],
            "suppress_key_server_warning": True,
            "presence": {"enabled": False},
            "bcrypt_rounds": 4,
            "caches": {"sync_response_cache_duration": 0},
            **self._limits,
        }  # fmt: skip

    def _logging(self) -> dict[str, Any]:
        handler = {"class": "logging.FileHandler", "filename": str(self.folder / "synapse.log")}
        return {
            "version": 1, "handlers": {"file": handler}, "root": {"level": "WARNING", "handlers": ["file"]},
            "disable_existing_loggers": False,
        }  # fmt: skip


def _seed() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def until(fact: Any, *, within: float = 15.0) -> Any:
    """What `fact` gives as soon as it is something: it is asked again and again, as servers tell nothing themselves."""
    async with asyncio.timeout(within):
        while not (found := await fact()):
            await asyncio.sleep(0.02)
    return found

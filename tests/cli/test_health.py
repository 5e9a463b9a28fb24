"""`coop health`: one sentence and a status, whatever answers at the bot's address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.health import Health
from tests.cli.conftest import Coop, free_port


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    """Some program that answers every question in the same way; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settle(folder: Path, port: int, host: str = "127.0.0.1") -> None:
    (folder / "config.toml").write_text(f'[web]\nlisten = "{host}:{port}"\n')


def test_a_bot_that_does_not_run_is_told_with_the_way_to_start_it(coop: Coop, tmp_path: Path) -> None:
    settle(tmp_path, free_port())

    done = coop("health")

    assert (done.returncode, done.stdout) == (1, "")
    assert "the bot does not run. To start it: coop run" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("body", [b"<html>It works!</html>", b"{}", b"\xff" * 20_000])
def test_another_program_is_not_taken_for_the_bot(coop: Coop, tmp_path: Path, body: bytes) -> None:
    with answering(body) as port:
        settle(tmp_path, port)
        done = coop("health")

    assert done.returncode == 1
    assert "Something else than this bot answers" in done.stderr


def test_everything_that_is_wrong_is_told(coop: Coop, tmp_path: Path) -> None:
    ill = Health(stores=False, networks={"telegram": False, "matrix": True}, stopped=("timer",))
    with answering(ill.written().encode()) as port:
        settle(tmp_path, port, host="0.0.0.0")
        done = coop("health")
        french = coop("health", language="")

    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "The bot runs and cannot store anything now",
        "The bot runs and is not logged in to telegram yet",
        "A part of the bot stopped",
    ]
    assert "n’est pas encore connecté à telegram" in french.stderr

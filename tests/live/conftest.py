"""A real browser on the real command."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.live.served import Served, surroundings
from tests.live.visitor import Visitor

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK = {"width": 1366, "height": 768}
PATIENCE = 10_000  # milliseconds; a machine that is busy with other tests is slow

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the command finds around it."""
    return surroundings(tmp_path_factory.mktemp("compiled"))


# Ends with the module: while it runs, its loop keeps asynchronous tests from having theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own browser; without one the test fails."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(f"no browser: none of {', '.join(BROWSERS)} is installed")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Served]:
    """`coop demo` in a folder that was empty."""
    server = Served(tmp_path_factory.mktemp("demo"), environment)
    yield server
    server.stop()


@pytest.fixture
def served(server: Served) -> Served:
    """The same one at its beginning."""
    server.begin_again()
    return server


@pytest.fixture
def visit(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens a page: `visit()`, `visit("en", color_scheme="dark")`. What went wrong in it fails the test."""
    story = re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-")
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_(path: str = "", **options: Any) -> Visitor:
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", "locale": "fr-FR"} | options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visitors.append(Visitor(context, served.address, story))
        return visitors[-1].open(path)

    yield open_
    failed = [problem for visitor in visitors for problem in visitor.problems]
    for context in contexts:
        context.close()
    assert failed == []

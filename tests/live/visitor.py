"""Somebody who tries the page in a real browser. Nothing here waits for a time, only for what should be seen."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response, WebSocketRoute, expect

from bot.demo.checklist import CHAPTERS

LINES = sum(len(chapter.lines) for chapter in CHAPTERS)
# As long and as short as cooperatives name their groups.
TITLES = (
    "La Ruche", "Lyon coopère", "La Ruche, autre réseau", "Les jardins partagés de la Croix-Rousse", "Épicerie",
    "Habitat coopératif Vaise", "Atelier vélo", "Cuisine du marché",
)  # fmt: skip
LEFT = "net::ERR_ABORTED"  # the browser itself gave up, as it left the page
PICTURES = Path(__file__).parents[2] / "artefacts" / "try-out"


class Visitor:
    """One page, and everything that went wrong in it."""

    def __init__(self, context: BrowserContext, address: str, story: str) -> None:
        self.page = context.new_page()
        self.problems: list[str] = []
        self._address = address
        self._story = story
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.problems.append(f"failed: {request.url} {request.failure}")

    def open(self, path: str = "") -> Visitor:
        """Comes to the page; the cooperative and the list of things to try are there."""
        self.page.goto(self._address + path)
        return self.settled()

    def settled(self) -> Visitor:
        """The page shows all it has to show at the beginning."""
        expect(self.page.locator("#group .post").first).to_be_visible()
        expect(self.page.locator("#tries li")).to_have_count(LINES)
        return self

    def surrounded_by(self, number: int) -> list[str]:
        """The same page in a town of so many groups; their titles."""
        titles = [*TITLES[:number]]

        def between(page: WebSocketRoute) -> None:
            server = page.connect_to_server()

            def told(frame: str | bytes) -> None:
                said = json.loads(frame)
                for group in said.get("groups", [])[:1]:
                    said["groups"] = [
                        {**group, "id": group["id"] if n == 0 else f"more{n}", "title": title}
                        for n, title in enumerate(titles)
                    ]
                page.send(json.dumps(said))

            server.on_message(told)
            page.on_message(server.send)

        self.page.unroute_all()
        self.page.route_web_socket("**/live*", between)
        self.page.reload()
        self.settled()
        return titles

    # what a person does

    def be(self, who: str) -> None:
        """Becomes somebody else."""
        chosen = self.page.get_by_role("radiogroup").first.get_by_role("radio", name=who)
        chosen.click()
        expect(chosen).to_have_attribute("aria-checked", "true")

    def write(self, text: str, side: str = "group") -> None:
        """Types into a conversation, and sends."""
        self.page.fill(f"#{side}-text", text)
        self.page.press(f"#{side}-text", "Enter")

    def press(self, card: Locator, label: str) -> None:
        """Presses a button of a message."""
        card.get_by_role("button", name=label, exact=True).click()

    def pass_days(self, days: int) -> None:
        """Moves the clock."""
        for _day in range(days):
            before = self.page.locator("#now").inner_text()
            self.page.locator("#clock").get_by_role("button", name="+1 jour").click()
            expect(self.page.locator("#now")).not_to_have_text(before)

    # what a person sees

    def card(self, text: str, side: str = "group") -> Locator:
        """The newest message of the bot that holds a text."""
        return self.page.locator(f"#{side} .log:not([hidden]) .post.bot", has_text=text).last

    def said(self, text: str, side: str = "group") -> Locator:
        """What a person wrote."""
        return self.page.locator(f"#{side} .log:not([hidden]) .post:not(.bot)", has_text=text)

    @property
    def toast(self) -> Locator:
        """The short answers above everything."""
        return self.page.locator("#toasts .toast")

    def shows(self, card: Locator, text: str | re.Pattern[str]) -> None:
        """A message holds a text, now or in a moment."""
        expect(card).to_contain_text(text)

    def picture(self, name: str) -> None:
        """Keeps what is seen."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self._story}-{name}.png")

    # what must not happen

    def forgive(self, part: str) -> None:
        """Forgets problems that the story itself made."""
        self.problems = [problem for problem in self.problems if part not in problem]

    def _told(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

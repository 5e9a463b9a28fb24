"""The list of things to try, walked through in a real browser as a person does: each line pressed, done, and ticked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.chat.text import Phrase
from bot.core.words import Words
from bot.demo.checklist import CHAPTERS
from bot.demo.cooperative import PEOPLE
from tests import tryout_walk as walk
from tests.live.conftest import Visit
from tests.live.served import Served
from tests.live.visitor import Visitor

WIDE = {"viewport": {"width": 1600, "height": 900}}
SWEEP = Path(__file__).with_name("sweep.js").read_text("utf-8")
# What is walked through on one day: a plenary is not begun in the middle.
WALKS = {
    "deciding": ("deciding",), "meeting": ("preparing", "meeting", "after"), "helping": ("helping", "welcoming"),
    "organizing": ("organizing",), "keeping": ("data", "networks"),
}  # fmt: skip


class Hands:
    """Somebody at the page, in the language of the try-out."""

    def __init__(self, visitor: Visitor, language: str) -> None:
        self.page: Page = visitor.page
        self.visitor = visitor
        self.language = language

    def line(self, key: str) -> Locator:
        return self.page.locator(f"#tries li[data-key={key}]")

    def unfold(self, chapter: str) -> None:
        node = self.page.locator(f"#tries details[data-key={chapter}]")
        if node.get_attribute("open") is None:
            node.locator("summary").click()
        expect(node.locator("li").first).to_be_visible()

    def do(self, key: str) -> None:
        """Presses the line, sends what it put into the composer, and does what else it takes."""
        example = self.line(key).locator(".example")
        if example.is_visible():
            example.click()
        typed = self.page.locator("textarea:focus")
        if typed.count() and typed.input_value():
            self.page.keyboard.press("Enter")
        for step in walk.AFTERWARDS.get(key, ()):
            self.step(step)
        expect(self.line(key), key).to_have_attribute("data-done", "true")

    def step(self, step: walk.Step) -> None:
        match step:
            case walk.Press(who, where, label, begins):
                self.go(who, where)
                said = re.compile(f"^{re.escape(self.said(label, who, where))}{'' if begins else '$'}")
                self.page.locator(f"{self.log(where)} .choice").filter(has_text=said).last.click()
            case walk.Tell(who, where, text):
                self.go(who, where)
                self.visitor.write(self.said(text, who, where), self.side(where))
            case walk.Code(who, where, command, given_to):
                self.go(given_to, "private")
                told = self.page.locator("#private .log:not([hidden]) .bot", has_text=walk.CODE).last
                found = walk.CODE.search(told.inner_text())
                assert found is not None
                self.go(who, where)
                self.visitor.write(f"{command} {found[0]}", self.side(where))
            case walk.Join(who, where):
                self.go(who, where)
                self.page.locator("#group .outside button").click()
                expect(self.page.locator("#group-text")).to_be_visible()
                self.page.locator("#clock [data-seconds='900']").click()
            case walk.View():
                for view in ("bare", "buttons"):
                    self.page.locator(f"[data-view={view}]").click()

    def go(self, who: str, where: str) -> None:
        self.page.locator(f"#personas [data-key={who}]").click()
        if where != "private":
            self.page.locator(f"#groups [data-key={where}]").click()

    def side(self, where: str) -> str:
        return "private" if where == "private" else "group"

    def log(self, where: str) -> str:
        return f"#{self.side(where)} .log:not([hidden])"

    def said(self, words: Phrase | str, who: str, where: str) -> str:
        """In private as the person reads, in a group as the group does."""
        reads = PEOPLE[who][1] if who in PEOPLE and self.language == "fr" and where == "private" else self.language
        return words if isinstance(words, str) else Words(reads).say(words)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("day", WALKS)
def test_every_line_is_pressed_done_and_ticked(visit: Visit, served: Served, day: str, language: str) -> None:
    served.begin_again(language)
    hands = Hands(visit("en" if language == "en" else "", **WIDE), language)

    for chapter in (one for one in CHAPTERS if one.key in WALKS[day]):
        hands.unfold(chapter.key)
        for line in chapter.lines:
            if hands.line(line.key).get_attribute("data-done") == "false":
                hands.do(line.key)
        whole = hands.page.locator(f"#tries details[data-key={chapter.key}]")
        expect(whole).to_have_class("chapter whole")
        expect(whole.locator("summary small")).to_have_text(re.compile(rf"^{len(chapter.lines)} "))
        hands.visitor.picture(chapter.key)
    assert hands.page.evaluate(SWEEP) == []


def test_every_line_belongs_to_a_walk() -> None:
    assert sorted(key for keys in WALKS.values() for key in keys) == sorted(one.key for one in CHAPTERS)


def test_sections_are_folded_but_the_first_and_stay_as_they_were_left(visit: Visit) -> None:
    visitor = visit()
    opened = visitor.page.locator("#tries details[open]")
    expect(opened).to_have_count(1)
    second = visitor.page.locator("#tries details").nth(1)
    second.locator("summary").focus()
    visitor.page.keyboard.press("Enter")  # no mouse is needed
    expect(second.locator("li").first).to_be_visible()

    visitor.page.reload()

    visitor.settled()
    expect(opened).to_have_count(2)
    assert visitor.page.evaluate(SWEEP) == []


def test_a_screen_that_is_turned_shows_the_whole_third_part(visit: Visit) -> None:
    """Broken once: what was scrolled on the narrow screen stayed out of sight on the wide one, and nothing was left."""
    visitor = visit(viewport={"width": 390, "height": 844})
    page = visitor.page
    page.locator(".panels [data-panel=try]").click()
    page.locator("#tries details").last.scroll_into_view_if_needed()

    page.set_viewport_size({"width": 1280, "height": 800})

    expect(page.locator("#now")).to_be_in_viewport(ratio=1)
    expect(page.locator("#rail")).to_be_in_viewport(ratio=1)
    visitor.picture("turned")


@pytest.mark.parametrize("width", [320, 390])
def test_views_and_beginning_again_are_above_a_long_journal(visit: Visit, width: int) -> None:
    """Broken once: on a phone they came under the whole journal."""
    visitor = visit(viewport={"width": width, "height": 640})
    page = visitor.page
    page.locator(".panels [data-panel=try]").click()
    page.locator("#tab-carried").click()

    expect(page.locator("#carried li").nth(20)).to_be_attached()
    expect(page.locator("#views")).to_be_in_viewport(ratio=1)
    expect(page.locator("#reset")).to_be_in_viewport(ratio=1)
    assert page.evaluate(SWEEP) == []

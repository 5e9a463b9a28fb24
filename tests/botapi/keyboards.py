"""Inline keyboards, checked as strictly as Telegram does."""

from __future__ import annotations

from typing import Any, Final

from tests.botapi.calls import Call, Unmodelled, bad
from tests.botapi.messages import Keyboard

MOST: Final = 100
DATA: Final = 64
STYLES: Final = ("danger", "success", "primary")


def keyboard_of(call: Call) -> Keyboard:
    """The keyboard that a call gives; empty for none. Other markups are not modelled."""
    markup = call.object("reply_markup", "reply markup")
    if not markup or markup == {"inline_keyboard": []}:
        return []
    if set(markup) != {"inline_keyboard"}:
        raise Unmodelled(f"reply_markup with {', '.join(sorted(markup))}")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, keyboard)) > MOST:
        raise bad("reply markup is too long")
    return keyboard


def _button(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    button: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
    if unknown := set(button) - {"text", "url", "callback_data", "style"}:
        raise Unmodelled(f"a button with {', '.join(sorted(unknown))}")
    if button.get("style", "primary") not in STYLES:
        raise bad("can't parse inline keyboard button: invalid button style specified")
    if url := button.get("url"):
        if not url.startswith(("http://", "https://", "tg://")) or " " in url:
            raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return button
    data = button.get("callback_data")
    if not data:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not isinstance(data, str) or len(data.encode()) > DATA:
        raise bad("BUTTON_DATA_INVALID")
    return button

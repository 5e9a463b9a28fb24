"""answerCallbackQuery: what somebody sees after pressing."""

from __future__ import annotations

from typing import Final

from tests.botapi.calls import Call, bad
from tests.botapi.methods import method
from tests.botapi.scene import Toast

LONGEST: Final = 200
TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(call: Call) -> bool:
    """Answers a press, once and in time."""
    pressed = call.world.presses.get(call.text("callback_query_id"))
    now = call.world.monotonic()
    if (
        pressed is None or pressed.bot is not call.bot or pressed.toast
        or now - pressed.at > call.world.press_lasts
    ):  # fmt: skip
        raise bad(TOO_OLD)
    text, url = call.text("text"), call.text("url")
    if len(text) > LONGEST:
        raise bad("MESSAGE_TOO_LONG")
    if url and not url.startswith((f"https://t.me/{call.bot.username}?start=", f"t.me/{call.bot.username}?start=")):
        raise bad("URL_INVALID")
    pressed.toast = Toast(text, call.flag("show_alert"), url)
    pressed.answered_at = now
    pressed.answered.set()
    return True

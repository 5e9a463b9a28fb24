"""getUpdates and webhooks: how updates reach the bot."""

from __future__ import annotations

import re
from typing import Any, Final

from tests.botapi.calls import Call, Refuse, bad
from tests.botapi.methods import method
from tests.botapi.updates import WEBHOOK_ACTIVE, WEBHOOK_COMES
from tests.botapi.webhooks import Webhook

LONGEST_WAIT: Final = 50
LOOPBACK: Final = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/.*)?")


class Answer(str):
    """A result that is JSON already."""


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(call: Call) -> Answer:
    """What happened since; waits for it where asked to."""
    queue = call.bot.queue
    if call.world.webhooks.get(call.bot.id):
        raise Refuse(409, WEBHOOK_ACTIVE)
    queue.allow(_kinds(call))
    limit = min(100, max(1, call.number("limit", 100)))
    wait = min(LONGEST_WAIT, max(0, call.number("timeout")))
    page = await queue.poll(call.number("offset"), limit, wait)
    return Answer(f"[{','.join(update.text for update in page)}]")


@method("setWebhook", "url max_connections allowed_updates drop_pending_updates secret_token")
async def set_webhook(call: Call) -> bool:
    """From now on updates are posted to an address: here only to one of this machine."""
    url, secret = call.text("url"), call.text("secret_token")
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    if url and not LOOPBACK.fullmatch(url):
        raise bad("bad webhook: this server posts to its own machine only")
    await _stop(call)
    call.bot.queue.allow(_kinds(call))
    if url:
        call.bot.queue.interrupt(WEBHOOK_COMES)
        most = min(100, max(1, call.number("max_connections", 40)))
        call.world.webhooks[call.bot.id] = Webhook(call.world, call.bot, url, secret, most)
    return True


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(call: Call) -> bool:
    """Back to getUpdates."""
    await _stop(call)
    return True


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> dict[str, Any]:
    """Where updates are posted, how many wait, and what went wrong last."""
    webhook = call.world.webhooks.get(call.bot.id)
    info: dict[str, Any] = {
        "url": webhook.url if webhook else "", "has_custom_certificate": False,
        "pending_update_count": len(call.bot.queue.pending),
    }  # fmt: skip
    if webhook:
        info |= {"max_connections": webhook.most, "ip_address": "127.0.0.1"}
        if webhook.last_error:
            info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
    return info


async def _stop(call: Call) -> None:
    if webhook := call.world.webhooks.pop(call.bot.id, None):
        await webhook.close()
    if call.flag("drop_pending_updates"):
        call.bot.queue.pending.clear()


def _kinds(call: Call) -> list[str] | None:
    kinds = call.json("allowed_updates", "allowed_updates")
    return kinds if isinstance(kinds, list) else None

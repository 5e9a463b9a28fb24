"""Documents that people send: what an event tells of one, and what it holds, opened where it was sealed.

In an encrypted room the file is sealed with a key of its own, which the event carries. Key and address together are the
document's handle; it is kept nowhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from bot.adapters.matrix.errors import NOT_FOUND, Declined
from bot.adapters.matrix.server import part
from bot.chat.adapter import Gone, Spoiled, TooLarge
from bot.chat.events import Document

if TYPE_CHECKING:
    from bot.adapters.matrix.client import Client

Json = Mapping[str, Any]

_ADDRESS: Final = re.compile(r"mxc://(?P<server>[\w.:\[\]-]{1,255})/(?P<id>[\w-]{1,255})", re.ASCII)


def told(content: Json) -> Document | None:
    """The file that a message hands over; None where it names none that could be asked for."""
    sealed = content.get("file")
    url = sealed.get("url") if isinstance(sealed, Mapping) else content.get("url")
    if not isinstance(url, str) or _ADDRESS.fullmatch(url) is None:
        return None
    about = content.get("info")
    info = about if isinstance(about, Mapping) else {}
    size, kind = info.get("size"), info.get("mimetype")
    name = content.get("filename", content.get("body"))
    handle = json.dumps({"url": url, **({"file": sealed} if isinstance(sealed, Mapping) else {})})
    return Document(
        name if isinstance(name, str) else "", kind if isinstance(kind, str) else "",
        size if isinstance(size, int) and size >= 0 else None, handle,
    )  # fmt: skip


def caption(content: Json) -> str:
    """What was written beside a file: its body, where its name stands elsewhere. Else the body is the name."""
    body, name = content.get("body"), content.get("filename")
    return body if isinstance(body, str) and isinstance(name, str) and name != body else ""


async def fetch(client: Client, document: Document, most: int) -> bytes:
    """What it holds; raises Spoiled where it is not what the event says that it is."""
    handle = json.loads(document.handle)
    where = _ADDRESS.fullmatch(handle["url"])
    assert where is not None  # no other one becomes a document
    with client.translating():
        try:
            data = await client.content(f"{part(where['server'])}/{part(where['id'])}", most)
        except Declined as no:
            if no.status == NOT_FOUND:
                raise Gone from None
            if no.status == 413:
                raise TooLarge from None
            raise
    return _opened(data, handle["file"]) if "file" in handle else data


def _opened(data: bytes, sealed: Json) -> bytes:
    # Late: whoever is in no encrypted room needs no cryptography.
    from nio.crypto.attachments import decrypt_attachment
    from nio.exceptions import EncryptionError

    try:
        found: bytes = decrypt_attachment(data, sealed["key"]["k"], sealed["hashes"]["sha256"], sealed["iv"])
    except (EncryptionError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Spoiled from error
    return found

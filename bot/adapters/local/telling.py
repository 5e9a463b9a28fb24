"""What a terminal says of the network: each message once, and again when it changed."""

from __future__ import annotations

from collections.abc import Callable

from bot.adapters.local.controls import Controls
from bot.adapters.local.hub import Hub
from bot.adapters.local.sentences import service
from bot.adapters.local.state import Posted
from bot.adapters.local.transcript import told
from bot.adapters.local.watch import Change, What
from bot.chat.adapter import Can
from bot.chat.address import Chat, User
from bot.chat.text import Phrase, _


class Telling:
    """The lines that are written, and the memory of what was."""

    def __init__(self, hub: Hub, controls: Controls, language: str, write: Callable[[str], None]) -> None:
        self._hub = hub
        self._controls = controls
        self._language = language
        self._write = write
        self._told: dict[int, str] = {}

    def _show(self, change: Change) -> None:
        match change.what:
            case What.POSTED | What.CHANGED if change.message and (post := self._hub.get(change.message)):
                if change.what is What.POSTED or not self._hub.is_dressing:
                    self._tell(post, again=change.what is What.CHANGED)
            case What.REMOVED if change.message and self._told.pop(int(change.message.id), ""):
                self._say(_("#{n} was deleted.", n=int(change.message.id)))
            case What.TOAST if change.user:
                who = self._hub.name_of(change.user)
                self._say(_("For {who} only: {text}", who=who, text=change.text))
            case What.VIEW:
                self._say(_("The chat is now seen in another way."))
            case _nothing_to_tell:
                return

    def _tell(self, post: Posted, *, again: bool, anyway: bool = False) -> None:
        plain = told(post, self._head(post), self._phrase, press=Can.BUTTONS in self._hub.view.can)
        if self._told.get(post.number) != plain or anyway:
            self._told[post.number] = plain
            mark = self._phrase(_("[edited]")) + " " if again else ""
            self._write(mark + plain)

    def _head(self, post: Posted) -> Phrase:
        room, number = self._hub.room(post.ref.chat), post.number
        who = self._hub.name_of(post.by) if post.by else self._hub.bot_name
        if post.service:
            return service(post.service, who)
        if not room.private:
            return _("#{n} {who}, in {chat}:", n=number, who=who, chat=room.title)
        other = self._hub.bot_name if post.by else self._hub.name_of(User(self._hub.name, room.owner))
        return _("#{n} {who}, in private with {other}:", n=number, who=who, other=other)

    def _title(self, chat: Chat) -> str:
        room = self._hub.room(chat)
        return self._phrase(_("in private")) if room.private else room.title

    def _now(self) -> None:
        self._say(_("It is now {moment}.", moment=self._controls.moment(self._controls.now(), self._language)))

    def _phrase(self, phrase: Phrase) -> str:
        return self._controls.say(phrase, self._language)

    def _say(self, phrase: Phrase) -> None:
        self._write(self._phrase(phrase))

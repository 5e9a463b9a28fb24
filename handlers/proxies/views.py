"""How proxies are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note, title
from bot.core.asking import yes_or_no
from bot.domain.groups import Group
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.plenaries import Plenary
from bot.domain.proxies import Proxy, ProxyId
from handlers.proxies import actions as act

MOST = 8  # people to choose among by a button; beyond, their name is typed


def offered(proxy: Proxy, group: Group, giver: str) -> Message:
    """What the holder is asked."""
    return say(
        _("{giver} asks you to carry their voice in the next vote of the members of {group}.", giver=giver,
          group=group.name),
        *_until(proxy.until),
        note(_("You would answer once for both, or apart for each. {giver}’s own answer always wins.", giver=giver)),
        rows=(accept_or_decline(proxy),),
    )  # fmt: skip


def accept_or_decline(proxy: Proxy) -> tuple[Button, ...]:
    """What the holder answers."""
    return yes_or_no(
        _("I accept"), act.Accept(proxy.id), "accepter", "accept", no=act.Decline(proxy.id), otherwise=_("I decline"),
        refusing=("refuser", "decline"),
    )  # fmt: skip


def _until(until: datetime | None) -> tuple[Phrase, ...]:
    return (_("It is for a vote that opens before {until}.", until=until),) if until is not None else ()


def lapsed_given(group: Group, holder: str) -> Phrase:
    """What the giver reads when no vote opened in time."""
    return _("No vote of {group} opened in time: {holder} does not carry your voice any more. To give it again: /proxy",
             holder=holder, group=group.name)  # fmt: skip


def lapsed_held(group: Group, giver: str) -> Phrase:
    """What the holder reads then."""
    return _("No vote of {group} opened in time: you do not carry the voice of {giver} any more.",
             giver=giver, group=group.name)  # fmt: skip


def carries(giver: str) -> Phrase:
    """What the holder reads who said yes."""
    return _("Noted: you carry the voice of {giver} in the next vote.", giver=giver)


def waiting(holder: str, until: datetime | None = None) -> Phrase:
    """What the giver reads."""
    if until is not None:
        return _("Noted: {holder} is asked to carry your voice in the next vote, if it opens before {until}. It "
                 "counts once they accept. If you vote yourself, your own answer wins.",
                 holder=holder, until=until)  # fmt: skip
    return _("Noted: {holder} is asked to carry your voice in the next vote. It counts once they accept. If you vote "
             "yourself, your own answer wins.", holder=holder)  # fmt: skip


def accepted(proxy: Proxy, group: Group, holder: str) -> Message:
    """What the giver reads when the holder said yes."""
    return say(
        _("{holder} will carry your voice in the next vote of the members of {group}. If you vote yourself, your own "
          "answer wins.", holder=holder, group=group.name),
        rows=((button(_("Take my proxy back"), act.TakeBack(proxy.id), "retirer", "withdraw"),),),
    )  # fmt: skip


def declined(group: Group, holder: str) -> Phrase:
    """What the giver reads when the holder said no."""
    return _("{holder} cannot carry your voice in {group}. Ask somebody else: /proxy", holder=holder, group=group.name)


def taken_back(group: Group, giver: str) -> Phrase:
    """What the holder reads when the giver took it back."""
    return _("{giver} took back the proxy for the next vote of {group}.", giver=giver, group=group.name)


def given_back(group: Group, holder: str) -> Phrase:
    """What the giver reads when the holder gave it back."""
    return _("{holder} gives your proxy for {group} back. Ask somebody else: /proxy", holder=holder, group=group.name)


def choosing(group: Group, people: Mapping[MemberId, str]) -> Message:
    """Whom to give it to: a button each in a small group, else a name to write."""
    lines: list[Line | Words] = [_("Who shall carry your voice in the next vote of {group}?", group=group.name)]
    if len(people) > MOST:
        return say(*lines, note(_("Write a name, for example: /proxy Paul")))
    shown = told_apart(people)
    return say(*lines, rows=tuple((button(shown[one], act.Give(group.id, one)),) for one in people))


def mine(
    proxies: Sequence[Proxy], me: MemberId, names: Mapping[MemberId, str], groups: Sequence[Group],
    plenaries: Mapping[str, Plenary], now: Mapping[ProxyId, Line],
) -> Message:  # fmt: skip
    """What I gave, was offered and hold, each with what can be done about it; `plenaries` by their occasion, `now` what
    is to be known of some of them."""
    lines: list[Line | Words] = [title(_("Proxies"))]
    rows: list[tuple[Button, ...]] = []
    for one in proxies:
        lines += [_told(one, me, names), *(map(note, _until(one.until)))]
        plenary = plenaries.get(one.occasion)
        if plenary is not None:
            lines.append(note(_("For plenary {number}, {at}.", number=plenary.number, at=plenary.start)))
        if one.id in now:
            lines.append(now[one.id])
        if not one.occasion.startswith("vote:"):
            rows.append(_answers(one, me, names, plenary))
    if not proxies:
        lines.append(_("You gave no proxy and hold none."))
    if not any(one.giver == me and one.occasion not in plenaries for one in proxies):
        rows += [(button(_("Give my proxy in {group}", group=one.name), act.Choose(one.id), "donner", "give"),)
                 for one in groups[:MOST]]  # fmt: skip
    return say(*lines, rows=tuple(rows))


def _told(one: Proxy, me: MemberId, names: Mapping[MemberId, str]) -> Phrase:
    if one.giver == me:
        if one.counts:
            return _("{holder} carries your voice.", holder=names[one.holder])
        return _("{holder} was asked to carry your voice and has not answered yet.", holder=names[one.holder])
    if one.counts:
        return _("You carry the voice of {giver}.", giver=names[one.giver])
    return _("{giver} asks you to carry their voice.", giver=names[one.giver])


def _answers(
    one: Proxy, me: MemberId, names: Mapping[MemberId, str], plenary: Plenary | None
) -> tuple[Button, ...]:  # fmt: skip
    if one.giver == me:
        if plenary is not None:
            back = _("Take back the proxy for plenary {number}", number=plenary.number)
            return (
                button(back, act.TakeBack(one.id), f"retirer plénière {plenary.id}", f"withdraw plenary {plenary.id}"),
            )
        return (button(_("Take my proxy back"), act.TakeBack(one.id), "retirer", "withdraw"),)
    if one.counts:
        return (button(_("Give back {giver}’s proxy", giver=names[one.giver]), act.GiveBack(one.id), "rendre"),)
    return (
        button(_("Accept for {giver}", giver=names[one.giver]), act.Accept(one.id), "accepter", "accept"),
        button(_("Decline for {giver}", giver=names[one.giver]), act.Decline(one.id), "refuser", "decline"),
    )

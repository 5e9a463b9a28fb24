"""How a need or an offer is shown, and what is said of it. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, quote, title
from bot.core.asking import NO, YES
from bot.domain.aid import Category, Item, Kind, Note, Stage
from bot.domain.aid.privacy import Found, Trace, without_reason
from bot.domain.groups import Group
from bot.domain.members import MemberId
from handlers.aid.actions import (
    Decline,
    Drop,
    Help,
    Modify,
    NotYet,
    Publish,
    Renew,
    Settled,
    Share,
    Show,
    StepBack,
    Write,
)
from handlers.aid.line import Sentence

MOST_THANKED = 3
SHORT = 60
# What people write who came forward and no longer can, or no longer need it.
CANNOT = ("je ne peux plus", "je ne peux plus aider", "je ne peux plus venir", "i can no longer help")
NEEDS_NOT = ("je n'en ai plus besoin", "ça ne m'intéresse plus", "no longer interested", "i no longer need it")

CATEGORIES: Mapping[Category, Phrase] = {
    Category.THINGS: _("things"), Category.TRANSPORT: _("transport"), Category.SKILLS: _("skills"),
    Category.TIME: _("time"), Category.CARE: _("care and company"), Category.FOOD: _("food"),
    Category.HOME: _("housing"), Category.IDEAS: _("ideas"), Category.MONEY: _("money"), Category.OTHER: _("other"),
}  # fmt: skip
TRACES: Mapping[Trace, Phrase] = {
    Trace.PHONE: _("a phone number"), Trace.MAIL: _("an e-mail address"), Trace.ACCOUNT: _("an account"),
    Trace.ADDRESS: _("an address"),
}  # fmt: skip


def heading(item: Item) -> Phrase:
    """What it is, in one line."""
    if item.stage is Stage.DRAFT:
        return _("Need: {text}", text=item.text) if item.kind is Kind.NEED else _("Offer: {text}", text=item.text)
    if item.kind is Kind.NEED:
        return _("Need {number}: {text}", number=item.number, text=item.text)
    return _("Offer {number}: {text}", number=item.number, text=item.text)


def details(item: Item, zone: ZoneInfo) -> tuple[Words, ...]:
    """When, where, and of which category."""
    lines: list[Words] = []
    if item.on is not None and not item.timed:
        lines.append(_("When: {when} (“{span}”)", when=_when(item, zone), span=item.span))
    elif when := _when(item, zone):
        lines.append(_("When: {when}", when=when))
    if item.permanent:
        lines.append(_("For good, until it is taken back."))
    if item.area:
        lines.append(_("Where: {area}", area=item.area))
    if item.category is not Category.OTHER:
        lines.append(_("Category: {category}", category=CATEGORIES[item.category]))
    return tuple(lines)


def card(item: Item, author: Words, helping: int, zone: ZoneInfo) -> Message:
    """The living message: whoever can help presses; how many did is said, not who."""
    lines: list[Line | Words] = [title(heading(item)), *details(item, zone)]
    if author:
        lines.append(note(_posted_by(item, author)))
    if not item.is_open:
        return say(*lines, _ended(item))
    if item.stage is Stage.TAKEN:
        lines.append(_("Somebody takes care of it. Others may still come forward."))
    elif helping:
        lines.append(many("{n} person came forward.", "{n} people came forward.", helping) if item.kind is Kind.NEED
                     else many("{n} person is interested.", "{n} people are interested.", helping))  # fmt: skip
    choices = (come_forward(item), step_back(item)) if helping else (come_forward(item),)
    return say(*lines, rows=(choices,))


def _posted_by(item: Item, author: Words) -> Phrase:
    if item.kind is Kind.NEED:
        return _("Asked by {name}.", name=author)
    return _("Offered by {name}.", name=author)


def _ended(item: Item) -> Phrase:
    if item.thanked:
        return _("Settled, thank you!")
    if item.stage is Stage.EXPIRED:
        return _("This is over: nobody said that it still holds.")
    return _("Closed.")


def come_forward(item: Item) -> Button:
    """What others press."""
    if item.kind is Kind.NEED:
        return button(_("I can help"), Help(item.id), "je peux aider", "aider", "help", "i can help")
    return button(_("I am interested"), Help(item.id), "ça m'intéresse", "intéressé", "interested")


def step_back(item: Item) -> Button:
    """What whoever came forward presses once they no longer can."""
    if item.kind is Kind.NEED:
        return button(_("I no longer can"), StepBack(item.id), *CANNOT)
    return button(_("I no longer need it"), StepBack(item.id), *NEEDS_NOT)


def delete_it(found: Sequence[Found]) -> Phrase:
    """In the group, to whoever wrote there how to reach them, where the bot may not take it away."""
    return _("Everybody here can read {what} in your message, and I may not delete it: please delete it yourself.",
             what=_kinds(found))  # fmt: skip


def _kinds(found: Sequence[Found]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(TRACES[one.trace] for one in found))


# before it is published


def preview(item: Item, sentence: Sentence, groups: Sequence[Group]) -> Message:
    """What was understood, for its author alone."""
    zone = ZoneInfo(groups[0].zone)
    lines: list[Line | Words] = [title(heading(item)), *details(item, zone)]
    if sentence.found:
        lines.append(_("I left {what} out: everybody would read it. Your contact goes to one person, after your yes.",
                       what=_kinds(sentence.found)))  # fmt: skip
    rows: list[tuple[Button, ...]] = []
    if sentence.hard:
        lines.append(_("You say why (“{words}”). Nobody needs to know it to help: I suggest leaving it out.",
                       words=sentence.hard))  # fmt: skip
        rows += [_publish(item, one, len(groups) > 1, bare=True) for one in groups if without_reason(item.text)]
    rows += [_publish(item, one, len(groups) > 1, bare=False, hard=bool(sentence.hard)) for one in groups]
    modify = button(_("Modify"), Modify(item.id), "modifier", "modify")
    rows.append((modify, button(_("Do not publish"), Drop(item.id), *NO)))
    return say(*lines, rows=tuple(rows))


def _publish(item: Item, group: Group, named: bool, *, bare: bool, hard: bool = False) -> tuple[Button, ...]:
    action = Publish(item.id, group.id, bare)
    if bare:
        label = (_("Publish without the reason in {group}", group=group.name) if named
                 else _("Publish without the reason"))  # fmt: skip
        return (button(label, action, "sans", "without"),)
    if hard:
        label = _("Publish as it is in {group}", group=group.name) if named else _("Publish as it is")
        return (button(label, action, "tel quel", "as it is"),)
    if named:
        return (button(_("Publish in {group}", group=group.name), action),)
    return (button(_("Publish"), action, "publier", "publish", *YES),)


def published(item: Item, group: str) -> Message:
    """To its author, in private."""
    return say(
        _("Published in {group}, number {number}. I tell you when somebody comes forward.", group=group,
          number=item.number),
        rows=((button(_("Take it back"), Drop(item.id), "retirer", "take back"),),),
    )  # fmt: skip


def in_the_digest(item: Item) -> Phrase:
    """From the fourth of a day on."""
    return _("Noted as number {number}. You posted several today: this one stands on the board and in this evening’s "
             "summary.", number=item.number)  # fmt: skip


# between two people


def came(item: Item, name: Words, member: MemberId) -> Message:
    """To its author: somebody came forward."""
    head = (_("{name} can help: {text}", name=name, text=item.text) if item.kind is Kind.NEED
            else _("{name} is interested in your offer: {text}", name=name, text=item.text))  # fmt: skip
    rows = (
        (_share(item, member, name),),
        (button(_("Write through the bot"), Write(item.id, member), "écrire", "write"),
         button(_("No, thank you"), Decline(item.id, member), "non merci", "non", "no thank you", "no")),
    )  # fmt: skip
    return say(title(head), note(_("Number {number}. Nothing about you is passed on before you say so.",
                                   number=item.number)), rows=rows)  # fmt: skip


def noted(item: Item, author: Words) -> Phrase:
    """To whoever came forward."""
    return _("Thank you! I told {name}, who will answer you through me or give you their contact.", name=author)


def contact(item: Item, name: Words, text: str) -> Message:
    """To whoever came forward: the author's contact."""
    return say(title(_("{name} gives you their contact", name=name)), quote(text), note(heading(item)),
               rows=((_write(item, item.author, name), step_back(item)),))  # fmt: skip


def _write(item: Item, member: MemberId, name: Words) -> Button:
    return button(_("Write to {name}", name=name), Write(item.id, member), "écrire", "write")


def declined(item: Item, name: Words) -> Message:
    """To whoever came forward."""
    return say(another_way(name), note(heading(item)))


def another_way(name: Words) -> Phrase:
    """The author's no."""
    return _("{name} has found another way this time. Thank you for coming forward!", name=name)


def carried(kept: Note, item: Item, name: Words) -> Message:
    """What the other one wrote; the author may give their contact from there as well."""
    rows = [(button(_("Answer"), Write(item.id, kept.sender), "répondre", "answer"),)]
    if kept.to == item.author and item.is_open:
        rows.append((_share(item, kept.sender, name),))
    elif kept.sender == item.author and item.is_open:
        rows.append((step_back(item),))
    return say(title(_("{name} writes to you", name=name)), quote(kept.text), note(heading(item)), rows=tuple(rows))


def _share(item: Item, member: MemberId, name: Words) -> Button:
    return button(_("Share my contact with {name}", name=name), Share(item.id, member), "partager", "share")


def gone(item: Item, name: Words, waiting: Mapping[MemberId, Words], *, taken: bool) -> Message:
    """To its author: somebody who came forward no longer can; who else `waiting` may be answered from there. `taken`
    says that yet another one takes care of it."""
    head = (_("{name} can no longer help: {text}", name=name, text=item.text) if item.kind is Kind.NEED
            else _("{name} no longer needs it: {text}", name=name, text=item.text))  # fmt: skip
    lines: list[Line | Words] = [title(head)]
    if taken:
        lines.append(_("Somebody else has your contact too, so it is still taken care of."))
    else:
        lines.append(_("Nothing is lost: number {number} is on the board, and others may come forward.",
                       number=item.number))  # fmt: skip
    shown = dict(list(waiting.items())[:MOST_THANKED])
    if shown:
        lines.append(_("Waiting for your answer: {names}.", names=tuple(shown.values())))
    return say(*lines, rows=tuple((_share(item, member, who),) for member, who in shown.items()))


def taken_back(item: Item, name: Words) -> Message:
    """To whoever came forward: its author took it back."""
    said = (_("{name} no longer needs it. Thank you for coming forward!", name=name) if item.kind is Kind.NEED
            else _("{name} no longer offers it. Thank you for your interest!", name=name))  # fmt: skip
    return say(said, note(heading(item)))


def settled(item: Item) -> Message:
    """To whoever came forward and was not thanked by name."""
    return say(_("This is settled. Thank you for coming forward!"), note(heading(item)))


def thanked(item: Item, name: Words) -> Message:
    """To whoever helped."""
    return say(_("{name} thanks you!", name=name), note(heading(item)))


# does it still hold?


def still(item: Item, helping: Mapping[MemberId, Words]) -> Message:
    """To its author: the day after, or after a while."""
    head = _("Is it settled?") if item.on is not None or helping else _("Does it still hold?")
    yes = YES[:2] if len(helping) == 1 else ()  # of several, a yes does not say whom to thank
    thanks = [
        (button(_("Yes, thanks to {name}", name=name), Settled(item.id, member), *yes),)
        for member, name in list(helping.items())[:MOST_THANKED]
    ]
    if not thanks:
        settled = YES[:2] if item.on is not None else ()
        thanks = [(button(_("It is settled"), Settled(item.id, 0), "réglé", "settled", *settled),)]
    settles = item.on is not None or bool(helping)
    yet = _("Not yet") if settles else _("It still holds")
    holds, gone = (NO[:2], ()) if settles else (YES[:2], NO[:2])
    rows = (
        *thanks,
        (button(yet, NotYet(item.id), "pas encore", "not yet", "toujours", "still", *holds),
         button(_("Take it back"), Drop(item.id), "retirer", "take back", *gone)),
    )  # fmt: skip
    return say(title(head), heading(item), note(_("Without an answer it leaves the board in a week.")), rows=rows)


def expired(item: Item) -> Message:
    """To its author, once."""
    return say(
        _("I took it from the board, as you did not say that it still holds."), note(heading(item)),
        rows=((button(_("Renew"), Renew(item.id), "renouveler", "renew"),),),
    )  # fmt: skip


def closed_as_you_left(items: Sequence[Item], group: str) -> Message:
    """To somebody who left a group."""
    return say(
        _("You left {group}, so what you asked or offered there is closed:", group=group), *map(heading, items)
    )  # fmt: skip


def matches(item: Item, others: Sequence[Item], names: Mapping[MemberId, Words]) -> Message:
    """To whoever has one side: what suits it on the other."""
    head = _("This may suit what you need") if item.kind is Kind.NEED else _("Somebody may need what you offer")
    lines: list[Line | Words] = [title(head), note(heading(item))]
    rows = []
    alone = len(others) == 1  # of several, a word does not say which
    for other in others:
        lines += [heading(other), note(_posted_by(other, names[other.author]))]
        label = (_("I can help: {number}", number=other.number) if other.kind is Kind.NEED
                 else _("I am interested: {number}", number=other.number))  # fmt: skip
        rows.append((button(label, Help(other.id), *(come_forward(other).typed if alone else ())),))
    return say(*lines, rows=tuple(rows))


def digest(fresh: Sequence[Item], total: int, zone: ZoneInfo) -> Message:
    """Of a group, in the evening."""
    lines: list[Line | Words] = [title(_("Mutual aid: what waits for somebody"))]
    lines += [one_line(one, zone) for one in fresh]
    if total > len(fresh):
        lines.append(note(many("And {n} more: /aid", "And {n} more: /aid", total - len(fresh))))
    rows = tuple((button(_("See number {number}", number=one.number), Show(one.id)),) for one in fresh[:5])
    return say(*lines, rows=rows, silent=True)


def one_line(item: Item, zone: ZoneInfo) -> Phrase:
    """On a list."""
    said, when = heading(item), _when(item, zone)
    if when and item.area:
        return _("{what} – {when}, {area}", what=said, when=when, area=item.area)
    if when or item.area:
        return _("{what} – {more}", what=said, more=when or item.area)
    return said


def _when(item: Item, zone: ZoneInfo) -> object:
    """The instant, the day, or the words for it."""
    if item.on is None:
        return item.span
    return item.on if item.timed else item.on.astimezone(zone).date()

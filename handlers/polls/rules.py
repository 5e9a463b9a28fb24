"""The rules of a vote in words: its name and answers, what majority and quorum it needs, who sees what."""

from __future__ import annotations

from bot.chat.text import Phrase, _, many
from bot.domain.polls import Method, Poll, Secrecy, Terms, threshold
from bot.domain.tally.motion import Kind
from bot.domain.tally.turnout import Base
from handlers.shares import part

BASES: dict[Base, Phrase] = {
    Base.CAST: _("the votes cast"),
    Base.VOTERS: _("the voters"),
    Base.PRESENT: _("the people who took part"),
    Base.MEMBERS: _("the people who may vote"),
}


def name(poll: Poll) -> Phrase:
    """What people call it."""
    if poll.terms.binding:
        return _("Vote {number}", number=poll.number)
    return _("Poll {number}", number=poll.number)


def heading(poll: Poll) -> Phrase:
    """The first line of everything about a vote."""
    if poll.terms.binding:
        return _("Vote {number} – {title}", number=poll.number, title=poll.terms.title)
    return _("Poll {number} – {title}", number=poll.number, title=poll.terms.title)


def secrecy(terms: Terms) -> Phrase:
    """Who sees what of an answer."""
    if not terms.binding:
        if terms.most > 1:
            return _("A poll: it asks for advice and decides nothing. Up to {n} answers each.", n=terms.most)
        return _("A poll: it asks for advice and decides nothing.")
    if terms.secrecy is Secrecy.PUBLIC:
        return _("Public vote: everybody may see who voted what.")
    return _("Confidential vote: people see that you voted, not what.")


def quorum(terms: Terms) -> Phrase:
    """How many must take part, in persons where it is known."""
    if terms.quorum is None:
        return _("No quorum required.")
    if terms.electorate is None and terms.quorum.persons is None:
        return _("Quorum: {quorum} of the people who may vote. Abstaining and voting blank count for it.",
                 quorum=part(str(terms.quorum)))  # fmt: skip
    return many("Quorum: {n} person must take part. Abstaining and voting blank count for it.",
                "Quorum: {n} people must take part. Abstaining and voting blank count for it.",
                terms.quorum.persons or terms.quorum_required or 0)  # fmt: skip


def electorate(terms: Terms) -> Phrase:
    """Who may vote."""
    if not terms.listed:
        return many("{n} person may vote: whoever was in the group when the vote opened.",
                    "{n} people may vote: whoever was in the group when the vote opened.",
                    terms.electorate or 0)  # fmt: skip
    if terms.is_weighted:
        return _("{n} members may vote, with {voices} voices together: the list was closed when the vote opened.",
                 n=terms.electors, voices=terms.electorate)  # fmt: skip
    return many("{n} member may vote: the list was closed when the vote opened.",
                "{n} members may vote: the list was closed when the vote opened.", terms.electors)  # fmt: skip


def is_special(terms: Terms) -> bool:
    """Whether the majority is not the one that people expect."""
    return terms.method is Method.MOTION and terms.majority.kind is not Kind.SIMPLE


def majority(terms: Terms) -> Phrase:
    """What wins, with its number where it is known already."""
    if terms.method is not Method.MOTION:
        return _("The option with the most votes wins. After a tie a new ballot between the tied is proposed.")
    known = threshold(terms)
    if known is not None:
        return many("Majority: {n} vote for, out of {electorate} people.",
                    "Majority: {n} votes for, out of {electorate} people.",
                    known, electorate=terms.electorate)  # fmt: skip
    match terms.majority.kind:
        case Kind.SIMPLE:
            return _("Majority: more votes for than against.")
        case Kind.UNANIMITY:
            return _("Unanimity: at least one vote for, and none against.")
        case Kind.ABSOLUTE:
            return _("Absolute majority: more than half of {base}.", base=BASES[terms.base])
        case Kind.SHARE:
            base, share = BASES[terms.base], part(str(terms.majority).removeprefix(">"))
            if terms.majority.more_than:
                return _("Majority: more than {share} of {base}.", share=share, base=base)
            return _("Majority: at least {share} of {base}.", share=share, base=base)

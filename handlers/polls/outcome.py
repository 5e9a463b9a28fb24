"""What came out of a vote, in one sentence."""

from __future__ import annotations

from bot.chat.text import Phrase, _, many
from bot.domain.polls import Method, Poll, Result


def outcome(poll: Poll) -> Phrase:
    """The result in one sentence, without markup."""
    result = poll.result
    if result is None:
        return _("There is no result yet.")
    if result.outcome == "no_quorum":
        return _without_effect(result, weighted=poll.terms.is_weighted)
    return _motion(result) if poll.terms.method is Method.MOTION else _options(poll, result)


def _without_effect(result: Result, *, weighted: bool) -> Phrase:
    missing = (result.quorum_required or 0) - (result.quorum_taken or 0)
    if weighted:
        return many(
            "Without effect: quorum not reached, {n} voice is missing.",
            "Without effect: quorum not reached, {n} voices are missing.", missing,
        )  # fmt: skip
    return many(
        "Without effect: quorum not reached, {n} person is missing.",
        "Without effect: quorum not reached, {n} people are missing.", missing,
    )  # fmt: skip


def _options(poll: Poll, result: Result) -> Phrase:
    best = tuple(poll.terms.options[mark] for mark in result.winners)
    level = tuple(poll.terms.options[mark] for mark in result.tied)
    match result.outcome:
        case "advice" if level:
            return _("Advice: a tie between {options}.", options=level)
        case "advice" if best:
            return _("Advice: {options}.", options=best)
        case "elected":
            return _("Chosen: {options}.", options=best)
        case "tied":
            return _("A tie between {options}: nothing is decided.", options=level)
    if not result.turnout.participants:
        return _("Nobody answered.")
    return _("Nothing was chosen: every answer was blank.")


def _motion(result: Result) -> Phrase:
    if not result.turnout.cast:
        return _("Not adopted: nobody voted for or against.")
    for_, against = result.counts[0], result.counts[1]
    if result.outcome == "adopted":
        return _("Adopted: {n} for, {against} against.", n=for_, against=against)
    if for_ == against:
        return _("Not adopted: {n} for and as many against.", n=for_)
    return _("Not adopted: {n} for, {against} against.", n=for_, against=against)

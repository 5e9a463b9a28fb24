"""How a result is shown: one sentence, every number of the calculation in its order, and a picture of the same."""

from __future__ import annotations

from collections.abc import Sequence

from bot.charts.bars import Bars, Gauge, Mark, Row, draw
from bot.chat.message import Button, Message, Picture, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.words import Words as Voice
from bot.domain.charter import Charter
from bot.domain.labels import Labelled
from bot.domain.polls import Method, Poll, Result, numbers
from bot.domain.tally.motion import Kind
from handlers.answers import NUMBERS, label
from handlers.polls.actions import Calculation, Raise, Recount
from handlers.polls.labelling import articles, said
from handlers.polls.outcome import outcome
from handlers.polls.rules import BASES, heading, majority
from handlers.polls.views import unseen, who_voted


def announcement(
    poll: Poll, closed_by: Words, words: Voice, found: Labelled | None = None, more: Sequence[Phrase] = (), *,
    rises: bool = False,
) -> Message:  # fmt: skip
    """The message that proclaims a result, with its picture; where nobody answered there is nothing to draw. `more` is
    what becomes of it beside the numbers."""
    result = poll.result
    assert result is not None  # only proclaimed votes are announced
    lines: list[Line | Words] = [title(heading(poll)), outcome(poll)]
    if result.turnout.participants:
        if poll.terms.method is not Method.MOTION:
            lines.extend(_count(poll, mark) for mark in range(poll.terms.voices))
        lines += [_took_part(poll, result), *unseen(poll, result.turnout.participants)]
    lines += more
    if found is not None and poll.terms.subject:
        lines.extend(said(found))
    if closed_by:
        lines.append(_("Closed before the deadline by {name}.", name=closed_by))
    if poll.delayed:
        lines.append(_("The deadline was moved by {span}, because I could not be reached.", span=poll.delayed))
    up = (button(_("Raise it to the wider group"), Raise(poll.id), "faire monter", "monter", "raise"),)
    rows = (_buttons(poll, result), *((up,) if rises and poll.terms.binding else ()))
    return say(*lines, rows=rows, picture=picture(poll, words))


def _count(poll: Poll, mark: int) -> Phrase:
    assert poll.result is not None
    return _("{option}: {count}", option=label(poll.terms, mark), count=poll.result.counts[mark])


def _took_part(poll: Poll, result: Result) -> Phrase:
    """How many answered, of how many; with the quorum where it was reached: one that was not is told before."""
    taken, electorate, required = result.turnout.participants, poll.terms.electorate, result.quorum_required
    if electorate is None:
        return many("{n} person answered.", "{n} people answered.", taken)
    if poll.terms.is_weighted:
        return _voices(result, electorate)
    if required is not None and result.quorum_reached:
        return many(
            "Quorum reached: {n} person of {electorate}, {required} were needed.",
            "Quorum reached: {n} people of {electorate}, {required} were needed.",
            result.quorum_taken, electorate=electorate, required=required,
        )  # fmt: skip
    here = result.turnout.attending
    if poll.terms.meeting and taken <= here:  # those of a meeting are for whoever is there
        return many(
            "{taken} of {n} person present or represented took part.",
            "{taken} of {n} people present or represented took part.", here, taken=taken,
        )  # fmt: skip
    return many(
        "{n} person of {electorate} took part.", "{n} people of {electorate} took part.", taken, electorate=electorate
    )


def _voices(result: Result, electorate: int) -> Phrase:
    """The same where ballots weigh: it is voices that are counted, not people."""
    if result.quorum_required is not None and result.quorum_reached:
        return many(
            "Quorum reached: {n} voice of {electorate}, {required} were needed.",
            "Quorum reached: {n} voices of {electorate}, {required} were needed.",
            result.quorum_taken, electorate=electorate, required=result.quorum_required,
        )  # fmt: skip
    return many(
        "{n} voice of {electorate} took part.", "{n} voices of {electorate} took part.",
        result.turnout.participants, electorate=electorate,
    )  # fmt: skip


def _buttons(poll: Poll, result: Result) -> tuple[Button, ...]:
    detail = button(_("How it was counted"), Calculation(poll.id), "détail", "calcul", "detail")
    recount = button(_("Recount"), Recount(poll.id), "recompter", "recount")
    return (detail, who_voted(poll), recount) if result.turnout.participants else (detail, recount)


def calculation(poll: Poll, charter: Charter, found: Labelled, more: Sequence[Phrase]) -> Message:
    """Every number, always in the same order, how the majority was reached or not, and where its rules come from."""
    result, motion = poll.result, poll.terms.method is Method.MOTION
    assert result is not None  # only proclaimed votes are explained
    lines: list[Line | Words] = [title(heading(poll)), outcome(poll), *more]
    shown = dict(numbers(result))
    lines += [NUMBERS[name](int(value)) for name, value in shown.items() if _is_shown(poll, name, value)]
    if poll.terms.binding:
        lines.append(_quorum(result))
    lines += _majority(poll, result) if motion else ()
    lines += [_count(poll, mark) for mark in range(poll.terms.voices)]
    if poll.terms.binding:
        lines += [*said(found), *articles(charter, poll)]
    if poll.terms.charter:
        lines.append(_("Opened under version {number} of the charter.", number=poll.terms.charter))
    if poll.terms.listed:
        lines.append(note(_("Fingerprint of the list of voters: {fingerprint}", fingerprint=poll.terms.listed)))
    return say(*lines, note(_("Fingerprint of the rules: {fingerprint}", fingerprint=poll.terms.fingerprint)))


def _is_shown(poll: Poll, name: str, value: int | str) -> bool:
    """A poll has no blanks, a choice no abstentions, and where nobody is represented it need not be said."""
    if not poll.terms.binding:
        return name in ("members", "participants")
    if name == "abstentions":
        return poll.terms.method is Method.MOTION
    return name in NUMBERS and (name != "represented" or bool(value))


def _quorum(result: Result) -> Phrase:
    required = result.quorum_required
    if required is None:
        return _("No quorum required.")
    if result.quorum_reached:
        return _("Quorum: {required}, reached.", required=required)
    return _("Quorum: {required}, not reached.", required=required)


def _majority(poll: Poll, result: Result) -> list[Phrase]:
    kind = poll.terms.majority.kind
    rule = majority(poll.terms)
    if kind is Kind.UNANIMITY or result.required is None or not result.base_size:
        return [rule]
    base = BASES[poll.terms.base] if kind is not Kind.SIMPLE else BASES[next(iter(BASES))]
    return [
        rule,
        _("Needed: {required} votes for, of {size} ({base}). Obtained: {obtained}.", required=result.required,
          size=result.base_size, base=base, obtained=result.obtained),
    ]  # fmt: skip


def picture(poll: Poll, words: Voice) -> Picture | None:
    """The bars of a result, and the lines that say the same; None where nobody answered."""
    result = poll.result
    assert result is not None
    if not result.turnout.participants:
        return None
    said = (heading(poll), outcome(poll), *(_count(poll, mark) for mark in range(poll.terms.voices)))
    return Picture(draw(_bars(poll, result, words)), "\n".join(map(words.say, said)))


def _bars(poll: Poll, result: Result, words: Voice) -> Bars:
    terms = poll.terms
    rows = tuple(_row(poll, result, mark, words) for mark in range(terms.voices))
    closed = words.say(_("Closed on {closed_at}.", closed_at=poll.closed_at))
    adopted = result.outcome in ("adopted", "elected")
    return Bars(
        title=words.say(heading(poll)), subtitle=words.say(outcome(poll)), rows=rows,
        threshold=_threshold(poll, result, words), turnout=_gauge(poll, result, words), footer=closed,
        verdict=words.say(_verdict(poll)) if adopted else "",
        whole=result.base_size if terms.method is Method.MOTION else 0,
    )  # fmt: skip


def _verdict(poll: Poll) -> Phrase:
    return _("adopted") if poll.terms.method is Method.MOTION else _("chosen")


def _row(poll: Poll, result: Result, mark: int, words: Voice) -> Row:
    count, cast = result.counts[mark], result.turnout.cast
    quiet = poll.terms.is_blank(mark) or (poll.terms.method is Method.MOTION and mark == 2)
    share = f"{_percent(count, cast)}\u202f%" if cast and not quiet else ""
    chosen = (
        mark in result.winners
        if poll.terms.method is not Method.MOTION
        else (mark == 0 and result.outcome == "adopted")
    )
    return Row(words.say(label(poll.terms, mark)), count, share, quiet=quiet, chosen=chosen and poll.terms.binding)


def _percent(count: int, of: int) -> int:
    """Whole percents, half up, in integers."""
    return (200 * count + of) // (2 * of)


def _threshold(poll: Poll, result: Result, words: Voice) -> Mark | None:
    if poll.terms.method is not Method.MOTION or not result.required or not result.turnout.cast:
        return None
    return Mark(result.required, words.say(_("majority: {n}", n=result.required)))


def _gauge(poll: Poll, result: Result, words: Voice) -> Gauge | None:
    whole = poll.terms.electorate
    if not whole:
        return None
    quorum = None
    if result.quorum_required is not None:
        quorum = Mark(result.quorum_required, words.say(_("quorum: {n}", n=result.quorum_required)))
    return Gauge(result.turnout.participants, whole, words.say(_took_part(poll, result)), quorum)

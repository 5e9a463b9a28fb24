"""What a result is worth: advice, a decision to work by or under the statutes, and what was missing for the last."""

from __future__ import annotations

from bot.chat.text import Phrase, _
from bot.domain.charter import Charter
from bot.domain.labels import LABELS, Circumstances, Labelled, label
from bot.domain.polls import Poll
from bot.domain.presets import source
from handlers.context import Transaction


def charter_of(tx: Transaction, poll: Poll) -> Charter:
    """The charter that a vote was opened under, whatever was decided since."""
    return tx.charters.get(poll.group, poll.terms.charter) or tx.groups.get(poll.group).charter


def labelled(tx: Transaction, poll: Poll) -> Labelled:
    """What the result of a proclaimed vote is worth."""
    assert poll.result is not None  # only proclaimed votes are labelled
    terms = poll.terms
    held = tx.electors.most_held(poll.id) if terms.listed else 0
    about = Circumstances(
        subject=terms.subject, is_listed=bool(terms.listed), electors=terms.electors, most_held=held
    )  # fmt: skip
    return label(terms, poll.result, charter_of(tx, poll), about)


def said(found: Labelled) -> list[Phrase]:
    """The label in words, with everything that was missing for the one that was sought."""
    lines = [_("Label: {label}.", label=Phrase(LABELS[found.label]))]
    if found.unmet:
        lines.append(_("Not a decision under the statutes, because:"))
        lines += [_("• {reason}", reason=Phrase(one.why.says, one.why.blanks)) for one in found.unmet]
    if any(one.key == "notice_days" for one in found.unmet):
        lines.append(_("Plenaries with their notice and agenda are not built yet, so this cannot be met here today."))
    return lines


def articles(charter: Charter, poll: Poll) -> list[Phrase]:
    """The articles that the rules of this vote come from, where it was opened with the charter's own."""
    terms = poll.terms
    lines = []
    majority = source(charter, "majority")
    if majority and majority.is_article and charter.majority == str(terms.majority):
        lines.append(_("The majority comes from: {article}.", article=majority.text))
    quorum = source(charter, "quorum")
    if quorum and quorum.is_article and terms.quorum is not None and charter.quorum == str(terms.quorum):
        lines.append(_("The quorum comes from: {article}.", article=quorum.text))
    proxies = source(charter, "proxies")
    if proxies and terms.listed and (proxies.is_article or charter.preset == "scop"):
        text = proxies.text if proxies.is_article else Phrase(proxies.text)
        lines.append(_("The limit of proxies comes from: {article}.", article=text))
    return lines

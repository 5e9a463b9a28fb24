"""The advanced settings: who votes, proxies, what the statutes ask for. Closed by default, all told in private."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.chat.text import Phrase, Words, _, many
from bot.domain.charter import Charter
from bot.domain.groups import Group
from bot.domain.initiatives import Supporters
from bot.domain.presets import POINTS
from bot.domain.proxies import Cap
from bot.domain.subjects import SUBJECTS
from handlers.settings import wording as read
from handlers.settings.setting import Offer, Setting, either, rule
from handlers.shares import part

# Canonical key → the words for it, each with an example that works.
WORDS: Mapping[str, Mapping[str, str]] = {
    "electorate": {"électorat": "membres", "electorate": "members"},
    "seniority": {"ancienneté": "30j", "seniority": "30d"},
    "dues": {"cotisation": "oui", "dues": "yes"},
    "colleges": {"collèges": "salariés 2, usagers 1", "colleges": "workers 2, users 1"},
    "weights": {"poids": "membre", "weights": "member"},
    "judged": {"qualité": "ouverture", "judged": "opening"},
    "proxies": {"pouvoirs": "2", "proxies": "2"},
    "quorum_base": {"assiette": "inscrits", "counted": "members"},
    "auto": {"automatique": "non", "auto": "no"},
    "register": {"registre": "oui", "register": "yes"},
    "electronic": {"électronique": "oui", "electronic": "yes"},
    "competences": {"compétences": "statuts, comptes", "competences": "statutes, accounts"},
    "confirm": {"relecture": "statuts", "confirm": "statutes"},
    "initiative": {"initiative": "10"},
    "notice": {"convocation": "15j", "notice": "15d"},
    "tie": {"égalité": "revote", "tie": "revote"},
    "chair": {"présidence": "non", "chair": "no"},
    "elections": {"élections": "confidentiel", "elections": "confidential"},
    "meetings": {"réunion": "non", "meetings": "no"},
    "standing": {"ouverture": "comptes, accueil", "standing": "accounts, welcome"},
    "contest": {"contestation": "7j", "contest": "7d"},
    "lifted": {"levée": "auteur", "lifted": "author"},
}
RULES = {
    "electorate": "electorate", "seniority": "seniority_days", "dues": "dues", "colleges": "colleges",
    "weights": "weights", "judged": "judged_at_close", "proxies": "proxies", "quorum_base": "quorum_base",
    "auto": "auto_close", "register": "register", "electronic": "electronic", "competences": "competences",
    "confirm": "second_reading", "initiative": "initiative", "notice": "notice_days", "tie": "tie",
    "chair": "chair_double", "elections": "election_secrecy", "meetings": "meetings_only",
    "standing": "standing_points", "contest": "contest_days", "lifted": "objection_lifted_by",
}  # fmt: skip
WEIGHTS = {
    "one": _("Each member has one vote."), "member": _("Each member has the weight written down for them."),
    "college": _("Each member has the weight of their college."),
}  # fmt: skip
QUORUM_BASES = {
    "members": _("everybody on the list"), "attending": _("those present and represented"),
    "present": _("those present"),
}  # fmt: skip
LEVELS = {
    "public": _("Elections are public."), "confidential": _("Elections are confidential."),
    "secret": _("Elections are secret."),
}  # fmt: skip


def say_proxies(charter: Charter) -> Phrase:
    """How many proxies one person may hold."""
    cap = Cap.read(charter.proxies)
    if cap.unlimited:
        return _("One person may hold any number of proxies.")
    if cap.scop:
        return _("Proxies as in a SCOP: one under 20 members, then one for each 20.")
    if not cap.number:
        return _("No proxies: everybody votes in person.")
    return many("One person may hold {n} proxy.", "One person may hold {n} proxies.", cap.number)


def _list(
    key: str, some: Callable[[tuple[Words, ...]], Phrase], none: Phrase, usual: Mapping[str, str] = SUBJECTS
) -> Callable[[Group], Phrase]:  # fmt: skip
    def say(group: Group) -> Phrase:
        kept: tuple[str, ...] = getattr(group.charter, key)
        return some(tuple(Phrase(usual.get(one, one)) for one in kept)) if kept else none

    return say


def _colleges(group: Group) -> Phrase:
    named = tuple(f"{name} {weight}" for name, weight in group.charter.colleges)
    return _("These colleges vote: {colleges}.", colleges=named) if named else _("No colleges.")


def _lifted(by: str) -> Phrase:
    """Besides its author: a share of the circle, whichever majority was written down."""
    match by:
        case "author":
            return _("An objection is lifted by its author.")
        case "unanimity":
            return _("An objection is lifted by its author, or by the whole circle.")
        case "simple" | "absolute":
            by = ">1/2"
    share = part(by.removeprefix(">"))
    if by.startswith(">"):
        return _("An objection is lifted by its author, or by more than {share} of the circle.", share=share)
    return _("An objection is lifted by its author, or by {share} of the circle.", share=share)


def _initiative(charter: Charter) -> Phrase:
    if not charter.initiative:
        return _("No initiatives: supporters alone do not open a vote.")
    if charter.initiative.isdecimal():
        return many("{n} supporter opens a vote.", "{n} supporters together open a vote.", int(charter.initiative))
    return _("{supporters} of the members together open a vote.", supporters=charter.initiative)


def _contest(days: int) -> Phrase:
    """What applies it is how long the names of public ballots are kept; contesting itself is done by people."""
    if not days:
        return _(
            "No time is set to contest a result. A public vote keeps its names for 30 days, then only the ballots."
        )
    return many(
        "A result may be contested for {n} day, by saying so in the group. A public vote keeps its names for 30 days "
        "more, then only the ballots.",
        "A result may be contested for {n} days, by saying so in the group. A public vote keeps its names for 30 days "
        "more, then only the ballots.",
        days,
    )


SETTINGS: Mapping[str, Setting] = {
    "electorate": Setting(
        _("Who votes"), rule("electorate", read.electorate),
        lambda g: _("Everybody in the chats votes.") if not g.charter.members_vote
        else _("The registered members vote; their list is closed when a vote opens."),
        (Offer(_("Everybody in the chats"), "group"), Offer(_("The members"), "members")),
    ),
    "seniority": Setting(
        _("Seniority"), rule("seniority_days", read.some_days(0, 3650)),
        lambda g: many("A member votes after {n} day.", "A member votes after {n} days.", g.charter.seniority_days)
        if g.charter.seniority_days else _("A member votes from the first day."),
        (Offer(_("None"), "0"), *(Offer(many("{n} day", "{n} days", n), f"{n}d") for n in (30, 90, 365))),
    ),
    "dues": Setting(
        _("Dues"), rule("dues", read.yes),
        either("dues", _("Members whose dues are paid vote."), _("Dues are not asked for to vote.")),
        (Offer(_("Asked for"), "yes"), Offer(_("Not asked for"), "no")),
    ),
    "colleges": Setting(_("Colleges"), rule("colleges", read.colleges), _colleges),
    "weights": Setting(
        _("Weights"), rule("weights", read.weights), lambda g: WEIGHTS[g.charter.weights],
        (Offer(_("One vote each"), "one"), Offer(_("Of the member"), "member"), Offer(_("Of the college"), "college")),
    ),
    "judged": Setting(
        _("Quality of member"), rule("judged_at_close", read.judged),
        either(
            "judged_at_close", _("Who may vote is judged at the opening and at the close."),
            _("Who may vote is judged at the opening."),
        ),
        (Offer(_("At the opening"), "opening"), Offer(_("At the close too"), "close")),
    ),
    "proxies": Setting(
        _("Proxies"), rule("proxies", lambda word, text: str(Cap.read(text))), lambda g: say_proxies(g.charter),
        (Offer(_("None"), "none"), Offer("1", "1"), Offer("2", "2"), Offer("SCOP", "scop")),
        lacks=lambda g: _(
            "Written down for the day when the members vote; where everybody in the chats votes there are none."
        )
        if not g.charter.members_vote and Cap.read(g.charter.proxies) != Cap.read("none") else None,
    ),
    "quorum_base": Setting(
        _("Base of the quorum"), rule("quorum_base", read.quorum_base),
        lambda g: _("A quorum is a share of {base}.", base=QUORUM_BASES[g.charter.quorum_base]),
    ),
    "auto": Setting(
        _("Automatic close"), rule("auto_close", read.yes),
        either("auto_close", _("A vote closes by itself once everybody has answered."),
               _("A vote does not close by itself before its deadline.")),
    ),
    "register": Setting(
        _("Register"), rule("register", read.yes),
        either("register", _("What is decided is entered in the register."),
               _("What is decided is not entered in the register.")),
        (Offer(_("yes"), "yes"), Offer(_("no"), "no")),
    ),
    "electronic": Setting(
        _("Votes by electronic means"), rule("electronic", read.yes),
        either("electronic", _("The statutes allow votes by electronic means."),
               _("Nothing says that the statutes allow votes by electronic means.")),
        (Offer(_("yes"), "yes"), Offer(_("no"), "no")),
    ),
    "competences": Setting(
        _("Competences"), rule("competences", read.subjects),
        _list("competences", lambda kept: _("This group decides under the statutes about: {subjects}.", subjects=kept),
              _("This group decides about nothing under the statutes.")),
    ),
    "confirm": Setting(
        _("Second reading"), rule("second_reading", read.subjects),
        _list("second_reading", lambda kept: _("To be confirmed at the next plenary: {subjects}.", subjects=kept),
              _("Nothing needs a second reading.")),
    ),
    "initiative": Setting(
        _("Initiative"), rule("initiative", lambda word, text: read.none_or(text, Supporters.read)),
        lambda g: _initiative(g.charter),
        (Offer(_("None"), "none"), Offer("5", "5"), Offer("10", "10"), Offer("1/10", "1/10")),
    ),
    "notice": Setting(
        _("Notice"), rule("notice_days", read.some_days(0, 90)),
        lambda g: many("A plenary is convened {n} clear day before.", "A plenary is convened {n} clear days before.",
                       g.charter.notice_days) if g.charter.notice_days else _("A plenary is convened at any time."),
    ),
    "tie": Setting(
        _("Ties"), rule("tie", read.tie),
        lambda g: _("After a tie a new ballot is proposed.") if g.charter.tie == "revote"
        else _("A tie in a choice is decided by lot."),
        lacks=lambda g: None if g.charter.tie == "revote"
        else _("Written down; for now a new ballot is proposed all the same."),
    ),
    "chair": Setting(
        _("The chair’s voice"), rule("chair_double", read.yes),
        either("chair_double", _("The chair’s voice counts double when a motion is level."),
               _("The chair’s voice counts like any other.")),
        lacks=lambda g: _("Written down; for now a motion that is level is not adopted.") if g.charter.chair_double
        else None,
    ),
    "elections": Setting(
        _("Secrecy of elections"), rule("election_secrecy", read.level), lambda g: LEVELS[g.charter.election_secrecy],
        lacks=lambda g: _("Written down for the day when I can hold elections."),
    ),
    "meetings": Setting(
        _("Votes in meetings"), rule("meetings_only", read.yes),
        either("meetings_only", _("Votes are opened in meetings only."), _("Votes are opened at any time.")),
    ),
    "standing": Setting(
        _("First points"), rule("standing_points", read.points),
        _list("standing_points", lambda kept: _("Every plenary begins with: {points}.", points=kept),
              _("No point opens every plenary."), POINTS),
    ),
    "contest": Setting(
        _("Contest"), rule("contest_days", read.some_days(0, 90)),
        lambda g: _contest(g.charter.contest_days),
    ),
    "lifted": Setting(
        _("Objections"), rule("objection_lifted_by", read.lifted),
        lambda g: _lifted(g.charter.objection_lifted_by),
        lacks=lambda g: _("Written down for the day when I can hold decisions by consent."),
    ),
}  # fmt: skip

# What the buttons of the advanced page lead to; with two more they are ten, as many as there are reactions.
GUIDED = ("electorate", "proxies", "seniority", "dues", "weights", "judged", "register", "electronic")

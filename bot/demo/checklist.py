"""“À essayer”: what there is to try, and whether it was done, told from what the bot keeps and what people wrote."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.adapters.local.controls import Try
from bot.adapters.local.hub import Hub
from bot.chat.text import Phrase, _
from bot.core.command import PREFIXES, named
from bot.demo.cooperative import GROUP, ORGANIZER, WIDER
from bot.demo.folder import State
from bot.domain.names import ERASED
from bot.domain.polls import Poll, Status
from handlers.decisions.actions import Details
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Seen:
    """What happened since the beginning."""

    polls: tuple[Poll, ...]
    voters: frozenset[int]
    supported: bool
    gone: bool
    ended: bool
    reminders: int
    plenaries: int
    series: int
    asked: frozenset[str]
    viewed: bool
    welcomed: int
    lent: bool
    raised: bool
    on_duty: bool
    linked: bool
    paired: bool


def baseline(tx: Transaction, hub: Hub, state: State) -> State:
    """The state with everything that is there now as the beginning."""
    polls = tx.polls.all()
    return State(
        offset=state.offset,
        language=state.language,
        empty=state.empty,
        polls=max((poll.id for poll in polls), default=0),
        reminders=max((one.id for one in tx.reminders.all()), default=0),
        plenaries=max((one.id for one in tx.plenaries.all()), default=0),
        series=max((one.id for one in tx.series.all()), default=0),
        message=max((post.number for post in hub.every_message()), default=0),
        ballots=frozenset(ballots(tx, polls)),
    )


def ballots(tx: Transaction, polls: Collection[Poll]) -> set[tuple[int, int]]:
    """Who answered which, of votes still open."""
    return {(one.id, member) for one in polls if one.is_open for member, _marks in tx.ballots.by_name(one.id)}


def seen(tx: Transaction, hub: Hub, state: State, name: Callable[[str], str]) -> Seen:
    """What happened since the beginning; `name` gives a command's own name for any of its twins."""
    polls = tx.polls.all()
    known = {number for number, _member in state.ballots}
    cast = ballots(tx, polls) - state.ballots
    closed = [one for one in polls if one.status is Status.PROCLAIMED and (one.id > state.polls or one.id in known)]
    voters = {member for _number, member in cast} | {
        member for one in closed for member, _marks in tx.ballots.by_name(one.id)
        if (one.id, member) not in state.ballots
    }  # fmt: skip
    return Seen(
        polls=tuple(one for one in polls if one.id > state.polls),
        voters=frozenset(voters),
        supported=tx.initiatives.any(),
        gone=any(one.name is ERASED for one in tx.members.all()),
        ended=bool(closed),
        reminders=sum(1 for one in tx.reminders.all() if one.id > state.reminders),
        plenaries=sum(1 for one in tx.plenaries.all() if one.id > state.plenaries),
        series=sum(1 for one in tx.series.all() if one.id > state.series),
        asked=frozenset(asked(hub, state.message, name)),
        viewed=state.viewed,
        welcomed=tx.paths.ended(),
        lent=tx.proxies.any_answered(),
        raised=tx.journeys.any(),
        on_duty=tx.shifts.any_taken(),
        linked=tx.members.any_linked(),
        paired=tx.pairings.any_joined(),
    )


def asked(hub: Hub, since: int, name: Callable[[str], str]) -> set[str]:
    """The commands that people wrote, by their own names; in private without a prefix, too."""
    posts = [post for post in hub.every_message() if post.number > since]
    written = (
        post.text if post.text[:1] in PREFIXES or not hub.room(post.ref.chat).private else f"/{post.text}"
        for post in posts if post.by
    )  # fmt: skip
    found = {name(command[0]) for text in written if (command := named(text))}
    # The register is also reached through the menu's buttons: there it shows which decisions can be opened.
    details = (one for post in posts for one in post.message.buttons if one.data.startswith(f"{Details.prefix}:"))
    return found | {"decisions" for _one in details}


def checklist(what: Seen, say: Callable[[Phrase], str]) -> list[Try]:
    """The things to try in an order that makes sense."""

    def one(
        label: Phrase, done: bool, example: Phrase | None = None, *, private: bool = False, by: str = "",
        group: str = "",
    ) -> Try:  # fmt: skip
        return Try(say(label), say(example) if example else "", done, private, by, group)

    return [
        one(_("Vote as two different people: choose who you are at the top"), len(what.voters) > 1),
        one(_("Open a quick poll"), any(not poll.terms.binding for poll in what.polls),
            _("/poll Who brings the coffee on Saturday? | Me | Not this time")),
        one(_("Put a motion to the vote"), any(poll.terms.binding for poll in what.polls),
            _("/vote Shall we buy a second-hand cargo bike? ends=2d")),
        one(_("Move the clock past a deadline, and read the result"), what.ended),
        one(_("Look up the register of decisions"), "decisions" in what.asked, _("/register grocery")),
        one(_("As Léa, prepare a plenary, and read by when it must be convened"), what.plenaries > 0,
            _("/plenary in 20 days at 2pm | Market hall"), by=ORGANIZER, group=GROUP),
        one(_("As Léa, let plenaries come back, and leave one day out"), what.series > 0,
            _("/plenary every second Tuesday of the month at 7pm | Market hall"), by=ORGANIZER, group=GROUP),
        one(_("Follow the calendar of La Ruche from your own program"), "calendrier" in what.asked, _("/calendar")),
        one(_("Propose a project, and see the groups that yours belongs to"), "projets" in what.asked,
            _("/projects Shared garden | Growing beside the station")),
        one(_("Let a newcomer arrive: as Zoé join La Ruche, and get to know it in private, to the end"),
            what.welcomed > 0),
        one(_("Ask for help in one sentence, and answer as somebody else"), "besoin" in what.asked,
            _("/need a ladder tomorrow, Croix-Rousse")),
        one(_("Search the board of mutual aid"), "entraide" in what.asked, _("/aid guitar")),
        one(_("Ask the group an open question"), "question" in what.asked,
            _("/ask What shall we cook on Saturday? ends=2d")),
        one(_("Read by which rules La Ruche decides, and from which article they come"), "reglages" in what.asked,
            _("/settings")),
        one(_("In Lyon coopère, lend Paul your voice, accept it as Paul, and vote yourself all the same"), what.lent,
            _("/proxy Paul"), by=ORGANIZER, group=WIDER),
        one(_("In Lyon coopère, let the members on the list vote"), any(poll.terms.listed for poll in what.polls),
            _("/vote Shall we share a van with the other groups? ends=2d"), by=ORGANIZER, group=WIDER),
        one(_("In Lyon coopère, as Léa, let only organizers open votes, and as Paul propose one: it looks for "
              "supporters"),
            what.supported, _("/settings open=organizers initiative=2"), by=ORGANIZER, group=WIDER),
        one(_("As Karim, raise a question of La Ruche to Lyon coopère"), what.raised,
            _("/vote raise 2 coordination: other groups look for a workshop too"), by="karim", group=GROUP),
        one(_("As Paul, plan a shift, and take it as somebody else"), what.on_duty,
            _("/projects shift 2 tomorrow 9am | Market hall"), by="paul", group=GROUP),
        one(_("Ask to be reminded of something"), what.reminders > 0, _("/remind tomorrow at 9am: call the town hall"),
            private=True),
        one(_("Link the two accounts of Léa: get a code in private, and write it in private as “L. Morel”"),
            what.linked, _("/link"), private=True, by=ORGANIZER),
        one(_("Make one group of two chats: as Léa get a code in La Ruche, write it in “La Ruche, autre réseau”, and "
              "say yes on both sides"), what.paired, _("/pair"), by=ORGANIZER, group=GROUP),
        one(_("See what is kept about you, and take a copy of it"), "moi" in what.asked, _("/me copy"), private=True),
        one(_("Erase an account: as Emily, from her settings, and look at what stays of her"), what.gone),
        one(_("See the same chat with reactions or as bare text"), what.viewed),
    ]  # fmt: skip

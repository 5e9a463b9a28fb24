"""How people, their memberships and their roles are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time

from bot.chat.address import User
from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.asking import yes_or_no
from bot.core.router import Run
from bot.domain.groups import Group
from bot.domain.members import Member, MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.polls import Poll
from bot.domain.quiet import USUAL, Quiet
from bot.domain.roles import Mandate, Role, Roles
from handlers.members import actions as act
from handlers.networks import network

ROLES: dict[Role, Phrase] = {
    Role.ORGANIZER: _("organizer"), Role.TREASURER: _("treasurer"), Role.WELCOMER: _("welcomer"),
    Role.SECRETARY: _("secretary"), Role.CHAIR: _("chair"),
}  # fmt: skip
STATUS: dict[MemberStatus, Phrase] = {
    MemberStatus.MEMBER: _("member"), MemberStatus.OBSERVER: _("observer"), MemberStatus.NEWCOMER: _("newcomer"),
    MemberStatus.LEFT: _("left"), MemberStatus.ERASED: _("erased"),
}  # fmt: skip
CALM = {
    "21:30-8:00": Quiet(time(21, 30), time(8)), "20:00-9:00": Quiet(time(20), time(9)),
    "22:00-7:00": Quiet(time(22), time(7)),
}  # fmt: skip
FIRST = 5  # names shown of a list


def me(member: Member, language: str, accounts: Sequence[User], *, proxies: bool) -> Message:
    """My settings, and the way to everything else about me."""
    english = language == "en"
    networks = tuple(map(network, sorted({one.network for one in accounts})))
    lines: list[Line | Words] = [
        title(_("My settings")),
        _("I know you as {name} ({networks}).", name=member.name, networks=networks),
        _("I write to you in English.") if english else _("I write to you in French."),
        reminded(member),
        calm(member.quiet),
        *([where(member.zone)] if member.zone else []),
        note(_("I keep your name, your language, your groups, your answers and your reminders. More: /privacy")),
    ]
    other = button("Français", act.Speak("fr"), "french") if english else button("English", act.Speak("en"), "anglais")
    never = button(_("Never remind me of votes"), act.Mute(True), "muet", "mute")
    loud = button(_("Remind me of votes"), act.Mute(False), "rappels", "reminders")
    pages = [
        other, loud if member.muted else never,
        button(_("Quiet hours"), act.Mine("quiet"), "calme", "quiet"),
        button(_("Time zone"), act.Mine("zone"), "fuseau", "zone"),
        button(_("My groups"), act.Mine("groups"), "groupes", "groups"),
        button(_("My last votes"), act.Mine("votes"), "votes"),
        *([button(_("My proxies"), act.Mine("proxies"), "pouvoirs", "proxies")] if proxies else []),
        button(_("My accounts"), act.Mine("accounts"), "comptes", "accounts"),
        button(_("My calendar"), Run("calendrier"), "calendrier", "calendar"),
        button(_("Receive a copy"), act.Mine("copy"), "copie", "copy"),
        button(_("Erase my account"), act.Mine("erase"), "effacer", "erase"),
    ]  # fmt: skip
    return say(*lines, rows=by_two(pages))


def reminded(member: Member) -> Phrase:
    """What I remind them of, and what “rappels=non” stops: votes, and nothing else."""
    if member.muted:
        return _("I never remind you of votes. Of a plenary I do, until you answer no; and your own reminders come.")
    return _("I remind you of the votes for which you asked it.")


def calm(quiet: Quiet) -> Phrase:
    """When I disturb nobody."""
    if quiet.is_never:
        return _("You have no quiet hours.")
    return _("Quiet hours: from {start} to {end}.", start=quiet.start, end=quiet.end)


def quiet(now: Quiet) -> Message:
    """The quiet hours that are proposed."""
    offers = [
        button(_("{start} – {end}", start=one.start, end=one.end), act.Calm(hours), hours)
        for hours, one in CALM.items()
    ]
    never = button(_("Never"), act.Calm("never"), "jamais", "never")
    lines: list[Line | Words] = [title(_("Quiet hours")), calm(now), note(_("Others: /me quiet=10pm-7am"))]
    if now != USUAL:
        lines.insert(2, _("Usual: from {start} to {end}.", start=USUAL.start, end=USUAL.end))
    return say(*lines, rows=by_two([*offers, never]))


ZONES = ("Europe/Paris", "Europe/London", "America/Montreal", "Indian/Reunion")


def where(zone: str) -> Phrase:
    """Where I am."""
    return _("Your clock is that of {zone}.", zone=zone) if zone else _("Your clock is that of your group.")


def zone(now: str) -> Message:
    """The time zones that are proposed."""
    offers = [button(one, act.Zone(one)) for one in ZONES]
    group = button(_("That of my group"), act.Zone("-"), "groupe", "group")
    others = note(_("Others: /me zone=Europe/Lisbon"))
    return say(title(_("Time zone")), where(now), others, rows=by_two([*offers, group]))


def lines(heading: Phrase, found: Sequence[Words], otherwise: Phrase) -> Message:
    """A page of sentences."""
    return say(title(heading), *(found or [otherwise]))


def my_group(
    group: Group,
    called: str,
    written: Membership | None,
    roles: Sequence[str],
    *,
    administers: bool,
    gone: bool = False,
) -> Phrase:
    """A group of mine: how I am called in it, what I am there, and what I do for it."""
    done: tuple[Words, ...] = tuple(map(role, roles))
    what: Words = _("{what}, no longer in its chat", what=standing(written)) if gone else standing(written)
    if administers and Role.ORGANIZER.value not in roles:
        done = (ROLES[Role.ORGANIZER], *done)
    if not done:
        return _("{group}: you are called {name}; {what}.", group=group.name, name=called, what=what)
    return _("{group}: you are called {name}; {what}; {roles}.",
             group=group.name, name=called, what=what, roles=done)  # fmt: skip


def which_role(own: str, meant: Role, group: int, whom: int) -> Message:
    """A name that looks like a slip for one of the roles."""
    known = _("Give the role “{role}”", role=ROLES[meant])
    new = button(_("Create a role called “{name}”", name=own), act.GiveCalled(group, whom, own), "créer", "create")
    return say(
        _("“{name}” is no role that I know. Did you mean “{role}”?", name=own, role=ROLES[meant]),
        rows=(yes_or_no(known, act.GiveCalled(group, whom, meant.value)), (new,)),
    )


def standing(written: Membership | None) -> Phrase:
    """What somebody is in a group."""
    if written is None:
        return _("in its chat")
    if written.status is MemberStatus.MEMBER and written.joined_on and written.dues_until:
        return _("member since {day}, dues paid until {until}", day=written.joined_on, until=written.dues_until)
    if written.status is MemberStatus.MEMBER and written.joined_on:
        return _("member since {day}", day=written.joined_on)
    return STATUS[written.status]


def weighing(written: Membership | None) -> list[Phrase]:
    """The college and the weight of somebody, where the statutes give them any."""
    college = [_("college {college}", college=written.college)] if written and written.college else []
    voices = [many("{n} voice", "{n} voices", written.weight)] if written and written.weight != 1 else []
    return [*college, *voices]


def my_vote(poll: Poll, labels: Sequence[Words]) -> Phrase:
    """What I answered, where that is still known."""
    if not labels:
        return _("{number}. {title}: you took part.", number=poll.number, title=poll.terms.title)
    return _("{number}. {title}: you answered {answers}.",
             number=poll.number, title=poll.terms.title, answers=tuple(labels))  # fmt: skip


def erase(*, runs: bool) -> Message:
    """What erasing means, asked once."""
    warning = [_("You run this bot: after that nobody does, and its next start prints a new code.")] if runs else []
    return say(
        title(_("Erase my account?")),
        _("Your name disappears everywhere. What you kept for yourself, and what I still had to tell you, is deleted "
          "too, at once and for good."),
        _("Your confidential votes that are closed are not linked to you. Your public votes will show “erased account” "
          "in place of your name. No result changes. You can come back whenever you want, as somebody new."),
        *warning,
        note(_("What others were shown in the chats stays there. For a copy first: /me copy")),
        rows=(yes_or_no(_("Yes, erase it"), act.Erase(), "effacer", "erase"),),
    )  # fmt: skip


def erased() -> Message:
    """The last word to somebody who is nobody any more."""
    return say(_("Your account is erased. You can come back whenever you want."))


def holder_gone() -> Message:
    """To somebody whose voice is carried by nobody any more."""
    return say(
        _("Whoever was to carry your voice is no longer here: your proxy is over. To lend it to somebody else: "
          "/proxy Paul")
    )  # fmt: skip


# roles


def role(name: str) -> Words:
    """What people call a role."""
    return ROLES[Role(name)] if name in {one.value for one in Role} else name


def roles(
    group: Group, given: Roles, names: Mapping[MemberId, str], administrators: Sequence[str],
    takes: Sequence[tuple[Mandate, str, act.TakeRole]], mine: MemberId, *, changing: bool,
    alone: bool = False,
) -> Message:  # fmt: skip
    """Who does what; whoever may gets the buttons. A group that nobody organizes is told how somebody does again."""
    shown: list[Line | Words] = [title(_("Roles in {group}", group=group.name))]
    if administrators:
        shown.append(_("Named by the chat’s network: {names}.", names=tuple(administrators)))
    for name in dict.fromkeys(one.role for one in given.mandates):
        holders = tuple(names.get(one, "–") for one in given.holders(name))
        shown.append(_("{role}: {names}.", role=role(name), names=holders))
    if not given.mandates:
        shown.append(_("The group has given no role yet."))
    buttons = [button(_("Give a role"), act.GiveRole(group.id), "donner", "give")] if changing else []
    for one, name, take in takes[:9]:
        said = _("Give back: {role}", role=role(one.role)) if one.member == mine else _(
            "End: {role}, {name}", role=role(one.role), name=name)  # fmt: skip
        buttons.append(button(said, take))
    if changing:
        shown.append(note(_("Or write it: /settings role give treasurer | Bruno")))
    if alone:
        shown.append(_("Nobody organizes the group. One of those who may vote here can give the role to another, for "
                       "example: /settings role give organizer | Bruno"))  # fmt: skip
    return say(*shown, rows=by_two(buttons))


def given(name: str, whom: str, by: str) -> Message:
    """Everybody reads who does what from now on."""
    return say(_("{name} has a role from now on: {role}. Given by {by}.", name=whom, role=role(name), by=by))


def ended(name: str, whom: str) -> Message:
    """Everybody reads who no longer does."""
    return say(_("{name} no longer has this role: {role}.", name=whom, role=role(name)))


# memberships


def page(
    group: Group, people: Sequence[tuple[str, Membership | None, Sequence[str]]], at: int, total: int, size: int, *,
    today: date, same: Sequence[Button], writes: bool, exports: bool, imports: bool,
) -> Message:  # fmt: skip
    """A page of the list of members, in private."""
    shown: list[Line | Words] = [
        title(_("Members of {group}", group=group.name)),
        many("{n} person in its chats or in its list.", "{n} people in its chats or in its list.", total),
    ]
    for name, written, done in people:
        facts = (standing(written), *weighing(written), *map(role, done))
        shown.append(_("{name}: {facts}", name=name, facts=facts))
    buttons = [*same, button(_("Roles"), act.ShowRoles(group.id), "rôles", "roles")]
    if writes:
        buttons.append(button(_("Write somebody down"), act.Register(group.id), "inscrire", "register"))
        shown.append(note(_("Or write it: /settings member Marie Dupont status=member dues=31/12/2026")))
    if exports:
        buttons.append(button(_("Receive the list"), act.Export(group.id), "exporter", "export"))
    if imports:
        buttons.append(button(_("Bring a list"), act.Import(group.id), "importer", "import"))
    if at:
        buttons.append(button(_("Previous"), act.ShowMembers(group.id, at - 1), "précédent", "previous"))
    if (at + 1) * size < total:
        buttons.append(button(_("Next"), act.ShowMembers(group.id, at + 1), "suivant", "next"))
    return say(*shown, rows=by_two(buttons))


def written(name: str, after: Membership, group: Group, number: str = "", keys: Collection[str] = ()) -> Message:
    """What was written down, to whoever did: what they are now, and each of the other values that were given."""
    facts: list[Words] = [standing(after)]
    if "college" in keys:
        facts.append(_("college {college}", college=after.college) if after.college else _("no college"))
    if "weight" in keys:
        facts.append(many("{n} voice", "{n} voices", after.weight))
    if number:
        facts.append(_("number {number}", number=number))
    return say(_("Noted for {group}: {name}, {what}.", group=group.name, name=name, what=tuple(facts)))


def preview(group: Group, new: int, first: Sequence[str], changed: int, same: int) -> Message:
    """What a list would change, before it is applied."""
    shown: list[Line | Words] = [
        title(_("This list for {group}", group=group.name)),
        _("New: {new}. Changed: {changed}. As they are: {same}. Nobody is taken out.",
          new=new, changed=changed, same=same),
    ]  # fmt: skip
    if first:
        shown.append(_("The first new ones: {names}.", names=tuple(first)))
    return say(*shown, _("Apply it?"))


def bring(groups: Sequence[Group]) -> Message:
    """To whoever sent a list out of the blue: how it is brought."""
    if len(groups) == 1:
        how = _("Is this a list of members? Then press “Bring a list”, and send it again.")
        return say(how, rows=((button(_("Bring a list"), act.Import(groups[0].id), "importer", "import"),),))
    how = _("Is this a list of members? Then choose the group, and send it again.")
    return say(how, rows=by_two([button(group.name, act.Import(group.id)) for group in groups]))


def imported(by: str, number: int) -> Message:
    """Everybody reads that the list was applied, and how long it is; not who is in it."""
    return say(_("{by} applied a list of members: {n} lines.", by=by, n=number))


def by_two(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Two in a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))

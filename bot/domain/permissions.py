"""Permissions: who may do what, as one table. Every check asks it, and the matrix people can read is made from it.

Somebody has several parts at once: a member who organizes and opened this vote has three.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from bot.domain.charter import Charter
from bot.domain.roles import Role


class Part(StrEnum):
    """What somebody is, towards a group and the thing that is acted on."""

    ANYBODY = "anybody"  # a stranger too
    PRESENT = "present"  # in one of the group's chats
    OBSERVER = "observer"
    FORMER = "former"  # their membership has ended
    MEMBER = "member"
    ELECTOR = "elector"  # may vote in this vote
    AUTHOR = "author"  # opened it, asked for it, gave it
    HOLDER = "holder"  # was asked to carry somebody's voice, or does
    CONCERNED = "concerned"  # it is about themselves, or they take part in it
    OPERATOR = "operator"  # runs the bot
    ORGANIZER = Role.ORGANIZER.value
    TREASURER = Role.TREASURER.value
    WELCOMER = Role.WELCOMER.value
    SECRETARY = Role.SECRETARY.value
    CHAIR = Role.CHAIR.value


class Act(StrEnum):
    """What can be done."""

    READ_SETTINGS = "read_settings"
    READ_REGISTER = "read_register"
    READ_AUDIT = "read_audit"
    READ_MEMBERS = "read_members"
    OPEN_POLL = "open_poll"
    ANSWER_POLL = "answer_poll"
    OPEN_VOTE = "open_vote"
    VOTE = "vote"
    CORRECT_VOTE = "correct_vote"
    CLOSE_VOTE = "close_vote"
    EXTEND_VOTE = "extend_vote"
    CANCEL_VOTE = "cancel_vote"
    CONTEST_VOTE = "contest_vote"
    GIVE_PROXY = "give_proxy"
    ANSWER_PROXY = "answer_proxy"
    TAKE_PROXY_BACK = "take_proxy_back"
    START_INITIATIVE = "start_initiative"
    SUPPORT = "support"
    RAISE_QUESTION = "raise_question"
    SEND_QUESTION_DOWN = "send_question_down"
    KEEP_REGISTER = "keep_register"
    CHANGE_REMINDER = "change_reminder"
    MANDATE_COMMISSION = "mandate_commission"
    RUN_PROJECT = "run_project"
    RUN_QUESTION = "run_question"
    CHANGE_AID = "change_aid"
    ADD_POINT = "add_point"
    CHANGE_POINT = "change_point"
    CONVENE = "convene"
    RUN_MEETING = "run_meeting"
    WRITE_MINUTES = "write_minutes"
    SIGN_OTHERS_IN = "sign_others_in"
    ENTER_SHOW_OF_HANDS = "enter_show_of_hands"
    WRITE_MEMBERSHIPS = "write_memberships"
    WRITE_DUES = "write_dues"
    EXPORT_MEMBERS = "export_members"
    IMPORT_MEMBERS = "import_members"
    EXCLUDE_MEMBER = "exclude_member"
    TAKE_VOTE = "take_vote"  # of a member: they are written down as gone, or as what does not vote
    WELCOME = "welcome"
    GIVE_ROLE = "give_role"
    TAKE_ROLE = "take_role"
    DEMOTE_ORGANIZER = "demote_organizer"
    GIVE_ROLE_BACK = "give_role_back"
    CHANGE_SETTINGS = "change_settings"
    CHANGE_ELECTORATE = "change_electorate"
    PAIR_CHAT = "pair_chat"
    ATTACH_GROUP = "attach_group"
    DETACH_GROUP = "detach_group"
    COPY_DATA = "copy_data"
    ERASE_DATA = "erase_data"
    OPERATE = "operate"


def _parts(*parts: Part) -> frozenset[Part]:
    return frozenset(parts)


_THERE = _parts(Part.PRESENT, Part.OBSERVER, Part.MEMBER)
_ORGANIZERS = _parts(Part.ORGANIZER)
_RECORDERS = _parts(Part.ORGANIZER, Part.SECRETARY)
_RESPONSIBLE = _parts(Part.AUTHOR, Part.ORGANIZER)

MAY: Mapping[Act, frozenset[Part]] = {
    Act.READ_SETTINGS: _THERE,
    Act.READ_REGISTER: _THERE,
    Act.READ_AUDIT: _THERE,
    Act.READ_MEMBERS: _parts(Part.MEMBER, Part.ORGANIZER),
    Act.OPEN_POLL: _THERE,
    Act.ANSWER_POLL: _THERE,
    Act.OPEN_VOTE: _parts(Part.PRESENT, Part.MEMBER, Part.ORGANIZER),
    Act.VOTE: _parts(Part.ELECTOR),
    Act.CORRECT_VOTE: _parts(Part.AUTHOR),
    Act.CLOSE_VOTE: _RESPONSIBLE,
    Act.EXTEND_VOTE: _RESPONSIBLE,
    Act.CANCEL_VOTE: _RESPONSIBLE,
    Act.CONTEST_VOTE: _parts(Part.ELECTOR, Part.MEMBER),
    Act.GIVE_PROXY: _parts(Part.ELECTOR),
    Act.ANSWER_PROXY: _parts(Part.HOLDER),
    Act.TAKE_PROXY_BACK: _parts(Part.AUTHOR),
    Act.START_INITIATIVE: _parts(Part.ELECTOR),
    Act.SUPPORT: _parts(Part.ELECTOR),
    Act.RAISE_QUESTION: _RESPONSIBLE,
    Act.SEND_QUESTION_DOWN: _ORGANIZERS,
    Act.KEEP_REGISTER: _RECORDERS | {Part.AUTHOR},
    Act.CHANGE_REMINDER: _RESPONSIBLE,
    Act.MANDATE_COMMISSION: _ORGANIZERS,
    Act.RUN_PROJECT: _parts(Part.CONCERNED, Part.ORGANIZER),
    Act.RUN_QUESTION: _RESPONSIBLE,
    Act.CHANGE_AID: _parts(Part.AUTHOR),
    Act.ADD_POINT: _THERE,
    Act.CHANGE_POINT: _RECORDERS | {Part.AUTHOR},
    Act.CONVENE: _RECORDERS,
    Act.RUN_MEETING: _parts(Part.ORGANIZER, Part.CHAIR),
    Act.WRITE_MINUTES: _RECORDERS | {Part.CHAIR},
    Act.SIGN_OTHERS_IN: _RECORDERS | {Part.CHAIR},
    Act.ENTER_SHOW_OF_HANDS: _parts(Part.CHAIR, Part.SECRETARY),
    Act.WRITE_MEMBERSHIPS: _RECORDERS | {Part.WELCOMER},
    Act.WRITE_DUES: _parts(Part.TREASURER, Part.ORGANIZER),
    Act.EXPORT_MEMBERS: _RECORDERS,
    Act.IMPORT_MEMBERS: _ORGANIZERS,
    Act.EXCLUDE_MEMBER: _ORGANIZERS,
    Act.TAKE_VOTE: _ORGANIZERS,
    Act.WELCOME: _parts(Part.WELCOMER, Part.ORGANIZER),
    Act.GIVE_ROLE: _ORGANIZERS,
    Act.TAKE_ROLE: _ORGANIZERS,
    Act.DEMOTE_ORGANIZER: _ORGANIZERS,
    Act.GIVE_ROLE_BACK: _parts(Part.CONCERNED),
    Act.CHANGE_SETTINGS: _ORGANIZERS,
    Act.CHANGE_ELECTORATE: _ORGANIZERS,
    Act.PAIR_CHAT: _ORGANIZERS,
    Act.ATTACH_GROUP: _ORGANIZERS,
    Act.DETACH_GROUP: _ORGANIZERS,
    Act.COPY_DATA: _parts(Part.CONCERNED),
    Act.ERASE_DATA: _parts(Part.CONCERNED),
    Act.OPERATE: _parts(Part.OPERATOR),
}

# What one person alone could do great harm with: two organizers, each by a word of their own.
DANGEROUS = frozenset((
    Act.IMPORT_MEMBERS, Act.EXCLUDE_MEMBER, Act.TAKE_VOTE, Act.DEMOTE_ORGANIZER, Act.CHANGE_ELECTORATE,
    Act.DETACH_GROUP,
))  # fmt: skip
# Entered for people without a phone: both roles are named in the record.
TOGETHER: Mapping[Act, frozenset[Part]] = {Act.ENTER_SHOW_OF_HANDS: _parts(Part.CHAIR, Part.SECRETARY)}


def who(act: Act, charter: Charter) -> frozenset[Part]:
    """The parts that may do it under this charter."""
    if act is Act.OPEN_VOTE and charter.open_to == "organizers":
        return _ORGANIZERS
    return MAY[act]


def may(act: Act, parts: Collection[Part], charter: Charter) -> bool:
    """Whether somebody with these parts may do it."""
    return not who(act, charter).isdisjoint(_weighed(act, parts, charter))


def _weighed(act: Act, parts: Collection[Part], charter: Charter) -> Collection[Part]:
    """An observer reads and speaks, and so does whoever left: being there alone opens no vote to them."""
    if act is Act.OPEN_VOTE and not {Part.OBSERVER, Part.FORMER}.isdisjoint(parts):
        return [part for part in parts if part is not Part.PRESENT]
    return parts


def matrix(charter: Charter) -> Mapping[Act, Mapping[Part, bool]]:
    """Every act beside every part, for people to read and tests to walk."""
    return {act: {part: part in who(act, charter) for part in Part} for act in Act}

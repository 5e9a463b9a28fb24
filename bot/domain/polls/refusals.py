"""What votes and polls refuse, in sentences that say what to write instead."""

from __future__ import annotations

from bot.domain.errors import N_, Refused


class PollClosed(Refused):
    says = N_("No. {number} closed on {closed_at}. Answers are no longer taken.")


class PollLate(Refused):
    says = N_("No. {number} closed at {closed_at} and this came at {received_at}: too late to be counted.")


class PollCancelled(Refused):
    says = N_("No. {number} was cancelled: {reason}")


class NoSuchPoll(Refused):
    says = N_("There is no vote or poll {number} here. /vote shows the open ones.")


class NotAnElector(Refused):
    says = N_(
        "Vote {number} is for people who were in the group when it opened. You may answer polls, and vote next time."
    )


class LeftGroup(Refused):
    says = N_("You left the group since vote {number} opened. What you answered before still counts.")


class NotInGroup(Refused):
    says = N_("Only people who are in the group may answer No. {number}.")


class OptionCount(Refused):
    says = N_("{n} options: between 2 and {most} are possible. For example: /vote Which place? | Rue Pasteur | Market")


class PollOptionCount(Refused):
    says = N_("{n} options: between 2 and {most} are possible. For example: /poll Which soup? | Leek | Squash")


class MotionHasNoOptions(Refused):
    says = N_("A motion has no options: people answer for or against. Leave “method=motion” out, or the options.")


class BlankIsThere(Refused):
    says = N_("“{text}” is there already: every vote has a blank answer of its own. Leave it out of the options.")


class TooMany(Refused):
    says = N_("{most} answers at most. Take one back first, by choosing it again.")


class MaxOutOfRange(Refused):
    says = N_("“{text}” answers are not possible among {options} options. For example: max=2")


class MaxOnlyInPolls(Refused):
    says = N_("“max” is for a poll. For example: /poll Which days? | Monday | Tuesday | Friday max=2")


class LiveMustBePublic(Refused):
    says = N_(
        "The results of a vote that is not public are only shown at its close. Write results=close, or secrecy=public."
    )


class QuorumTooHigh(Refused):
    says = N_("A quorum of {required} cannot be reached: {electorate} people may vote. For example: quorum=1/4")


class BodyTooLong(Refused):
    says = N_("The explanations have {n} characters; {most} at most. Keep the essential, and link to the rest.")


class DeadlineTooClose(Refused):
    says = N_("{ends} is too close. Leave people some time, for example: ends=3d")


class OnlyAuthor(Refused):
    says = N_("Only the person who opened No. {number} may do that.")


class OnlyAuthorOrOrganizer(Refused):
    says = N_("Only the person who opened No. {number}, or an organizer of the group, may do that.")


class AnsweredAlready(Refused):
    says = N_(
        "Somebody has answered No. {number}, so it can no longer be changed. Cancel it and open a new one: "
        "/vote cancel {number} reason"
    )


class TooLateToCorrect(Refused):
    says = N_(
        "No. {number} was opened more than ten minutes ago, so it can no longer be changed. Cancel it and open a new "
        "one: /vote cancel {number} reason"
    )


class AlreadyExtended(Refused):
    says = N_("No. {number} was extended once already. The deadline stays {ends}.")


class ExtendLater(Refused):
    says = N_("The new deadline must come after the present one, {ends}. For example: /vote extend {number} 2d")


class EarlyCloseForbidden(Refused):
    says = N_("In this group a vote runs until its deadline: {ends}.")


class NothingToWithdraw(Refused):
    says = N_("You have no answer in No. {number}, so there is nothing to withdraw.")


class NoSuchAnswer(Refused):
    says = N_("There is no answer {n} here: they go from 1 to {most}.")

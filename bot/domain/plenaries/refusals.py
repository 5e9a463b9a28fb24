"""What plenaries refuse, in sentences that say what to do instead."""

from __future__ import annotations

from bot.domain.errors import N_, Refused


class ConvenedAlready(Refused):
    says = N_("Plenary {number} is convened already. To change its date: /plenary move {number} in 14 days at 2pm")


class SameDate(Refused):
    says = N_("Plenary {number} is on that date already: {at}. Nothing changes, and nobody was told.")


class SamePlace(Refused):
    says = N_("Plenary {number} is at that place already: {where}. Nothing changes, and nobody was told.")


class SameSeries(Refused):
    says = N_("Series {number} comes back like that already, {habit}. Nothing changes, and nobody was told.")


class KindStays(Refused):
    says = N_(
        "Plenary {number} is convened already, and stays ordinary or statutory as it is. Another place alone: /plenary "
        "place {number} Village hall"
    )


class NoDayLeft(Refused):
    says = N_("Series {number} has no plenary to come until {day}. To end it: /plenary stop {number}")


class NoticeTooLate(Refused):
    says = N_(
        "A statutory plenary on {day} had to be convened by {last}. Choose a later date, {earliest} at the earliest, "
        "or make it an ordinary one."
    )


class PlenaryBegun(Refused):
    says = N_("Plenary {number} was convened for {at} and has begun or is past. A new one can be convened: /plenary")


class DateChanged(Refused):
    says = N_("Plenary {number} has another date by now: {at}. Are you coming then? For example: /plenary yes")


class NotConvened(Refused):
    says = N_("Plenary {number} is not convened yet, so it cannot begin. Whoever prepares it convenes it first.")


class PlenaryOver(Refused):
    says = N_("Plenary {number} is over. Its minutes say what happened: /plenary minutes {number}")


class NeverOpened(Refused):
    says = N_(
        "Plenary {number} is over, and nobody opened it here. Its minutes can still be written: /plenary minutes "
        "{number}"
    )


class PlenaryCancelled(Refused):
    says = N_("Plenary {number} is cancelled: {reason}")


class NeverConvened(Refused):
    says = N_(
        "Nobody was convened to plenary {number}, and it is closed. To prepare another one: /plenary in 14 "
        "days at 2pm | Village hall"
    )


class TooEarly(Refused):
    says = N_("Plenary {number} begins on {at}. Its sign-in opens on {opens} at the earliest.")


class NotUnderWay(Refused):
    says = N_("Plenary {number} is not under way. Its sign-in opens when whoever runs it says so.")


class SignInClosed(Refused):
    says = N_("The sign-in is closed. Whoever runs the meeting can still sign somebody in, for example you.")


class HereAlready(Refused):
    says = N_("You are signed in already. To leave the meeting: /plenary leave")


class NotHere(Refused):
    says = N_("This person is not signed in, so they cannot leave. To sign in: /plenary here")


class YouAreNotHere(Refused):
    says = N_("You are not signed in, so there is nothing to leave. To sign in: /plenary here")


class AgendaClosed(Refused):
    says = N_("The agenda of plenary {number} was closed on {at}.")


class PointOver(Refused):
    says = N_("This point was dealt with already, so it stays as it is.")


class NoVoteOnIt(Refused):
    says = N_(
        "Point {place} is not there for a decision, or came too late for the agenda: it can be discussed, and voted on "
        "at the next plenary."
    )


class TooManyPoints(Refused):
    says = N_("{most} points are on this agenda already. Withdraw one first, or keep yours for the next plenary.")


class NoSuchPlace(Refused):
    says = N_("The agenda has {n} points. Name one by its number, for example: /vote point 1")


class NoPointYet(Refused):
    says = N_("No point is on the agenda yet. To propose one: /agenda Review of the grocery")


class QuorumNotThere(Refused):
    says = N_(
        "The quorum is not reached now. Present or represented: {reached}, needed: {required}. A vote would have no "
        "effect."
    )


class VoicesNotThere(Refused):
    says = N_(
        "The quorum is not reached now. Voices present or represented: {reached}, needed: {required}. A vote would "
        "have no effect."
    )


class NotSignedIn(Refused):
    says = N_("This vote is one of the meeting, for those who are there. Sign in first: /plenary here")


class NothingToSign(Refused):
    says = N_(
        "Your membership has ended, so there is nothing to sign: the sign-in counts those who decide. You may listen, "
        "and speak: /plenary speak"
    )


class NothingToDo(Refused):
    says = N_(
        "What is to be done in a meeting is for those who decide. As an observer, or after your membership, you may "
        "listen, and speak: /plenary speak"
    )


class SignInFirst(Refused):
    says = N_("That is for those who are at the meeting. Sign in first: /plenary here")


class OfficeTaken(Refused):
    says = N_("{name} does that in this meeting. Whoever runs it can give it to somebody else: /plenary roles")


class VoteUnderWay(Refused):
    says = N_("Vote {number} is still open. End it first, then close the meeting: /vote stop {number}")


class MoreThanPresent(Refused):
    says = N_(
        "That would make {n} answers, {tapped} of them by button, and {most} voices are present or represented. Count "
        "again, {answers} numbers, one for each answer. For example: {example}"
    )


class TaskOver(Refused):
    says = N_("This action was closed already. /plenary actions shows those that are open.")


class NotPublished(Refused):
    says = N_(
        "The minutes of plenary {number} are not published yet. Whoever writes them can: /plenary publish {number}"
    )


class PublishedAlready(Refused):
    says = N_(
        "The minutes of plenary {number} were published on {at}, so they stay as they are. To read them: /plenary "
        "minutes {number}"
    )


class NotOver(Refused):
    says = N_("Plenary {number} is not over, so its minutes cannot be published. Close it first: /plenary close")


class SeriesOver(Refused):
    says = N_("Series {number} has ended. To begin another one: /plenary every first Thursday at 7:30pm | Village hall")


class NotItsDay(Refused):
    says = N_("Series {number} has no plenary on {day}. Its next days: {days}.")


class TooManyLeftOut(Refused):
    says = N_("Series {number} leaves out {most} days already. Change how it comes back: /plenary series {number}")


class SeriesTooOften(Refused):
    says = N_(
        "“{habit}” is too often to convene everybody: twice a week at most. For example: /plenary every first Thursday "
        "at 7:30pm | Village hall"
    )


class TooManySeries(Refused):
    says = N_("{most} series are under way here already. End one first: /plenary series")

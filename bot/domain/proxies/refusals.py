"""What proxies refuse, in sentences that say what to do instead."""

from __future__ import annotations

from bot.domain.errors import N_, Refused


class CapUnreadable(Refused):
    says = N_("“{text}” is not a number of proxies. Write a number, none, scop or unlimited. For example: 2")


class NoProxies(Refused):
    says = N_(
        "There are no proxies here: everybody answers in person. Answering takes a tap, and can be done from afar."
    )


class ToOneself(Refused):
    says = N_("A proxy is for somebody else: your own voice is yours already. Name another member, for example: Paul")


class GiverMayNotVote(Refused):
    says = N_("A proxy lends a voice, and you have none here: only people who may vote give one. You may still speak.")


class HolderMayNotVote(Refused):
    says = N_("This person may not vote here, so they cannot hold a proxy. Choose somebody who may, for example: Paul")


class GivenAlready(Refused):
    says = N_("You have given or offered your proxy already. Take it back first, then give it to somebody else.")


class HoldsSome(Refused):
    says = N_("Whoever holds a proxy cannot give their own: there is no chain. Give back first the ones you hold.")


class HolderGave(Refused):
    says = N_(
        "This person has given their own proxy, so they cannot hold one: there is no chain. Choose somebody else."
    )


class OverCap(Refused):
    says = N_("This person has the {most} proxies that one may hold here. Choose somebody else, for example: Paul")


class OpenAlready(Refused):
    says = N_(
        "The vote is open, so proxies can no longer be given, accepted or taken back. Your own answer always wins: "
        "give it."
    )


class NotAsked(Refused):
    says = N_("Only the person that a proxy was offered to may answer it. For yours, see the offers you received.")


class NotGiver(Refused):
    says = N_("Only the person who gave a proxy may take it back. Whoever holds it may give it back.")


class OverAlready(Refused):
    says = N_("This proxy was declined, taken back or used up already. A new one can be given before the vote opens.")


class VotedForYou(Refused):
    says = N_(
        "Your voice was given already by the person who holds your proxy, and a secret ballot is final. Next time, "
        "answer first or take the proxy back before the vote opens."
    )

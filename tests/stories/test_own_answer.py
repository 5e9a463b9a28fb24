"""The card of a vote in private says what its only reader answered; nobody else's, and not in the group."""

from bot.chat.text import Phrase, _
from tests.town import Town


def own(label: str) -> Phrase:
    return _("Your answer: {answer}.", answer=(_(label),))


async def test_the_card_in_private_says_what_one_answered(town: Town):
    await town.say("ana", "/vote Acheter un vélo ? secret=confidentiel")
    await town.whisper("bruno", "/vote 1")
    assert not town.saw(own("For"), town.hub.private_chat(town.people["bruno"]))

    await town.whisper("bruno", "/vote 1 pour")
    await town.whisper("bruno", "/vote 1")
    await town.whisper("chloe", "/vote 1")
    private = {who: town.hub.private_chat(town.people[who]) for who in ("bruno", "chloe")}
    assert town.saw(own("For"), private["bruno"])
    assert not town.saw(own("For"), private["chloe"])
    assert not town.saw(own("For"))

    await town.whisper("bruno", "/vote 1 contre")
    await town.whisper("bruno", "/vote 1")
    assert town.saw(own("Against"), private["bruno"])


async def test_an_answer_of_several_is_said_whole(town: Town):
    await town.say("ana", "/sondage Quelle soupe ? | Poireau | Courge | Ortie max=2")
    await town.whisper("bruno", "/vote 1")
    for answer in ("Poireau", "Ortie"):
        await town.choose_privately("bruno", answer)
    await town.wait(minutes=1)
    await town.whisper("bruno", "/vote 1")
    assert town.saw(
        _("Your answer: {answer}.", answer=("Poireau", "Ortie")), town.hub.private_chat(town.people["bruno"])
    )

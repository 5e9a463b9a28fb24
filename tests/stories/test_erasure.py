"""Somebody who did everything erases themselves: no file, log, export or page holds their name or their account."""

import structlog

from bot.export.folder import contents
from tests.stories.test_members_me import bytes_of
from tests.town import Town

NAME, OTHER = "Bertrand Quincampoix", "quincampoix"


async def a_life(town: Town) -> None:
    """Everything that leaves a row behind."""
    await town.join("bertrand", NAME)
    for one in ("ana", "bertrand", "chloe", "dan"):
        await town.say(one, "/menu")
    town.decree(electorate="members", initiative="2")
    town.enrol("ana", "chloe", "dan")
    await town.say("ana", f"/reglages membre {NAME} statut=membre depuis=05/01/2026 numéro=17")
    await town.say("ana", f"/reglages role donner secrétaire | {NAME}")
    await town.say("ana", "/reglages roles")
    await town.whisper("ana", "/reglages membres")
    await town.say("bertrand", "/projets Jardin partagé | Cultiver près de la gare")
    await town.say("bertrand", "/projets permanence 1 samedi 9h | Serre")
    await town.say("bertrand", "/rappel vendredi 19h réunion")
    await town.whisper("bertrand", "/rappel vendredi 19h affaire personnelle")
    await town.say("chloe", f"/pouvoir {NAME}")
    await town.whisper("bertrand", "/pouvoir accepter")
    await town.say("dan", "/pouvoir donner")
    await town.say("ana", "/vote Adopter la charte ? secret=public")
    await town.whisper("bertrand", "/vote 1 pour")
    await town.whisper("bertrand", "/moi copie")
    await town.whisper("bertrand", "/vote")
    await town.whisper("bertrand", "/proposer")


async def test_nothing_holds_the_name_of_whoever_erased_themselves(town: Town):
    with structlog.testing.capture_logs() as logs:
        await a_life(town)
        account, private = town.people["bertrand"].id, town.hub.private_chat(town.people["bertrand"]).id
        before = town.ballot(1)
        await town.whisper("bertrand", "/annuler")
        await town.whisper("bertrand", "/moi effacer")
        await town.choose_privately("bertrand", "effacer")
        await town.wait(minutes=2)
        await town.app.purge()

    assert town.ballot(1) == before
    with town.database.read() as tx:
        every = [*contents(tx, "fr").values(), *contents(tx, "en").values()]
        exported = "\n".join(one for one in every if isinstance(one, str))
    places = {"file": bytes_of(town).decode("utf-8", "replace"), "export": exported, "logs": repr(logs)}
    traces = (NAME, OTHER, NAME.split()[0], f'"{account}"', f'"{private}"', "affaire personnelle")
    found = [(place, trace) for place, text in places.items() for trace in traces if trace.lower() in text.lower()]
    assert found == []
    assert account not in {row[1] for row in _accounts(town)}


def _accounts(town: Town) -> list[tuple[str, str]]:
    with town.database.read() as tx:
        return list(tx.cursor.execute("SELECT network, user FROM accounts"))

"""What a result is worth in a statutory assembly: refused with its reasons, granted when all is met."""

from bot.chat.text import Phrase, _
from bot.domain.labels import LABELS, Label, NoElectronicArticle, NoNotice, NotCompetent, NoticeLate
from bot.domain.subjects import SUBJECTS
from handlers.polls.labelling import labelled, reason
from tests.stories.test_plenaries_day import EVERYBODY, begins
from tests.town import Town

POINT = "/odj Approuver les comptes ? objet=comptes"


def says(label: Label) -> Phrase:
    return _("Label: {label}.", label=Phrase(LABELS[label]))


def unmet(town: Town) -> list[type]:
    with town.database.read() as tx:
        return [type(one.why) for one in labelled(tx, town.poll()).unmet]


async def held(town: Town, line: str, number: int) -> None:
    """A plenary convened by a line, with the point; three of five come and vote for it."""
    await town.say("bruno", POINT)
    await town.say("ana", line)
    await town.choose("ana", "convoquer")
    await begins(town, number)
    for who in ("ana", "bruno", "chloe"):
        await town.choose(who, "ici")
    with town.database.read() as tx:
        [place] = [one.place for one in tx.agendas.of(number) if one.title == "Approuver les comptes ?"]
    await town.whisper("ana", f"/vote point {place}")
    for who in ("ana", "bruno", "chloe"):
        await town.whisper(who, f"/vote {town.poll().number} pour")
    await town.whisper("ana", f"/vote stop {town.poll().number}")
    await town.wait(minutes=1)
    await town.whisper("ana", "/pleniere clore")


async def test_a_statutory_assembly_refuses_its_label_until_everything_is_met(town: Town):
    await town.say("ana", "/menu")
    for who in EVERYBODY:
        await town.whisper(who, "/menu")
    town.enrol(*EVERYBODY)
    await town.say("ana", "/reglages modèle=statutory")

    # From afar, with a charter that names neither its article nor what this body decides.
    await town.say("ana", "/vote Approuver les comptes ? objet=comptes fin=2j")
    for who in EVERYBODY:
        await town.whisper(who, "/vote 1 pour")
    await town.wait(days=3)
    assert unmet(town) == [NoElectronicArticle, NotCompetent, NoNotice]
    assert town.saw(says(Label.WORKING))
    for why in (NoElectronicArticle(), NotCompetent(subject="accounts"), NoNotice()):
        assert town.saw(_("• {reason}", reason=reason(why)))
    assert town.saw(Phrase(SUBJECTS["accounts"]))  # broken once: “accounts”, in French too

    # In a plenary that was convened too late for the statutes.
    await town.say("ana", '/reglages électronique=oui article="statuts art. 14"')
    await town.say("ana", "/reglages compétences=comptes")
    await held(town, "/pleniere samedi 21 novembre 14h | MJC", 1)
    assert unmet(town) == [NoticeLate]
    assert town.saw(Phrase(NoticeLate.says, {"found": 5, "wanted": 15}))

    # In one that was convened in time, with the point on its agenda, the quorum and the majority of the charter.
    await held(town, "/pleniere samedi 12 décembre 14h | MJC genre=statutaire", 2)
    assert unmet(town) == []
    assert town.saw(says(Label.STATUTORY))
    with town.database.read() as tx:
        assert [one.source for one in tx.decisions.all()] == ["vote:1", "vote:2", "vote:3"]

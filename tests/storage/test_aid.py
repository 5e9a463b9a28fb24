"""The board in the file: what a search finds, and that what goes leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.chat.address import Chat, Place
from bot.domain.aid import Item, ItemId, Kind, Stage, read
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.questions import Question, QuestionId
from storage.aid_words import Filter
from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")

BOARD = {
    "bike": (Kind.OFFER, "vélo de ville, permanent, Vaise"),
    "trailer": (Kind.NEED, "une remorque samedi matin, Vaise"),
    "drill": (Kind.OFFER, "prêt d'une perceuse"),
    "guitar": (Kind.OFFER, "cours de guitare, le mercredi"),
    "english": (Kind.OFFER, "cours d'anglais pour débutants"),
    "mower": (Kind.NEED, "tondeuse à gazon dimanche, Gerland"),
    "move": (Kind.NEED, "un coup de main pour mon déménagement dimanche 10h"),
    "childcare": (Kind.NEED, "garde d'enfants le jeudi soir"),
    "laptop": (Kind.OFFER, "je donne un ordinateur portable"),
    "sewing": (Kind.OFFER, "ourlets et couture"),
    "ladder": (Kind.NEED, "a ladder this weekend, Bron"),
    "translate": (Kind.OFFER, "translation of letters into Arabic"),
    "cat": (Kind.NEED, "quelqu'un pour nourrir mes chats du 12 au 20 décembre"),
    "bread": (Kind.OFFER, "bread baked on Sundays"),
    "horse": (Kind.OFFER, "promenades avec mon cheval"),
    "form": (Kind.NEED, "remplir un formulaire de la préfecture"),
    "garden": (Kind.OFFER, "gardening on Saturdays, Oullins"),
    "fridge": (Kind.OFFER, "a small fridge to give away"),
    "washer": (Kind.NEED, "quelqu'un pour réparer mon lave-linge"),
    "sofa": (Kind.OFFER, "je donne un canapé deux places"),
    "vacuum": (Kind.NEED, "emprunter un aspirateur ce week-end"),
    "books": (Kind.OFFER, "des bouquins de science-fiction"),
    "clothes": (Kind.OFFER, "fringues d'enfant 4 ans"),
    "hair": (Kind.OFFER, "coupe de cheveux à domicile"),
    "ironing": (Kind.NEED, "un fer à repasser"),
    "lift": (Kind.NEED, "covoiturage pour Grenoble vendredi soir"),
    "car": (Kind.NEED, "une voiture pour aller à la déchetterie"),
    "pram": (Kind.OFFER, "une poussette pliante"),
    "maths": (Kind.NEED, "aide aux devoirs de maths"),
    "plants": (Kind.NEED, "arroser mes plantes en août"),
    "hedge": (Kind.NEED, "tailler une haie"),
    "mattress": (Kind.OFFER, "un matelas une personne"),
    "heater": (Kind.NEED, "un radiateur d'appoint"),
    "cv": (Kind.NEED, "relire mon CV"),
    "jam": (Kind.OFFER, "confitures maison contre bocaux vides"),
    "hens": (Kind.OFFER, "des œufs de mes poules"),
    "dog": (Kind.NEED, "promener mon chien le midi"),
    "phone": (Kind.OFFER, "un vieux smartphone"),
    "sewingmachine": (Kind.NEED, "une machine à coudre"),
    "projector": (Kind.NEED, "un vidéoprojecteur pour une projection"),
    "tables": (Kind.NEED, "tables et bancs pour la fête des voisins"),
    "hammer": (Kind.OFFER, "marteau, tournevis et clé à molette"),
    "room": (Kind.NEED, "une chambre pour deux nuits"),
    "accounts": (Kind.OFFER, "coup de main pour la compta de l'association"),
    "massage": (Kind.OFFER, "massages des épaules"),
    "glasses": (Kind.NEED, "verres et assiettes pour 40 personnes"),
    "visit": (Kind.OFFER, "rendre visite à une personne âgée"),
    "tap": (Kind.NEED, "mon robinet fuit"),
}
QUERIES = [
    ("vélo", {"bike"}), ("velo", {"bike"}), ("vélos", {"bike"}), ("bicyclette", {"bike"}), ("bicycles", {"bike"}),
    ("bikes", {"bike"}), ("veol", {"bike"}), ("VÉLO", {"bike"}),
    ("remorque", {"trailer"}), ("remorques", {"trailer"}), ("trailer", {"trailer"}), ("remroque", {"trailer"}),
    ("remorqe", {"trailer"}),
    ("perceuse", {"drill"}), ("perceuses", {"drill"}), ("percuse", {"drill"}), ("drills", {"drill"}),
    ("visseuse", {"drill"}),
    ("guitare", {"guitar"}), ("guitars", {"guitar"}), ("cours de guitare", {"guitar"}), ("guitar lessons", {"guitar"}),
    ("anglais", {"english"}), ("english", {"english"}), ("cours", {"guitar", "english"}),
    ("tondre la pelouse", {"mower"}), ("lawn mower", {"mower"}), ("tondeuze", {"mower"}),
    ("déménager", {"move"}), ("demenagements", {"move"}), ("moving", {"move"}),
    ("babysitting", {"childcare"}), ("children", {"childcare", "clothes"}),
    ("pc", {"laptop"}), ("computer", {"laptop"}), ("ordinateurs", {"laptop"}),
    ("coudre", {"sewing", "sewingmachine"}), ("sewing", {"sewing", "sewingmachine"}),
    ("échelle", {"ladder"}), ("ladders", {"ladder"}), ("laddr", {"ladder"}),
    ("traduction", {"translate"}), ("traduire en arabe", {"translate"}),
    ("chat", {"cat"}), ("cats", {"cat"}), ("pain", {"bread"}), ("chevaux", {"horse"}),
    ("paperwork", {"form", "translate"}), ("jardinage", {"garden"}), ("frigo", {"fridge"}), ("Gerland", {"mower"}),
    ("hélicoptère", set()), ("xylophone", set()),
    # words of every day
    ("machine à laver", {"washer"}), ("lave linge", {"washer"}), ("laveuse", {"washer"}), ("divan", {"sofa"}),
    ("sofa", {"sofa"}), ("canapés", {"sofa"}), ("aspirateurs", {"vacuum"}), ("aspi", {"vacuum"}),
    ("hoover", {"vacuum"}), ("vacuum cleaner", {"vacuum"}), ("livres", {"books"}), ("lire", {"books"}),
    ("novels", {"books"}), ("habits", {"clothes"}), ("vêtements", {"clothes"}), ("vetement", {"clothes"}),
    ("coiffeur", {"hair"}), ("coiffeuse", {"hair"}), ("haircut", {"hair"}), ("cheveux", {"hair"}),
    ("repassage", {"ironing"}), ("repasser", {"ironing"}), ("iron", {"ironing"}), ("covoit", {"lift"}),
    ("trajet Grenoble", {"lift"}), ("Grenoble", {"lift"}), ("auto", {"car"}), ("bagnole", {"car"}),
    ("décheterie", {"car"}), ("landau", {"pram"}), ("pousette", {"pram"}), ("mathématiques", {"maths"}),
    ("math", {"maths"}), ("soutien scolaire", {"maths"}), ("arrosage", {"plants"}), ("plante", {"plants"}),
    ("taille de haie", {"hedge"}), ("haies", {"hedge"}), ("lit", {"mattress"}), ("matelat", {"mattress"}),
    ("chauffage", {"heater"}), ("curriculum", {"cv"}), ("resume", {"cv"}), ("confiture", {"jam"}),
    ("bocal", {"jam"}), ("oeufs", {"hens"}), ("œuf", {"hens"}), ("eggs", {"hens"}), ("poule", {"hens"}),
    ("balade chien", {"dog"}), ("promenade", {"dog", "horse"}), ("téléphone", {"phone"}),
    ("machine a coudre", {"sewingmachine"}), ("sewing machine", {"sewingmachine"}), ("projecteur", {"projector"}),
    ("video projecteur", {"projector"}), ("projector", {"projector"}), ("bancs", {"tables"}), ("bench", {"tables"}),
    ("tournevis", {"hammer"}), ("screwdriver", {"hammer"}), ("hébergement", {"room"}), ("dormir", {"room"}),
    ("comptabilité", {"accounts"}), ("compta", {"accounts"}), ("vaisselle", {"glasses"}),
    ("personnes agées", {"visit"}), ("fuite", {"tap"}), ("plombier", {"tap"}), ("babysitter", {"childcare"}),
    ("baby-sitting", {"childcare"}), ("baby sitter", {"childcare"}), ("nounou", {"childcare"}),
    ("garder enfants", {"childcare"}), ("garderie", {"childcare"}), ("déménageur", {"move"}), ("cartons", {"move"}),
    ("prof d'anglais", {"english"}), ("guitariste", {"guitar"}), ("échele", {"ladder"}), ("escabeau", {"ladder"}),
    ("tondeuse a gazon", {"mower"}), ("réfrigérateur", {"fridge"}), ("frigidaire", {"fridge"}), ("ordi", {"laptop"}),
    ("ordinateur", {"laptop"}), ("vélo électrique", {"bike"}), ("velos", {"bike"}), ("perceuse-visseuse", {"drill"}),
    ("boulangerie", {"bread"}), ("portable", {"laptop"}),
]  # fmt: skip


@pytest.fixture
def group(tx: Transaction) -> GroupId:
    return tx.groups.welcome(Place(Chat("local", "ruche"), "La Ruche"), "fr", "Europe/Paris").group.id


@pytest.fixture
def author(tx: Transaction) -> MemberId:
    return tx.members.enter("Ana Diaz", NOW).id


def post(tx: Transaction, group: GroupId, author: MemberId, kind: Kind, text: str) -> Item:
    fresh = Item(ItemId(0), group, author, kind, "", NOW).said(read(text, now=NOW, zone=PARIS))
    return tx.aid.put(fresh.open(group, NOW, PARIS))


@pytest.fixture
def board(tx: Transaction, group: GroupId, author: MemberId) -> dict[int, str]:
    return {post(tx, group, author, kind, text).id: name for name, (kind, text) in BOARD.items()}


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[query for query, _expected in QUERIES])
def test_a_search_finds(tx: Transaction, group: GroupId, board: dict[int, str], query: str, expected: set[str]) -> None:
    assert {board[item.id] for item in tx.aid.search([group], query, Filter(), 20)} == expected


def test_a_search_is_narrowed(tx: Transaction, group: GroupId, board: dict[int, str]) -> None:
    def found(query: str, **wanted: str) -> list[str]:
        return sorted(board[one.id] for one in tx.aid.search([group], query, Filter(**wanted), 20))

    assert found("vélo", kind="need") == []
    assert found("remorque vélo", kind="need") == ["trailer"]
    assert found("tondeuse", area="vaise") == []
    assert found("tondeuse", area="gerland") == ["mower"]
    assert found("guitare", category="food") == []
    assert tx.aid.search([GroupId(group + 1)], "vélo", Filter(), 20) == []


def test_the_board_has_the_newest_first_and_is_paged(tx: Transaction, group: GroupId, board: dict[int, str]) -> None:
    names = list(board.values())[::-1]
    pages = [tx.aid.board([group], Filter(), skip, 6) for skip in range(0, len(names), 6)]
    assert [board[one.id] for page in pages for one in page] == names
    assert [board[one.id] for one in tx.aid.board([group], Filter(area="vaise"), 0, 9)] == ["trailer", "bike"]
    assert tx.aid.areas(group)[0] == ("Vaise", 2)


def test_what_is_no_longer_open_is_found_no_more(tx: Transaction, group: GroupId, author: MemberId) -> None:
    item = post(tx, group, author, Kind.OFFER, "un vélo")
    tx.aid.keep(item.take())
    assert tx.aid.search([group], "vélo", Filter(), 9) == []
    tx.aid.keep(item.take().free())
    assert [one.id for one in tx.aid.search([group], "vélo", Filter(), 9)] == [item.id]
    tx.aid.keep(item.said(read("une tente", now=NOW, zone=PARIS)))
    assert tx.aid.search([group], "vélo", Filter(), 9) == []


def test_a_frequent_word_does_not_hide_what_is_old(tx: Transaction, group: GroupId, author: MemberId) -> None:
    old = post(tx, group, author, Kind.OFFER, "un vélo avec un xylophone")
    for number in range(400):
        post(tx, group, author, Kind.OFFER, f"un vélo numéro {number}")
    assert [one.id for one in tx.aid.search([group], "vélo xylophone", Filter(), 9)] == [old.id]


def test_what_goes_leaves_no_trace_in_the_file(folder: Path) -> None:
    with Database(folder / "coop.db") as database:
        with database.begin() as tx:
            group = tx.groups.welcome(Place(Chat("local", "ruche"), "La Ruche"), "fr", "Europe/Paris").group.id
            ana, bruno = (tx.members.enter(name, NOW).id for name in ("Ana", "Bruno"))
            for number in range(300):
                post(tx, group, bruno, Kind.OFFER, f"une perceuse numéro {number}")
            mine = post(tx, group, ana, Kind.NEED, "un zzyzzyxophone rare, Wwaisewille")
            tx.aid.people.come(mine.id, bruno, NOW)
            tx.aid.people.write(mine.id, bruno, ana, "le qqwertyuiophone", NOW)
            question = tx.questions.put(Question(QuestionId(0), group, bruno, "Quoi ?", False, NOW, NOW))
            tx.questions.answer(question, ana, "un vvbnmlophone")
        assert b"zzyzzyxophon" in (folder / "coop.db").read_bytes() + (folder / "coop.db-wal").read_bytes()
        with database.begin() as tx:
            topics = [*tx.aid.forget(ana), *tx.questions.forget(ana)]
            tx.erasures.unname(ana, (), (), NOW)

    kept = b"".join(path.read_bytes() for path in folder.glob("coop.db*"))
    assert topics == [mine.topic, "aidnote:1", question.topic]
    for word in (b"zzyzzyx", b"waisewille", b"Wwaise", b"qqwerty", b"vvbnml"):
        assert word not in kept


def test_whoever_helped_and_goes_frees_what_they_took(tx: Transaction, group: GroupId, author: MemberId) -> None:
    item = post(tx, group, author, Kind.NEED, "une remorque")
    helper = tx.members.enter("Bruno", NOW).id
    tx.aid.people.come(item.id, helper, NOW)
    tx.aid.keep(item.take())

    assert tx.aid.forget(helper) == [item.topic]
    assert tx.aid.get(item.id) == item


def test_what_was_over_for_a_month_goes_and_a_draft_after_a_day(
    tx: Transaction, group: GroupId, author: MemberId
) -> None:
    over = post(tx, group, author, Kind.NEED, "une remorque")
    tx.aid.keep(over.close(NOW))
    still = post(tx, group, author, Kind.NEED, "une tente")
    draft = tx.aid.put(replace(still, id=ItemId(0), stage=Stage.DRAFT))

    assert tx.aid.retain(NOW + timedelta(hours=20)) == 0
    assert tx.aid.retain(NOW + timedelta(days=2)) == 1
    assert tx.aid.retain(NOW + timedelta(days=31)) == 1
    assert [tx.aid.get(one.id) for one in (over, still, draft)] == [None, still, None]


def test_an_anonymous_answer_has_no_owner_and_no_order(tx: Transaction, group: GroupId, author: MemberId) -> None:
    question = tx.questions.put(Question(QuestionId(0), group, author, "Quoi ?", True, NOW, NOW))
    for number in range(20):
        tx.questions.answer(question, author, f"{number:02}")

    rows = tx.cursor.execute("SELECT * FROM sayings").fetchall()
    assert {(row[0], row[2], row[3]) for row in rows} == {(question.id, None, 0)}
    assert [one.text for one in tx.questions.answers(question.id)] != [f"{number:02}" for number in range(20)]
    assert tx.questions.given(question.id, author) == 20
    assert tx.questions.said_by(author) == []
    assert tx.questions.withdraw(question.id, author) == 0


def test_questions_go_after_six_months(tx: Transaction, group: GroupId, author: MemberId) -> None:
    question = tx.questions.put(Question(QuestionId(0), group, author, "Quoi ?", False, NOW, NOW))
    tx.questions.answer(question, author, "rien")
    tx.questions.keep(question.end())

    assert tx.questions.retain(NOW + timedelta(days=150)) == 0
    assert tx.questions.retain(NOW + timedelta(days=190)) == 1
    assert tx.questions.get(question.id) is None

"""A newcomer's path, what of it is told, whose turn it is to be a buddy, and where somebody lives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import Empty, TooLong
from bot.domain.places import NoPlace, TooExact, coarse, near
from bot.domain.welcome import EXCHANGES, Path, Share, Stage, in_turn, stops
from bot.domain.welcome_texts import Kind, ThreeLines, WelcomeText, current, read

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
PATH = Path(1, 1, 7, NOW, NOW)


def walked() -> Path:
    path = PATH.begin(NOW).answer(Stage.AREA, "Vaise", NOW)
    return path.answer(Stage.BRING, "du pain", NOW).answer(Stage.NEED, "une remorque", NOW)


def test_there_are_five_exchanges_in_their_order():
    assert EXCHANGES == 5
    assert [stage.place for stage in Stage][:EXCHANGES] == [1, 2, 3, 4, 5]
    assert Stage.NEED.following is Stage.CHARTER


def test_a_path_ends_with_an_accepted_and_dated_charter():
    path = walked()
    assert (path.stage, path.answered) == (Stage.CHARTER, (Stage.AREA, Stage.BRING, Stage.NEED))

    done = path.accept(3, LATER)

    assert (done.is_done, done.charter, done.accepted_at, done.ended_at) == (True, 3, LATER, LATER)


def test_nothing_is_shared_without_a_yes():
    path = walked()
    assert path.shared == frozenset()
    assert path.share(Share.OFFER).shared == {Share.OFFER}
    assert PATH.share(Share.NEED).shared == frozenset(), "there is nothing to share"


def test_an_answer_that_is_changed_needs_a_new_yes():
    path = walked().share(Share.OFFER).share(Share.NEED).share(Share.BUDDY)
    assert path.answer(Stage.BRING, "du pain", LATER).shared == path.shared
    assert path.answer(Stage.BRING, "du vin", LATER).shared == {Share.NEED}


def test_an_answer_changed_at_the_end_does_not_open_the_path_again():
    assert walked().accept(0, NOW).answer(Stage.AREA, "Gerland", LATER).is_done


def test_what_stays_once_the_answers_have_served():
    done = walked().accept(3, NOW).share(Share.OFFER).meet(9, NOW)
    kept = done.reduced()
    assert (kept.area, kept.bring, kept.need, kept.shared) == ("", "", "", frozenset())
    assert (kept.charter, kept.accepted_at, kept.buddy) == (3, NOW, 9)


def test_a_buddy_who_passes_on_is_remembered():
    path = PATH.meet(4, NOW).meet(5, LATER)
    assert (path.buddy, path.passed) == (5, (4,))


def test_buddies_come_in_turn():
    served = {1: NOW, 2: NOW - timedelta(days=3)}
    assert in_turn((1, 2, 3), served, ()) == 3, "never before"
    assert in_turn((1, 2), served, ()) == 2, "the longest time ago"
    assert in_turn((1, 2), served, (2,)) == 1
    assert in_turn((1,), served, (1,)) is None
    assert in_turn((), {}, ()) is None


@given(st.integers(1, 8), st.integers(1, 40))
def test_no_buddy_has_two_newcomers_more_than_another(welcomers: int, newcomers: int):
    served: dict[int, datetime] = {}
    count = dict.fromkeys(range(welcomers), 0)
    for n in range(newcomers):
        one = in_turn(tuple(range(welcomers)), served, ())
        assert one is not None
        served[one] = NOW + timedelta(minutes=n)
        count[one] += 1
    assert max(count.values()) - min(count.values()) <= 1


def test_where_people_stop_is_counted_without_those_at_the_end():
    paths = [PATH, PATH.begin(NOW), replace(PATH, stage=Stage.AREA), walked().accept(0, NOW)]
    assert stops(paths) == {Stage.ABOUT: 1, Stage.AREA: 2}


# where somebody lives


@pytest.mark.parametrize(
    "text",
    ["Vaise", "Lyon 9e", "69009 Lyon", "Villeurbanne, Gratte-Ciel", "la Croix-Rousse", "Saint-Étienne",
     "Place Bellecour", "Aix-en-Provence", "Court-Saint-Étienne", "the West End", "près de la gare"],
)  # fmt: skip
def test_a_commune_or_a_quarter_is_kept(text: str):
    assert coarse(text) == text


@pytest.mark.parametrize(
    "text",
    ["12 rue de la Paix", "3 bis, avenue Foch", "12, place du Marché, Lyon", "rue Pasteur", "12 Peace Street",
     "4b Old Mill Lane", "zoe@example.org", "06 12 34 56 78", "+33 6 12 34 56 78", "@zoe", "8 chemin des Vignes"],
)  # fmt: skip
def test_what_is_nearer_than_a_quarter_is_refused(text: str):
    with pytest.raises(TooExact):
        coarse(text)


@pytest.mark.parametrize("text", ["???", "42", "…"])
def test_nonsense_is_no_place(text: str):
    with pytest.raises(NoPlace):
        coarse(text)


def test_a_novel_is_no_place():
    with pytest.raises(TooLong):
        coarse("Il était une fois " * 20)


def test_groups_are_near_by_their_names_and_places():
    known = {1: ("La Ruche", "Vaise", "Lyon 9"), 2: ("Lyon coopère",), 3: ("Le Jardin", "Gerland", "Lyon 7")}
    assert near("vaise", known) == (1,)
    assert near("Lyon 9e", known) == (1, 2, 3)
    assert near("Lyon 7", known)[0] == 3
    assert near("Paris", known) == ()
    assert near("9", known) == (), "a number alone says nothing"


# texts


def text(id: int, language: str, *, published: bool = True, kind: Kind = Kind.CHARTER) -> WelcomeText:
    return WelcomeText(id, 1, kind, language, id, f"text {id}", 7, NOW, NOW if published else None)


def test_the_newest_published_text_of_the_readers_language_holds():
    texts = [text(1, "fr"), text(2, "fr"), text(3, "fr", published=False), text(4, "en")]
    found = current(texts, "fr", "en")
    assert found is not None
    assert found.id == 2


def test_where_the_readers_language_has_none_the_groups_is_told():
    found = current([text(1, "fr"), text(2, "en", published=False)], "en", "fr")
    assert found is not None
    assert found.id == 1
    assert current([], "en", "fr") is None


def test_a_presentation_has_three_lines():
    assert read(Kind.ABOUT, "un\n\ndeux\ntrois".replace("\n\n", "\n")) == "un\ndeux\ntrois"
    with pytest.raises(ThreeLines):
        read(Kind.ABOUT, "un\ndeux\ntrois\nquatre")
    with pytest.raises(Empty):
        read(Kind.STEP, " ")
    with pytest.raises(TooLong):
        read(Kind.CHARTER, "x" * 3001)

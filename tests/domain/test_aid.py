"""The life of a need or an offer, and when two of them suit each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.aid import Category, Item, ItemId, Kind, Stage, UnknownCategory, read_category
from bot.domain.aid.item import ItemOver
from bot.domain.aid.matching import score, suit
from bot.domain.aid.words import likeness, stems, typos
from bot.domain.groups import GroupId
from bot.domain.members import MemberId

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
NEED = Item(ItemId(1), GroupId(1), MemberId(1), Kind.NEED, "une remorque", NOW)
OFFER = replace(NEED, id=ItemId(2), author=MemberId(2), kind=Kind.OFFER, text="a trailer")


def opened(item: Item) -> Item:
    return item.open(item.group, NOW, PARIS)


def test_the_author_is_asked_the_morning_after_the_day() -> None:
    item = opened(replace(NEED, on=datetime(2026, 11, 14, 19, tzinfo=UTC)))
    assert item.ask_at == datetime(2026, 11, 15, 8, tzinfo=UTC)


def test_without_a_day_the_author_is_asked_after_a_month_and_for_good_after_half_a_year() -> None:
    month, half = opened(NEED), opened(replace(NEED, permanent=True))
    assert [(one.ask_at - NOW).days for one in (month, half) if one.ask_at] == [29, 179]  # at 9 h


def test_what_is_over_stays_over_until_it_is_renewed() -> None:
    closed = opened(NEED).close(NOW, thanked=True)
    for change in (closed.take, closed.check_open, lambda: closed.close(NOW), lambda: closed.not_yet(NOW)):
        with pytest.raises(ItemOver):
            change()
    assert closed.renew(NOW, PARIS).stage is Stage.OPEN


def test_renewing_leaves_a_past_day_out() -> None:
    old = opened(replace(NEED, on=NOW - timedelta(days=1), span="hier")).expire(NOW)
    fresh = old.renew(NOW, PARIS)
    assert (fresh.on, fresh.span) == (None, "")


def test_not_yet_asks_again_later() -> None:
    assert opened(NEED).take().not_yet(NOW).ask_at == NOW + timedelta(days=2)


def test_a_need_and_an_offer_suit_each_other_across_languages() -> None:
    assert suit(opened(NEED), opened(OFFER))


@pytest.mark.parametrize(
    "other",
    [
        replace(OFFER, author=NEED.author),
        replace(OFFER, kind=Kind.NEED),
        replace(OFFER, group=GroupId(2)),
        replace(OFFER, text="cours de guitare"),
    ],
    ids=["oneself", "the same side", "another group", "something else"],
)
def test_what_does_not_suit(other: Item) -> None:
    assert not suit(opened(NEED), opened(other))


def test_another_area_or_day_counts_for_less() -> None:
    near = score(NEED, OFFER)
    assert score(replace(NEED, area="Vaise"), replace(OFFER, area="Bron")) < near
    day = NOW + timedelta(days=2)
    assert score(replace(NEED, on=day), replace(OFFER, on=day + timedelta(days=3))) < near


def test_a_word_that_stands_in_many_sentences_is_no_match() -> None:
    assert likeness("cours de guitare", "cours d'anglais") < 0.5 < likeness("cours de guitare", "guitar lessons")


@pytest.mark.parametrize(
    ("one", "other"),
    [("vélos", "velo"), ("chevaux", "cheval"), ("bricolage", "bricoler"), ("déménagement", "déménager"),
     ("tondeuses", "tondeuse"), ("boxes", "box"), ("haies", "haie"), ("scies", "scie"), ("babies", "baby"),
     ("groceries", "grocery"), ("gardening", "garden"), ("l'ordinateur", "ordinateurs")],
)  # fmt: skip
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_different_words_do_not_meet() -> None:
    assert not {*stems("garage")} & {*stems("gare")}


def test_a_slip_of_one_letter_is_among_the_typos() -> None:
    assert {"velo", "vlo", "veol", "veloo"} <= typos("velo") | {"velo"}
    assert typos("un") == frozenset()


def test_a_category_is_read_in_both_languages_and_an_unknown_one_names_them() -> None:
    assert read_category("rubrique", "Compétences") is read_category("category", "skills") is Category.SKILLS
    with pytest.raises(UnknownCategory) as no:
        read_category("rubrique", "sport")
    assert "repas" in str(no.value.blanks["known"])

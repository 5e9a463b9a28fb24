"""The tree of groups, and the way of a question through it."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import subsidiarity as s
from bot.domain import tree as t
from bot.domain.errors import Refused
from bot.domain.groups import Group, GroupId
from bot.domain.names import Empty, TooLong
from bot.domain.subsidiarity import Ground, Local, born, read_ground
from bot.domain.tree import LEVELS, Tree

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
STREET, QUARTER, TOWN, OTHER = map(GroupId, range(1, 5))
# A street in a quarter in a town; another quarter in the same town.
TREE = Tree({STREET: QUARTER, QUARTER: TOWN, TOWN: None, OTHER: TOWN})


def test_wider_groups_come_the_nearest_first():
    assert TREE.above(STREET) == (QUARTER, TOWN)
    assert TREE.above(TOWN) == ()
    assert TREE.below(TOWN) == {STREET, QUARTER, OTHER}
    assert TREE.children(TOWN) == (QUARTER, OTHER)
    assert [TREE.height(group) for group in (STREET, QUARTER, TOWN, OTHER)] == [1, 2, 3, 1]
    assert Tree.of([Group(STREET, "Rue", parent=QUARTER), Group(QUARTER, "Quartier")]).above(STREET) == (QUARTER,)


@pytest.mark.parametrize(("child", "parent"), [(TOWN, STREET), (TOWN, QUARTER), (QUARTER, STREET), (OTHER, OTHER)])
def test_a_circle_is_refused(child, parent):
    with pytest.raises(t.AboveItself):
        TREE.attach(child, parent)


def test_a_group_nobody_knows_is_refused():
    for act in (
        lambda: TREE.attach(9, TOWN),
        lambda: TREE.attach(TOWN, 9),
        lambda: TREE.detach(9),
        lambda: TREE.remove(9),
    ):
        with pytest.raises(t.NoSuchGroup):
            act()


def test_there_are_few_levels():
    chain = Tree({GroupId(n): GroupId(n - 1) if n > 1 else None for n in range(1, LEVELS + 1)} | {GroupId(99): None})
    with pytest.raises(t.TooManyLevels):
        chain.attach(99, LEVELS)
    with pytest.raises(t.TooManyLevels):
        chain.attach(1, 99)
    assert len(chain.attach(99, LEVELS - 1).above(99)) == LEVELS - 1


def test_what_stands_below_a_group_that_goes_belongs_to_the_one_above():
    assert TREE.remove(QUARTER).above(STREET) == (TOWN,)
    assert TREE.remove(TOWN).above(QUARTER) == ()
    assert TREE.detach(QUARTER).above(STREET) == (QUARTER,)


GROUPS = st.integers(1, 9).map(GroupId)


@given(st.lists(st.tuples(st.sampled_from(("attach", "detach", "remove")), GROUPS, GROUPS), max_size=40))
def test_whatever_is_moved_the_tree_stays_a_tree(acts):
    tree = Tree(dict.fromkeys(map(GroupId, range(1, 10))))
    for act, one, other in acts:
        with suppress(Refused):
            match act:
                case "attach":
                    tree = tree.attach(one, other)
                case "detach":
                    tree = tree.detach(one)
                case "remove":
                    tree = tree.remove(one)

    for group in tree.parents:
        above = tree.above(group)
        assert group not in above
        assert len(above) < LEVELS
        assert group not in tree.below(group)
        assert all(group in tree.below(wider) for wider in above)
        assert set(above) <= set(tree.parents)
        assert 1 <= tree.height(group) <= LEVELS - len(above)


REJECTED = Local("rejected", 41)


def risen(ground: Ground = Ground.HELP, **how: object) -> s.Journey:
    return born("Louer le local ?", STREET, "400 € par mois", "t.me/c/1/2").rise(TREE, ground, "", by=7, now=NOW, **how)


def test_a_question_rises_one_level_with_its_reason_text_link_and_local_result():
    journey = risen(local=Local("adopted", 41))

    assert (journey.born_in, journey.where) == (STREET, QUARTER)
    assert (journey.title, journey.body, journey.link) == ("Louer le local ?", "400 € par mois", "t.me/c/1/2")
    assert journey.moves[0] == s.Move(STREET, QUARTER, 7, NOW, Ground.HELP, "", Local("adopted", 41))
    assert journey.rise(TREE, Ground.COORDINATION, by=8, now=NOW).where == TOWN


def test_nothing_rises_without_a_reason_or_above_the_top():
    with pytest.raises(s.NoGround):
        born("Louer ?", STREET).rise(TREE, None, by=7, now=NOW)
    with pytest.raises(s.NothingAbove):
        born("Louer ?", TOWN).rise(TREE, Ground.HELP, by=7, now=NOW)
    with pytest.raises(TooLong):
        born("Louer ?", STREET).rise(TREE, Ground.HELP, "x" * 301, by=7, now=NOW)
    with pytest.raises(Empty):
        born(" ", STREET)


def test_what_was_refused_below_rises_only_when_enough_people_take_it_up():
    assert risen(Ground.REFUSED, local=REJECTED, supporters=5, needed=5).moves[0].supporters == 5
    with pytest.raises(s.RefusedHere) as refusal:
        risen(Ground.REFUSED, local=REJECTED, supporters=4, needed=5)
    assert refusal.value.blanks == {"needed": 5, "n": 4}
    with pytest.raises(s.RefusedHere):
        risen(Ground.HELP, local=REJECTED, supporters=9, needed=5)  # not by another door
    with pytest.raises(s.NotRefusedHere):
        risen(Ground.REFUSED, supporters=9)
    with pytest.raises(s.NotRefusedHere):
        risen(Ground.REFUSED, local=Local("no_quorum", 41), supporters=9)


def test_a_wider_group_sends_a_question_down_to_any_group_below():
    down = born("Horaires ?", TOWN).send_down(TREE, STREET, "à chaque rue de voir", by=7, now=NOW)
    assert (down.where, down.moves[0].ground) == (STREET, None)
    for to in (TOWN, OTHER):
        with pytest.raises(s.NotBelow):
            replace(down, moves=(), born_in=QUARTER).send_down(TREE, to, by=7, now=NOW)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Besoin d’entraide", Ground.HELP),
        ("besoin de coordination", Ground.COORDINATION),
        ("refusé", Ground.REFUSED),
        ("help", Ground.HELP),
    ],
)
def test_a_reason_is_read_in_peoples_words(text, ground):
    assert read_ground(text) is ground


@pytest.mark.parametrize("text", ["", "because", "je veux"])
def test_no_other_reason_counts(text):
    with pytest.raises(s.NoGround):
        read_ground(text)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(Ground), GROUPS, st.integers(0, 4)), max_size=12))
def test_a_question_moves_one_level_up_or_down_within_its_branch(moves):
    journey = born("Louer ?", STREET)
    for up, ground, to, supporters in moves:
        with suppress(Refused):
            local = REJECTED if supporters else Local()
            journey = (
                journey.rise(TREE, ground, by=7, now=NOW, local=local, supporters=supporters, needed=3)
                if up
                else journey.send_down(TREE, to, by=7, now=NOW)
            )

    here = STREET
    for move in journey.moves:
        assert move.origin == here
        assert move.to == TREE.above(here)[0] if move.ground else move.to in TREE.below(here)
        assert not move.local.refused or (move.ground is Ground.REFUSED and move.supporters >= 3)
        here = move.to
    assert journey.where == here
    assert journey.title == "Louer ?"

"""The same chat seen in another way: everything alive is there once, and answered as the view is."""

from __future__ import annotations

import pytest

from bot.adapters.local.state import Posted
from bot.adapters.local.view import View
from bot.chat.address import Chat, MessageRef, User
from bot.core.fit import KEYCAPS
from bot.core.rows import Post
from bot.demo.tryout import TryOut
from bot.domain.plenaries import Answer, PlenaryId

SAID = (
    ("lea", "ruche", "/vote Adopter la charte ?"),
    ("lea", "ruche", "/vote Acheter un vélo ? secret=public"),
    ("lea", "ruche", "/pleniere demain à 14h | Halle"),
    ("lea", "ruche", "/pleniere convoquer"),
    ("lea", "private:lea", "/rappel demain 9h : mairie"),
    ("emily", "ruche", "/besoin une échelle dimanche"),
    ("emily", "ruche", "/question Que cuisiner ? fin=2j"),
    ("paul", "ruche", "/projets permanence 2 samedi 9h | Halle"),
    ("karim", "ruche", "/vote monter 2 coordination : d'autres aussi"),
    ("lea", "lyon", "/reglages ouvrir=organisateurs initiative=2"),
    ("paul", "lyon", "/vote Louer le four ?"),
)  # fmt: skip
KINDS = {
    "aid", "convened", "initiative", "journey", "plenary", "poll", "project", "published", "question", "reminder",
    "shift",
}  # fmt: skip


def person(name: str) -> User:
    return User("local", name)


@pytest.fixture
async def lively(tryout: TryOut) -> TryOut:
    """A chat in which nearly everything that lives is shown."""
    for who, chat, text in SAID:
        await tryout.hub.say(person(who), Chat("local", chat), text)
        await tryout.shift(1)  # what was said is answered then
    return tryout


def living(tryout: TryOut) -> list[tuple[Post, Posted]]:
    """What can be answered and is kept current, each with the message that shows it."""
    hub, found = tryout.hub, []
    with tryout.read() as tx:
        for post in hub.every_message():
            kept = tx.posts.at(post.ref) if post.from_bot else None
            if kept is not None and kept.topic and kept.choices:
                found.append((kept, post))
    return found


def answerable(view: View, kept: Post, post: Posted) -> bool:
    """Whether somebody who looks at the message sees how to answer it."""
    labels = [one.label for one in kept.choices]
    if view is View.BUTTONS:
        return [str(one.label) for one in post.message.buttons] == labels
    return not post.message.buttons and f"\n1. {labels[0]}\n" in post.text


async def test_whatever_lives_stays_answerable_and_is_there_once(lively: TryOut) -> None:
    """Broken once: in the text view cards were posted again, and those that changed little had no numbers at all."""
    hub = lively.hub
    there, before = [post.ref for post in hub.every_message()], living(lively)
    assert {kept.topic.partition(":")[0] for kept, _post in before} >= KINDS

    for view in (View.REACTIONS, View.BARE, View.BUTTONS, View.BARE, View.REACTIONS, View.BUTTONS):
        await lively.switch_view(view)

        assert [post.ref for post in hub.every_message()] == there
        assert [kept.id for kept, _post in living(lively)] == [kept.id for kept, _post in before]
        assert [post.text for kept, post in living(lively) if not answerable(view, kept, post)] == []
        marked = [post for _kept, post in living(lively) if post.marks]
        assert bool(marked) == (view is View.REACTIONS)


async def test_each_view_answers_what_was_shown_in_another(lively: TryOut) -> None:
    hub, [card] = lively.hub, [post for kept, post in living(lively) if kept.topic == "plenary:2"]
    yes = living_choice(lively, card.ref)

    await lively.switch_view(View.BARE)
    await hub.say(person("paul"), card.ref.chat, "1", card.ref)
    await lively.switch_view(View.REACTIONS)
    await hub.put_reaction(person("karim"), card.ref, KEYCAPS[0])
    await lively.switch_view(View.BUTTONS)
    await hub.press(person("marie-d"), card.ref, yes)

    with lively.read() as tx:
        answers = tx.meetings.answers(PlenaryId(2))
        people = [tx.members.of(person(who)) for who in ("paul", "karim", "marie-d")]
    assert [answers.get(one.id) for one in people if one is not None] == [Answer.YES] * 3


async def test_what_does_not_change_any_more_is_answered_by_its_number_too(lively: TryOut) -> None:
    hub, karim = lively.hub, person("karim")
    private = hub.private_chat(karim)
    await hub.say(karim, private, "/menu")
    await lively.shift(1)
    menu = hub.last(private)
    assert menu is not None
    assert "?" in menu.text

    await lively.switch_view(View.BARE)
    await hub.say(karim, private, "1", menu.ref)
    await lively.shift(1)

    answer = hub.last(private)
    assert answer is not None
    assert "Vote 4 – Adopter la charte ?" in answer.text


def living_choice(tryout: TryOut, ref: MessageRef) -> str:
    with tryout.read() as tx:
        kept = tx.posts.at(ref)
    assert kept is not None
    return kept.choices[0].data


async def test_a_view_without_edits_says_anew_only_what_changed_in_it(lively: TryOut) -> None:
    hub = lively.hub
    await lively.switch_view(View.BARE)
    number = hub.every_message()[-1].number

    await hub.say(person("paul"), hub.private_chat(person("paul")), "/vote 4 pour")
    await lively.shift(3600)

    posted = [
        post.text for post in hub.every_message() if post.number > number and not post.ref.chat.id.startswith("p")
    ]
    assert [text.partition("\n")[0] for text in posted] == ["Vote 4 – Adopter la charte ?"]

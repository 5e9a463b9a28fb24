"""The menu, the help, undoing, one's own settings and the bot's arrival, on each kind of network, in both languages."""

import pytest

from bot.chat.adapter import Can, TryLater
from bot.chat.text import Phrase, _, many
from bot.core.dispatch import TooFast
from bot.core.flood import PERSON
from bot.core.router import NotBuiltYet
from bot.core.undoing import NothingToUndo
from bot.domain.names import fold
from handlers.basics import views
from handlers.features import FEATURES
from handlers.members.me import NotMine
from tests.town import Town

VOTE = "/vote Adopter la charte ?"
HELLO = _("Hello! I help this group to decide, to remember and to welcome, without leaving this chat.")
NOTHING = Phrase(NothingToUndo.says)


NO_VOTES = "I never remind you of votes. Of a plenary I do, until you answer no; and your own reminders come."


async def test_the_menu_in_private_shows_what_waits_and_leads_to_it(town: Town):
    await town.say("ana", VOTE)
    await town.say("bruno", "/menu")

    await town.whisper("bruno", "menu")

    assert town.was_told("bruno", many("{n} vote is waiting for you.", "{n} votes are waiting for you.", 1))
    await town.choose_privately("bruno", "vote")
    assert "Adopter la charte" in town.told("bruno")


@pytest.mark.parametrize("word", ["/menu", "/start", "/aide", "/help", "!MENU", "/Ménu"])
async def test_every_word_for_the_menu_opens_it(village: Town, word: str):
    await village.whisper("bruno", word)
    assert village.was_told("bruno", _("Hello {name}! What shall we do?", name="Bruno"))


async def test_help_about_an_unknown_word_says_so_and_a_cry_for_help_opens_the_menu(village: Town):
    await village.whisper("bruno", "aide potiron")
    assert village.was_told(
        "bruno", _("I have no help about “{word}”. For example: /help vote. /menu shows everything.", word="potiron")
    )

    await village.whisper("bruno", "aide-moi s’il te plaît")
    await village.whisper("bruno", "/aide que dois-je faire ?")
    assert village.was_told("bruno", _("Hello {name}! What shall we do?", name="Bruno"))


async def test_whoever_the_bot_does_not_know_yet_is_told_how_to_be_known(town: Town):
    await town.whisper("chloe", "/menu")
    assert town.was_told("chloe", _("I do not know your group yet: write /menu in its chat, and I will."))


async def test_whoever_only_talked_in_the_group_is_known_in_private(town: Town):
    await town.say("ana", VOTE)
    await town.say("chloe", "Bonjour tout le monde")
    town.decree(formal=True)

    await town.whisper("chloe", "/menu")

    waits = {"fr": "1 vote vous attend.", "en": "1 vote is waiting for you."}  # the group says vous
    assert waits[town.language] in town.told("chloe")


async def test_a_stranger_is_asked_about_once(village: Town):
    await village.say("ana", "/menu")
    village.people["zoe"] = village.hub.person("zoe", "Zoé Faure", "en")
    unknown = village.says(_("I do not know your group yet: write /menu in its chat, and I will."))

    await village.whisper("zoe", "/menu")
    village.hub.fail_next(TryLater(1), "is_member")  # to ask again would wait
    await village.whisper("zoe", "/menu")

    assert [unknown in text for text in village.heard("zoe")] == [True, True]


async def test_the_menu_in_a_group_is_brief_and_shows_settings_to_organizers_alone(town: Town):
    settings = town.says(_("Settings of the group"))

    await town.say("bruno", "/menu")
    assert town.saw(_("What I can do here"))
    assert settings not in town.last

    await town.say("ana", "/menu")
    assert settings in town.last


async def test_the_menu_opens_in_private_from_a_group(town: Town):
    await town.say("bruno", "/menu privé")
    assert not town.saw(_("What I can do here"))
    assert town.was_told("bruno", _("Hello {name}! What shall we do?", name="Bruno"))


async def test_the_help_shows_every_command_with_its_twins_and_an_example(town: Town):
    await town.whisper("bruno", "/menu")
    await town.choose_privately("bruno", "help")
    pages = [town.told("bruno")]
    while town.says(_("Next")) in pages[-1]:
        await town.choose_privately("bruno", "next")
        pages.append(town.told("bruno"))

    told = "\n".join(pages)
    for command in (one for feature in FEATURES for one in feature.commands if one.listed):
        assert all(f"/{word}" in told for word in (command.name, *command.twins))
        assert all(town.says(Phrase(example)) in told for example in command.examples)


async def test_the_help_of_one_command_is_told_in_private(town: Town):
    await town.say("bruno", "/aide rappel")
    assert ("/rappel (/remind)" if town.language == "fr" else "/remind (/rappel)") in town.told("bruno")


async def test_a_question_that_was_left_by_a_word_loses_its_buttons(town: Town):
    """Broken once: the menu of /proposer could still be pressed after /annuler, and said that it was over."""
    await town.say("bruno", "/menu")
    await town.whisper("bruno", "/proposer")
    assert town.offers("bruno", "motion")
    await town.whisper("bruno", "/annuler")
    assert not town.offers("bruno", "motion") or Can.EDIT not in town.hub.view.can


async def test_the_help_of_the_vote_tells_of_the_vote_and_of_all_its_forms(town: Town):
    """Broken once: it began with another command, and said nothing of deadlines, quorums, nor of closing."""
    await town.whisper("bruno", "/aide vote" if town.language == "fr" else "/help vote")
    told = town.told("bruno")
    assert told.startswith("/vote (")
    wanted = ("fin=", "quorum=", "clore 41", "prolonger 41") if town.language == "fr" else (
        "ends=", "quorum=", "close 41", "extend 41")  # fmt: skip
    assert all(one in told for one in wanted)
    await town.choose_privately("bruno", "beside")
    assert "/proposer" in town.told("bruno")


async def test_undoing_takes_back_what_was_just_published(town: Town):
    await town.say("bruno", VOTE)
    await town.say("bruno", "/annuler")
    assert not town.poll().is_open

    await town.say("bruno", "/undo")
    assert town.saw(NOTHING)


async def test_nobody_undoes_what_another_published(town: Town):
    await town.say("bruno", VOTE)
    await town.say("ana", "/cancel")
    assert town.poll().is_open
    assert town.saw(NOTHING)


async def test_after_ten_minutes_nothing_is_undone(town: Town):
    await town.say("bruno", VOTE)
    await town.wait(minutes=11)
    await town.say("bruno", "/annuler")
    assert town.poll().is_open
    assert town.saw(NOTHING)


async def test_cancelling_leaves_a_conversation_before_it_undoes_anything(town: Town):
    await town.say("bruno", VOTE)
    await town.whisper("bruno", "/proposer")
    await town.whisper("bruno", "/annuler")

    assert town.was_told("bruno", _("Left without publishing anything."))
    assert town.poll().is_open


async def test_my_language_changes_at_once_by_button_and_by_word(town: Town):
    other, word = ("en", "english") if town.language == "fr" else ("fr", "français")
    await town.whisper("bruno", "/moi")
    assert town.was_told("bruno", _("My settings"))

    await town.choose_privately("bruno", word)
    english, french = _("I write to you in English."), _("I write to you in French.")
    assert (english.key if other == "en" else _in_french(french)) in town.told("bruno")

    await town.whisper("bruno", f"/me language={town.language}")
    assert town.says(english if town.language == "en" else french) in town.told("bruno")


async def test_my_settings_are_told_in_private_when_asked_in_the_group(town: Town):
    await town.say("bruno", "/moi muet")
    assert town.seen() == []
    assert town.was_told("bruno", _(NO_VOTES))

    await town.choose_privately("bruno", "reminders")
    assert town.says(_("I remind you of the votes for which you asked it.")) in town.told("bruno")


async def test_a_setting_of_mine_that_is_none_is_refused_with_an_example(village: Town):
    await village.whisper("bruno", "/me klingon")
    assert village.was_told("bruno", Phrase(NotMine.says, {"text": "klingon"}))


async def test_what_is_kept_is_told_in_private(town: Town):
    await town.say("bruno", "/confidentialité")
    assert town.seen() == []
    assert town.was_told("bruno", _("I never keep messages that are not addressed to me."))


async def test_on_arrival_the_bot_introduces_itself_once_in_five_lines(town: Town):
    ana = town.people["ana"]
    await town.hub.add_bot(ana, town.group)
    await town.hub.add_bot(ana, town.group)  # its rights changed
    await town.settle()

    def introduced() -> list[str]:
        """Telegram tells of the rights apart: they are thanked for."""
        return [text for text in town.seen() if text != town.says(views.thanks())]

    [said] = introduced()
    assert town.says(HELLO) in said
    assert len(said.splitlines()) <= 5
    assert "/menu" in said
    assert len(town.seen()) <= 2

    await town.hub.remove_bot(ana, town.group)
    await town.hub.add_bot(ana, town.group)
    await town.settle()
    assert len(introduced()) == 2


@pytest.mark.parametrize("word", ["/comptes", "/Monnaie", "!commande", "/when", "/payer 5 à Léa"])
async def test_a_command_that_is_not_built_is_answered_honestly(town: Town, word: str):
    honest = Phrase(NotBuiltYet.says, {"word": word.split()[0][1:]})

    await town.whisper("bruno", word)
    assert town.was_told("bruno", honest)

    await town.say("bruno", word)
    assert town.saw(honest)


async def test_a_command_that_is_not_built_is_known_without_its_prefix_in_private(village: Town):
    await village.whisper("bruno", "comptes")
    assert village.was_told("bruno", Phrase(NotBuiltYet.says, {"word": "comptes"}))


async def test_other_bots_have_commands_of_their_own(village: Town):
    for word in ("/comptes@treasurer", "/blackjack", "/forecast Lyon"):
        await village.say("bruno", word)
    assert village.seen() == []


async def test_whoever_writes_too_fast_is_told_once(town: Town):
    bruno, too_fast = town.people["bruno"], town.says(Phrase(TooFast.says))

    for _n in range(PERSON.burst + 20):
        await town.hub.say(bruno, town.hub.private_chat(bruno), "/moi")
    await town.settle()
    assert town.heard("bruno").count(too_fast) == 1
    assert len(town.heard("bruno")) == PERSON.burst + 1

    for text in ("bonjour", "/moi", "/forecast"):
        await town.hub.say(bruno, town.group, text)
    await town.settle()
    assert town.seen() == []


async def test_talk_and_the_commands_of_other_bots_are_no_matter_of_ours_however_fast(village: Town):
    bruno = village.people["bruno"]
    for n in range(PERSON.burst + 20):
        await village.hub.say(bruno, village.group, f"/forecast {n}")
    await village.settle()
    assert village.seen() == []

    await village.hub.say(bruno, village.group, "/menu")
    await village.settle()
    assert village.seen() == [village.says(Phrase(TooFast.says))]


def test_a_command_that_is_built_is_no_longer_announced_as_missing():
    built = {fold(word) for feature in FEATURES for one in feature.commands for word in (one.name, *one.twins)}
    announced = {fold(word) for feature in FEATURES for word in feature.coming}
    assert not built & announced, "take these words out of handlers/coming.py"


def _in_french(phrase: Phrase) -> str:
    from bot.core.words import Words

    return Words("fr").say(phrase)


@pytest.mark.parametrize("said", ["sondage_soupe", "vote_soupe", "pouvoir_Bruno", "moi_muet", "rappel_demain"])
async def test_a_link_that_somebody_else_made_says_no_command_for_whoever_taps_it(village: Town, said: str):
    await village.say("ana", "/menu")
    await village.whisper("ana", f"/start {said}")
    with village.database.read() as tx:
        assert (tx.polls.all(), tx.reminders.all(), tx.proxies.mine(village.member("ana"))) == ([], [], [])
        assert not tx.members.get(village.member("ana")).muted

"""My own data: settings, groups and votes; a copy, and the erasure that leaves nothing but what the group decided."""

import json
from datetime import time
from pathlib import Path

from bot.chat.text import Phrase, _
from bot.core.words import Words
from bot.domain.names import ERASED
from bot.domain.quiet import USUAL
from bot.domain.zones import NoSuchZoneFar
from bot.export.folder import contents
from handlers.members.erasing import StillNeeded
from handlers.members.me import NoHours
from storage.erasures import PIECE
from tests.town import Town

VOTE = "/vote Adopter la charte ? secret=public"


def member(town: Town, who: str):
    with town.database.read() as tx:
        return tx.members.of(town.people[who])


def bytes_of(town: Town) -> bytes:
    """Everything in the database's files, as it is on the disk."""
    path = town.database.path
    return b"".join(
        Path(f"{path}{end}").read_bytes() for end in ("", "-wal") if Path(f"{path}{end}").exists()
    )  # fmt: skip


async def test_quiet_hours_are_set_in_a_line_and_by_buttons(town: Town):
    await town.whisper("bruno", "/moi calme=22h-7h")
    kept = member(town, "bruno").quiet
    assert (kept.start.hour, kept.end.hour) == (22, 7)
    assert town.was_told("bruno", _("Quiet hours: from {start} to {end}.", start=kept.start, end=kept.end))

    await town.whisper("bruno", "/me quiet")
    await town.choose_privately("bruno", "never")
    assert member(town, "bruno").quiet.is_never

    await town.whisper("bruno", "/me quiet")
    shown = town.says(_("{start} – {end}", start=time(21, 30), end=time(8)))
    assert shown.replace("\u00a0", " ") == {"fr": "21 h 30 – 8 h", "en": "21:30 – 08:00"}[town.language]
    await town.choose_privately("bruno", shown)
    assert member(town, "bruno").quiet == USUAL


async def test_hours_that_are_none_are_refused_with_an_example(town: Town):
    await town.whisper("bruno", "/moi calme=bientôt")
    assert town.was_told("bruno", Phrase(NoHours.says, {"text": "bientôt"}))
    assert member(town, "bruno").quiet == USUAL


async def test_my_groups_say_how_i_am_called_there(town: Town):
    await town.join("ana2", "Ana Roche")
    await town.say("ana2", "/menu")
    await town.say("ana", "/menu")
    await town.whisper("ana", "/moi groupes")
    assert "Ana D." in town.told("ana")
    assert "La Ruche" in town.told("ana")


async def test_my_votes_say_what_i_answered_as_long_as_it_is_known(town: Town):
    await town.say("ana", VOTE)
    await town.say("ana", "/vote Louer le local ?")
    await town.whisper("bruno", "/vote 1 pour")
    await town.whisper("bruno", "/vote 2 contre")
    await town.wait(days=4)

    await town.whisper("bruno", "/moi votes")

    answered = _("{number}. {title}: you answered {answers}.",
                 number="1", title="Adopter la charte ?", answers=(_("For"),))  # fmt: skip
    assert town.was_told("bruno", answered)
    assert town.was_told("bruno", _("{number}. {title}: you took part.", number="2", title="Louer le local ?"))


async def test_a_copy_holds_everything_and_nothing_of_others(town: Town):
    await town.say("ana", VOTE)
    await town.choose("bruno", "pour")
    await town.choose("chloe", "contre")
    await town.whisper("bruno", "/rappel vendredi 19h réunion logiciels")
    await town.whisper("chloe", "/rappel vendredi 20h affaire de Chloé")

    await town.whisper("bruno", "/moi copie")

    told = "\n".join(_everything(town, "bruno"))
    data = json.loads(told[told.index("{\n") : told.rindex("\n}") + 2])
    assert data["about_me"][0]["name"] == "Bruno Petit"
    me = town.people["bruno"]
    room = town.hub.private_chat(me).id  # on some networks it is called like the person
    rooms = [room] if room != me.id else []
    assert data["accounts"] == [{"network": town.hub.name, "user": me.id, "private_chats": rooms, "sits": []}]
    assert data["answers"] == [{"vote": 1, "title": "Adopter la charte ?", "answer": [town.says(_("For"))]}]
    assert [one["text"] for one in data["reminders"]] == ["réunion logiciels"]
    assert town.says(_("What I answered")) in told
    assert "Chlo" not in told
    assert town.seen() == [town.last]  # nothing in the group but the vote


def _everything(town: Town, who: str) -> list[str]:
    posts = town.hub.messages(town.hub.private_chat(town.people[who]))
    return [
        post.message.file.content if post.message.file else "\n".join(str(line.text) for line in post.message.lines)
        for post in posts if post.by is None
    ]  # fmt: skip


async def test_erasing_is_asked_once_and_then_leaves_no_name(town: Town):
    name, account = "Bruno Petit", town.people["bruno"].id
    await town.say("ana", VOTE)
    await town.choose("bruno", "pour")
    await town.choose("chloe", "contre")
    await town.whisper("bruno", "/rappel vendredi 19h affaire personnelle")
    await town.whisper("bruno", "/proposer")
    await town.whisper("bruno", "/annuler")
    await town.say("ana", "/decisions")
    before = town.ballot(1)

    await town.whisper("bruno", "/moi effacer")
    assert town.was_told("bruno", _("Erase my account?"))
    assert member(town, "bruno") is not None
    await town.choose_privately("bruno", "effacer")

    assert town.was_told("bruno", _("Your account is erased. You can come back whenever you want."))
    assert member(town, "bruno") is None
    assert town.ballot(1) == before
    await town.wait(minutes=2)  # the traces of the last word
    kept = bytes_of(town)
    for trace in (name, account, "affaire personnelle", town.hub.private_chat(town.people["bruno"]).id):
        assert trace.encode() not in kept, trace
    with town.database.read() as tx:
        exported = "\n".join(contents(tx, "fr").values())
    assert name not in exported
    assert account not in exported
    await town.choose("ana", "noms")
    assert town.says(_("{option} ({n}): {names}", option=_("For"), n=1, names=(ERASED,))) in town.told("ana")


async def test_whoever_erased_themselves_during_a_vote_has_no_second_voice(town: Town):
    await town.say("ana", VOTE)
    await town.choose("bruno", "pour")
    await town.wait(minutes=5)
    await town.whisper("bruno", "/moi effacer")
    await town.choose_privately("bruno", "effacer")

    await town.choose("bruno", "contre")
    assert town.ballot(1) == (1, 0, 0, 0)

    await town.say("ana", "/vote Louer le local ? secret=public")
    await town.choose("bruno", "pour")
    assert town.ballot(2) == (1, 0, 0, 0)  # as somebody new, they vote in what opens from now on


async def test_the_print_of_an_account_goes_when_its_ballots_are_counted(village: Town):
    await village.say("ana", VOTE)
    await village.choose("bruno", "for")
    await village.whisper("bruno", "/me erase")
    await village.choose_privately("bruno", "erase")
    count = "SELECT count(*) FROM erasures"
    with village.database.read() as tx:
        assert tx.cursor.execute(count).fetchone() == (1,)

    await village.wait(days=4)
    await village.app.purge()

    with village.database.read() as tx:
        assert tx.cursor.execute(count).fetchone() == (0,)


async def test_the_last_organizer_hands_over_before_going(town: Town):
    await town.say("bruno", "/menu")
    await town.say("ana", "/menu")
    await town.whisper("ana", "/moi effacer")
    assert town.was_told("ana", Phrase(StillNeeded.says, {"group": "La Ruche"}))

    await town.say("ana", "/reglages role donner organisatrice | Bruno")
    await town.whisper("ana", "/moi effacer")
    await town.choose_privately("ana", "effacer")

    assert member(town, "ana") is None
    await town.say("bruno", "/reglages quorum=1/4")
    with town.database.read() as tx:
        assert tx.groups.all()[0].charter.quorum == "1/4"


async def test_erasing_asked_in_the_group_is_answered_in_private(village: Town):
    await village.say("bruno", "/me erase")
    assert village.seen() == []
    assert village.was_told("bruno", _("Erase my account?"))


async def test_many_rows_go_in_pieces(village: Town):
    await village.whisper("bruno", "/menu")
    me = member(village, "bruno").id
    with village.database.begin() as tx:
        for number in range(PIECE * 2 + 7):
            tx.reminders.put(me, None, f"affaire {number}", village.time, "Europe/Paris")
    await village.whisper("bruno", "/me erase")
    await village.choose_privately("bruno", "erase")
    await village.wait(minutes=2)

    with village.database.read() as tx:
        assert tx.reminders.all() == []
        assert tx.jobs.due(village.time, 10) == []
    assert b"affaire" not in bytes_of(village)


async def test_a_decision_in_charge_of_somebody_erased_names_nobody(town: Town):
    await town.say("ana", VOTE)
    await town.choose("bruno", "pour")
    await town.wait(days=4)
    await town.say("ana", '/decisions 1 responsable="Bruno Petit"')
    await town.whisper("bruno", "/moi effacer")
    await town.choose_privately("bruno", "effacer")
    with town.database.read() as tx:
        assert tx.decisions.all()[0].owner == Words(town.language).blank(ERASED)


async def test_where_i_am_is_set_by_a_word_or_a_button(town: Town):
    await town.whisper("bruno", "/moi fuseau=Indian/Reunion")
    with town.database.read() as tx:
        assert tx.members.get(town.member("bruno")).zone == "Indian/Reunion"
    await town.choose_privately("bruno", "fuseau")
    await town.choose_privately("bruno", "groupe")
    with town.database.read() as tx:
        assert tx.members.get(town.member("bruno")).zone == ""
    await town.whisper("bruno", "/moi fuseau=Atlantide")
    assert town.was_told("bruno", Phrase(NoSuchZoneFar.says, {"text": "Atlantide", "key": "fuseau"}))


async def test_to_erase_is_understood_in_both_languages(town: Town):
    await town.say("bruno", "/menu")
    await town.whisper("bruno", "/moi")
    await town.whisper("bruno", "erase")
    assert town.was_told("bruno", _("Erase my account?"))
    await town.whisper("bruno", "erase")
    assert town.was_told("bruno", _("Your account is erased. You can come back whenever you want."))


async def test_whoever_left_the_chat_reads_so_beside_their_membership(village: Town):
    """Broken once: whoever had left still read “member since” alone."""
    await village.say("bruno", "/menu")
    village.enrol("bruno")
    await village.leave("bruno")
    await village.whisper("bruno", "/me")
    await village.choose_privately("bruno", "groups")
    assert "no longer in its chat" in village.told("bruno")

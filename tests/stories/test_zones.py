"""Hours for somebody who lives by another clock than their group: what they write, and what is said to them alone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.town import Town


async def in_tokyo(town: Town, who: str = "bruno") -> None:
    """They are known in the group, and live by the time of Tokyo: it is 18 h there when it is 10 h in Paris."""
    await town.say(who, "/menu")
    await town.whisper(who, "/moi fuseau=Asia/Tokyo")


async def test_what_somebody_elsewhere_writes_in_private_is_by_their_clock(town: Town):
    """Broken once: "tomorrow 9am" was 9 in the group's zone for somebody in Tokyo, and nothing said so."""
    await in_tokyo(town)
    await town.whisper("bruno", "/rappel demain 9h : appeler Léa")
    with town.database.read() as tx:
        [kept] = tx.reminders.all()
    assert kept.due_at == datetime(2026, 11, 13, 0, 0, tzinfo=UTC)
    assert kept.zone == "Asia/Tokyo"
    hour = "9\u00a0h" if town.language == "fr" else "09:00"
    assert f"{hour} (Asia/Tokyo)" in town.told("bruno")

    await town.whisper("bruno", "/rappel")
    assert f"{hour} (Asia/Tokyo)" in town.told("bruno")

    await town.whisper("bruno", "/rappel tous les jeudis à 9h : sortir le pain")
    assert "(Asia/Tokyo)" in town.told("bruno")


async def test_what_somebody_writes_in_the_group_is_by_its_clock(town: Town):
    await in_tokyo(town)
    await town.say("bruno", "/rappel demain 9h : appeler Léa")
    with town.database.read() as tx:
        [kept] = tx.reminders.all()
    assert kept.due_at == datetime(2026, 11, 13, 8, 0, tzinfo=UTC)
    assert "Tokyo" not in town.last


async def test_whoever_lives_by_the_time_of_the_group_reads_no_zone(town: Town):
    await town.say("bruno", "/menu")
    await town.whisper("bruno", "/moi fuseau=Europe/Paris")
    await town.whisper("bruno", "/rappel demain 9h : appeler Léa")
    assert "Europe/Paris" not in town.told("bruno")


async def test_a_need_written_elsewhere_is_by_the_clock_of_its_author_and_a_day_stays_a_day(town: Town):
    await in_tokyo(town)
    await town.whisper("bruno", "/besoin une remorque samedi 9h, Vaise")
    with town.database.read() as tx:
        kept = tx.aid.get(1)
    assert kept is not None
    assert kept.on == datetime(2026, 11, 14, 0, 0, tzinfo=UTC)
    assert "(Asia/Tokyo)" in town.told("bruno")

    await town.whisper("bruno", "/moi fuseau=America/Montreal")
    await town.whisper("bruno", "/besoin une échelle samedi, Vaise")
    with town.database.read() as tx:
        kept = tx.aid.get(2)
    assert kept is not None
    assert kept.on is not None
    assert kept.on.astimezone(ZoneInfo("Europe/Paris")).date() == date(2026, 11, 14)


async def test_a_deadline_written_elsewhere_is_by_the_clock_of_its_author(town: Town):
    await in_tokyo(town)
    await town.whisper("bruno", '/sondage Quelle soupe ? | Poireau | Courge fin="samedi 9h"')
    hour = "9\u00a0h" if town.language == "fr" else "09:00"
    assert f"{hour} (Asia/Tokyo)" in town.told("bruno")
    await town.choose_privately("bruno", "publier")
    assert town.poll().closes_at == datetime(2026, 11, 14, 0, 0, tzinfo=UTC)
    assert "Tokyo" not in town.last


async def test_a_plenary_is_told_in_private_with_the_zone_of_its_hour(town: Town):
    await in_tokyo(town)
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("ana", "convoquer")
    hour = "22\u00a0h" if town.language == "fr" else "22:00"
    assert f"{hour} (Asia/Tokyo)" in town.told("bruno")


async def test_what_somebody_elsewhere_puts_off_comes_again_by_their_clock(town: Town):
    await in_tokyo(town)
    await town.say("ana", "/rappel vendredi 19h réunion logiciels")
    await town.wait(hours=33)
    await town.choose("bruno", "later")
    hour = "3\u00a0h" if town.language == "fr" else "03:00"
    assert hour in town.told("bruno")
    await town.choose_privately("bruno", "tomorrow")
    assert f"{hour} (Asia/Tokyo)" in town.told("bruno")


async def test_the_settings_named_to_somebody_elsewhere_can_be_copied(town: Town):
    """Broken once: each of them was followed by the zone of the reader, as if it came back by a clock."""
    await in_tokyo(town)
    await town.whisper("bruno", "/moi nom=x")
    assert "Tokyo" not in town.told("bruno")
    await town.say("ana", "/moi fuseau=Asia/Tokyo")
    await town.say("ana", "/reglages banane=1")
    assert "Tokyo" not in town.last

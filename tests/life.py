"""Somebody who did everything: a life that leaves rows wherever the bot names a person, for copies and erasures."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer, Table

from storage.copies import naming, refers_to
from storage.types import metadata, micros
from tests.town import Town

NAME = "Bertrand Quincampoix"
PRIVATE = "affaire personnelle"
# Where nobody who lives can be named: a print of an account is made when it is erased.
NEVER = frozenset({"erasures.member"})
# Text that the bot reads back as something else than words.
FITTING = {
    ("offices", "office"): "secretary", ("trusts", "network"): "local", ("trusts", "verdict"): "asked",
    ("proxies", "occasion"): "vote:1", ("proxies", "stage"): "accepted", ("papers", "counts"): "[1, 0, 0, 0]",
    ("tasks", "state"): "open", ("tasks", "owner"): NAME,
    ("series", "recurrence"): "month on=th nths=1 at=19:30 zone=Europe/Paris", ("series", "kind"): "ordinary",
}  # fmt: skip


async def live(town: Town) -> None:
    """Bertrand joins, is written down, decides, works, meets, helps and asks; Ana, Chloé and Dan are beside him."""
    await _arrives(town, "bertrand", NAME)
    for one in ("ana", "bertrand", "chloe", "dan"):
        await town.say(one, "/menu")
        await town.whisper(one, "/menu")
    await _belongs(town)
    await _arrives(town, "zoe", "Zoé Lune")
    await _works(town)
    await _helps(town)
    await _meets(town)
    await _decides(town)
    await town.whisper("bertrand", "/moi copie")
    await town.whisper("bertrand", "/vote")
    await town.whisper("bertrand", "/proposer")
    write_down_the_rest(town)


async def _arrives(town: Town, who: str, name: str) -> None:
    """Somebody comes in and gets to know the group, in private, to the end."""
    await town.join(who, name)
    await town.wait(minutes=2)
    await town.choose(who, "connaissance")
    await town.choose_privately(who, "c'est parti")
    for answer in ("Vaise", "du pain", "une brouette"):
        await town.whisper(who, answer)
    await town.choose_privately(who, "j'accepte")


async def _belongs(town: Town) -> None:
    """He wants to put a question to the vote where only organizers do, and organizes then himself."""
    town.decree(electorate="members", open_to="organizers", initiative="3")
    town.enrol("ana", "chloe", "dan")
    await town.say("ana", f"/reglages membre {NAME} statut=membre depuis=05/01/2026 numéro=17")
    await town.say("bertrand", "/vote Louer le four ?")
    await town.say("ana", f"/reglages role donner secrétaire | {NAME}")
    await town.say("ana", f"/reglages role donner organisateur | {NAME}")
    await town.say("bertrand", "/reglages role donner trésorerie | Chloé")
    await town.say("ana", f"/reglages role donner accueil | {NAME}")
    await town.say("bertrand", "/reglages durée=7j")
    await town.say("ana", "/reglages roles")
    await town.whisper("ana", "/reglages membres")
    await town.say("bertrand", "/reglages au-dessus=BCDF-2345")
    await town.say("bertrand", "/reglages électorat=groupe")  # waits for a second agreement
    town.decree(electorate="members")


async def _works(town: Town) -> None:
    await town.say("bertrand", "/projets Jardin partagé | Cultiver près de la gare")
    await town.say("chloe", "/projets rejoindre 1")
    await town.say("bertrand", "/projets permanence 1 samedi 9h | Serre")
    await town.choose("bertrand", "je prends")
    await town.say("bertrand", "/projets permanence 1 dimanche 9h | Serre")
    await town.choose("chloe", "je prends")
    await town.say("bertrand", "/rappel vendredi 19h réunion")
    await town.whisper("bertrand", f"/rappel vendredi 19h {PRIVATE}")


async def _helps(town: Town) -> None:
    """A need of his that Dan answers, one of Dan's that he answers; words are carried both ways."""
    await town.say("bertrand", "/besoin une remorque samedi matin")
    await town.choose("dan", "je peux aider")
    await town.choose_privately("bertrand", "write")
    await town.whisper("bertrand", "Samedi à 9h, disons")
    await town.choose_privately("dan", "answer")
    await town.whisper("dan", "Parfait, à samedi")
    await town.say("dan", "/besoin une échelle dimanche")
    await town.choose("bertrand", "je peux aider")
    await town.say("bertrand", "/question Que cuisinons-nous samedi ? fin=2j")
    await town.whisper("bertrand", "/question 1 Une soupe de poireaux")


async def _meets(town: Town) -> None:
    await town.say("bertrand", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("bertrand", "convoquer")
    await town.say("bertrand", "/odj Bilan du jardin")
    await town.choose("bertrand", "oui")


async def _decides(town: Town) -> None:
    """Chloé lends him her voice; a public vote in which he answers stays open, and one that he closed himself."""
    await town.say("chloe", f"/pouvoir {NAME}")
    await town.whisper("bertrand", "/pouvoir accepter")
    await town.say("dan", "/pouvoir donner")
    await town.say("bertrand", "/vote Adopter la charte ? secret=public")
    await town.whisper("bertrand", "/vote 1 pour")
    await town.say("bertrand", "/vote Repeindre la salle ? secret=public")
    await town.whisper("bertrand", "/vote 2 contre")
    await town.say("bertrand", "/vote clore 2")


def unnamed(town: Town, who: str = "bertrand") -> list[str]:
    """The columns that do not name somebody."""
    me = town.member(who)
    with town.database.read() as tx:
        return [one for one in naming() if one not in NEVER and not tx.copies.rows(one, me)]


def write_down_the_rest(town: Town) -> None:
    """A row for every column in which what was told leaves nothing: also for a table that is new tomorrow."""
    me, other = town.member("bertrand"), town.member("ana")
    missing = unnamed(town)
    with town.database.begin() as tx:
        filler = Filler(tx.cursor, other, micros(town.time))
        for where in missing:
            table, _dot, column = where.partition(".")
            filler.write(metadata.tables[table], {column: me})
        tx.forget()


class Filler:
    """Writes the shortest rows that a table takes: somebody else's number, or anything, where nothing is asked for."""

    def __init__(self, cursor: Any, other: int, now: int) -> None:
        self._cursor, self._other, self._now = cursor, other, now

    def write(self, table: Table, given: dict[str, Any]) -> int:
        """One row more; its number, where it has one."""
        row = dict(given)
        for one in table.c:
            counted = one.name == "id" and isinstance(one.type, Integer)
            if one.name in row or counted or one.nullable or one.server_default is not None:
                continue
            row[one.name] = self._value(table, one.name, given)
        names, blanks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _value in row)
        sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({blanks})'
        return int(self._cursor.execute(sql, tuple(row.values())).lastrowid)

    def _value(self, table: Table, column: str, given: dict[str, Any]) -> Any:
        refers, kind = refers_to(f"{table.name}.{column}"), table.c[column].type
        if refers == "members":
            return self._other
        if refers:
            same = "".join(f' AND "{name}" = {value}' for name, value in given.items() if len(table.primary_key) > 1)
            taken = f'SELECT "{column}" FROM "{table.name}" WHERE 1{same}' if table.c[column].primary_key else "0"
            known = self._cursor.execute(f'SELECT max(id) FROM "{refers}" WHERE id NOT IN ({taken})').fetchone()[0]
            return known or self.write(metadata.tables[refers], {})
        if isinstance(kind, BigInteger):
            return self._now
        if isinstance(kind, Integer):
            most = self._cursor.execute(f'SELECT coalesce(max("{column}"), 0) FROM "{table.name}"').fetchone()[0]
            return most + 1
        return FITTING.get((table.name, column), f"{table.name}-{column}")

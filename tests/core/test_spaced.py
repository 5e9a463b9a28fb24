"""Settings are read however people space them; what is in quotes, or no setting, stays as it was typed."""

import pytest

from bot.core.command import read_line
from bot.core.spaced import close_up
from handlers.settings.chat import OWN_WORDS
from handlers.settings.values import KEYS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quorum = 1/3", {"quorum": "1/3"}),
        ("quorum= 1/3 majorité =2/3", {"quorum": "1/3", "majority": "2/3"}),
        ("Quorum : 1/3", {"quorum": "1/3"}),
        ("quorum 1/3", {"quorum": "1/3"}),
        ("majorité 2/3 quorum 1/4", {"majority": "2/3", "quorum": "1/4"}),
        ("quorum 1/3, majorité 2/3", {"quorum": "1/3", "majority": "2/3"}),
        ("quorum=1/3 et majorité=2/3", {"quorum": "1/3", "majority": "2/3"}),
        ("heure 20:00", {"hour": "20:00"}),
        ("heure = 20:00 durée = 7 jours", {"hour": "20:00", "duration": "7 jours"}),
        ("nom La Ruche base arrière", {"name": "La Ruche base arrière"}),
        ('nom="Le Port" quorum 1/3 et durée 3j', {"name": "Le Port", "quorum": "1/3", "duration": "3j"}),
        ("quorum= 1/3 durée 3j", {"quorum": "1/3", "duration": "3j"}),
        ('nom = "La base = bonne" quorum = 1/3', {"name": "La base = bonne", "quorum": "1/3"}),
        ('quorum 1/4 article = "statuts art. 9"', {"quorum": "1/4", "article": "statuts art. 9"}),
        ("compétences = statuts, comptes", {"competences": "statuts, comptes"}),
        ("ouverture comptes, accueil", {"standing": "comptes, accueil"}),
    ],
)
def test_a_setting_is_read_however_it_is_spaced(typed: str, meant: dict[str, str]) -> None:
    assert dict(read_line(close_up(typed, KEYS, OWN_WORDS), KEYS).settings) == meant


@pytest.mark.parametrize(
    "typed", ["", "quorum", "membres", "quorum 1/3 majorité", "bonjour quorum 1/3", "quorum= majorité=2/3", "quorum="]
)
def test_what_is_no_setting_with_its_value_stays_as_it_is(typed: str) -> None:
    assert close_up(typed, KEYS, OWN_WORDS) == typed


@pytest.mark.parametrize("key", [key for key in KEYS._canonical if KEYS.example(KEYS.word(key)) != "…"])
@pytest.mark.parametrize("sign", ["=", " = ", "= ", " =", " : ", " "])
def test_every_setting_takes_every_spacing(key: str, sign: str) -> None:
    value = KEYS.example(KEYS.word(key))
    read = read_line(close_up(f"{key}{sign}{value}", KEYS, OWN_WORDS), KEYS)
    assert (dict(read.settings), read.text) == ({KEYS.canonical(key): value}, "")

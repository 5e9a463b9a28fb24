"""Settings: every key, every way to be wrong, and secrets that never show."""

from __future__ import annotations

import os
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Config, ConfigError, Web, load, where
from bot.config.problems import fields

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
FRENCH = EXAMPLE.with_name("config.exemple.toml")
TOKEN = "123456789:AAE-a-token-that-must-not-show"


@pytest.fixture(autouse=True)
def no_settings_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COOP_")]:
        monkeypatch.delenv(name)


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def problems(path: Path) -> dict[str, str]:
    """What is said of each key."""
    with pytest.raises(ConfigError) as caught:
        load(path)
    return {one.key: f"{one.says.format(**one.blanks)} {one.example}".strip() for one in caught.value.problems}


def test_the_example_is_equal_to_the_defaults() -> None:
    assert load(EXAMPLE).model_dump() == Config().model_dump()


def test_the_french_example_has_the_same_keys_and_values() -> None:
    french = FRENCH.read_text("utf-8")

    assert [line for line in french.splitlines() if not line.startswith("# ")] == [
        line for line in EXAMPLE.read_text("utf-8").splitlines() if not line.startswith("# ")
    ]
    assert "The " not in french


def test_the_example_shows_every_key_with_its_default() -> None:
    text = re.sub(r"^#(?=\[|\w+ = )", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    shown = tomllib.loads(text)

    assert list(shown) == list(Config.model_fields)
    for section, keys in shown.items():
        model = fields(section)
        assert model is not None
        assert list(keys) == list(model.model_fields), section
        for key, value in keys.items():
            default = model.model_fields[key].default
            if default not in (None, ()):
                assert str(value) == str(default) or value == default, f"{section}.{key}"


def test_every_key_of_the_example_has_a_comment() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()

    for above, line in pairwise(lines):
        if re.match(r"#?\w+ = ", line):
            assert above.startswith("#"), line


def test_everything_wrong_is_said_at_once_with_an_example(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [comunity]
        name = "x"
        [community]
        langage = "fr"
        language = "de"
        timezone = "Paris"
        [storage]
        url = "mysql://host"
        [telegram]
        mode = "webhook"
        [matrix]
        encryption = "maybe"
        password_file = "missing"
        [web]
        listen = "8080"
        [log]
        level = "loud"
        """,
    )

    assert problems(path) == {
        "[comunity]": "This is not a setting. Did you mean community? [community]",
        "[community] langage": 'This is not a setting. Did you mean language? language = "fr"',
        "[community] language": '“de” is not possible. Choose among: fr, en. language = "fr"',
        "[community] timezone": '“Paris” is not a time zone. timezone = "Europe/Paris"',
        "[storage] url": "So far everything is kept in SQLite: the address begins with “sqlite:///”. "
        'url = "sqlite:///coop.db"',
        "[telegram] token": 'This is missing. token = "123456789:AAE…"',
        "[telegram] webhook_url": 'This is missing. webhook_url = "https://coop.example.org/telegram"',
        "[telegram] webhook_secret": 'This is missing. webhook_secret = "put-a-long-random-word-here"',
        "[matrix] homeserver": 'This is missing. homeserver = "https://matrix.example.org"',
        "[matrix] user": 'This is missing. user = "@coop:example.org"',
        "[matrix] encryption": "Write true or false, without quotes. encryption = true",
        "[matrix] password_file": f"“{tmp_path}/missing” does not exist.",
        "[web] listen": '“8080” is not a host and a port. listen = "127.0.0.1:8080"',
        "[log] level": '“loud” is not possible. Choose among: debug, info, warning, error. level = "info"',
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[telegram\n", 'Line 1 cannot be read as TOML. name = "La Ruche"'),
        (
            "[log]\nlevel = 'info'\nlevel = 'debug'",
            "Line 3 cannot be read: its key or its section stands there already",
        ),
        ("[log]\n[web]\n[log]\n", "Line 3 cannot be read: its key or its section stands there already"),
        ('[community]\nname = "La Ruche', "A quote or a bracket is still open where the file ends"),
        ('telegram = "x"', "This is a section"),
        ("[community]\nallowed_chats = 3", "This is a list"),
        ("[community]\nname = 3", "This is a text"),
        ("[web]\npublic_url = 'coop.example.org'", "is not an address"),
        ("[telegram]\nwebhook_url = 'https://coop.example.org'", "needs a path of its own"),
        ("[telegram]\nwebhook_url = 'https://coop.example.org/'", "needs a path of its own"),
        ("[telegram]\nwebhook_url = 'https://coop.example.org/healthz'", "needs a path of its own"),
        ("[telegram]\nwebhook_url = 'https://coop.example.org/{path}'", "needs a path of its own"),
        ("[telegram]\nwebhook_url = 'coop.example.org/telegram'", "is not an address"),
        ("[telegram]\nwebhook_secret = 'two words'", "This is a word of 1 to 256 letters"),
        ("[community]\nallowed_chats = ['La Ruche']", "“La Ruche” is neither the number of a group on Telegram"),
        ("[community]\nallowed_chats = [12]", "“12” is neither the number of a group on Telegram"),
        ("[community]\nallowed_chats = ['#ruche:example.org']", "is neither the number of a group"),
        ("[storage]\nurl = 'postgres://x'", "So far everything is kept in SQLite"),
        ("[telegram]\ntoken = 'abc'", "This is not the token of a bot"),
        ("[telegram]\ntoken_file = '.'", "is in the way"),
        ("[colour]\nred = 1", "Known here: community, storage, telegram, matrix, web, log."),
    ],
)
def test_what_is_wrong_is_told_in_words(tmp_path: Path, text: str, said: str) -> None:
    assert said in " ".join(problems(written(tmp_path, text)).values())


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"name = \x00"])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)

    assert len(problems(path)) == 1


def test_without_a_file_the_way_out_is_told(tmp_path: Path) -> None:
    told = problems(tmp_path / "my bot.toml")[""]

    assert f"“{tmp_path}/my bot.toml” does not exist" in told
    assert f"coop init --config '{tmp_path}/my bot.toml'" in told


def test_a_secret_comes_inline_from_a_file_or_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    inline = load(written(tmp_path, f'[telegram]\ntoken = "{TOKEN}"'))
    filed = load(written(tmp_path, '[telegram]\ntoken_file = "token"'))
    monkeypatch.setenv("COOP_TELEGRAM__TOKEN", TOKEN)
    outside = load(written(tmp_path, ""))

    for config in (inline, filed, outside):
        assert config.telegram is not None
        assert config.telegram.token == SecretStr(TOKEN)
        assert list(config.secrets()) == [TOKEN]


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOP_LOG__LEVEL", "debug")
    monkeypatch.setenv("COOP_TELEGRAM__TOKEN", TOKEN)

    config = load(written(tmp_path, '[log]\nlevel = "error"\n[telegram]\ntoken_file = "missing"'))

    assert config.log.level == "debug"
    assert list(config.secrets()) == [TOKEN]


def test_a_section_that_there_is_not_was_left_out_where_the_environment_named_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOP_TRUC__X", "1")
    monkeypatch.setenv("COOP_TELEGRAMME__TOKEN", TOKEN)
    monkeypatch.setenv("COOP_CONFIG", "config.toml")

    assert problems(written(tmp_path, "")) == {
        "COOP_TRUC__X": "This is not a setting. Known here: community, storage, telegram, matrix, web, log.",
        "COOP_TELEGRAMME__TOKEN": "This is not a setting. Did you mean telegram?",
    }


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f'[telegram]\ntoken = "{TOKEN}"\ntoken_file = "b"')

    assert problems(path) == {"[telegram] token": "Give either token or token_file, not both."}


def test_an_empty_secret_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")

    assert "is empty" in problems(written(tmp_path, '[telegram]\ntoken_file = "token"'))["[telegram] token_file"]


@pytest.mark.parametrize(
    "text",
    ['[telegram]\ntoken = "{}"\nmode = 3', '[telegram]\ntoken = ["{}"]', "[telegram]\n{} = 1",
     '[telegram]\nwebhook_secret = "{} é"'],
)  # fmt: skip
def test_no_error_shows_a_secret(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text.format("AAE-secret"))

    with pytest.raises(ConfigError) as caught:
        load(path)

    shown = " ".join(str(one.blanks) for one in caught.value.problems) + str(caught.value)
    assert "AAE-secret" not in shown or "{} =" in text


def test_nothing_that_is_printed_shows_a_secret(tmp_path: Path) -> None:
    config = load(written(tmp_path, f'[telegram]\ntoken = "{TOKEN}"'))

    assert TOKEN not in f"{config!r} {config} {config.model_dump()} {config.model_dump_json()}"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "secret").write_text("x")
    path = written(tmp_path / "deep", '[matrix]\nhomeserver = "https://h"\nuser = "@a:h"\npassword_file = "secret"')

    config = load(path)

    assert config.folder == tmp_path / "deep"
    assert config.matrix is not None
    assert config.matrix.password_file == tmp_path / "deep" / "secret"


def test_the_folder_of_keys_lay_wherever_the_bot_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken once: the default of a path was not beside the settings, but in the folder of whoever started the bot."""
    given = '[matrix]\nhomeserver = "https://h"\nuser = "@a:h"\npassword = "x"'
    kept = load(written(tmp_path, given)).matrix
    moved = load(written(tmp_path, f'{given}\nstore = "keys"')).matrix
    monkeypatch.setenv("COOP_MATRIX__STORE", "/elsewhere")
    outside = load(written(tmp_path, given)).matrix

    folders = [one.store for one in (kept, moved, outside) if one is not None]
    assert folders == [tmp_path / "matrix", tmp_path / "keys", Path("/elsewhere")]


def test_ids_may_be_numbers(tmp_path: Path) -> None:
    config = load(written(tmp_path, '[community]\nallowed_chats = [-100123, "!room:example.org"]'))

    assert config.community.allowed_chats == ("-100123", "!room:example.org")


def test_the_file_is_the_one_given_or_named_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    assert where() == Path("config.toml")
    monkeypatch.setenv("COOP_CONFIG", "/etc/coop.toml")
    assert where() == Path("/etc/coop.toml")
    assert where(Path("mine.toml")) == Path("mine.toml")


@pytest.mark.parametrize(
    ("listen", "place"), [("127.0.0.1:8080", ("127.0.0.1", 8080)), ("[::1]:80", ("::1", 80)), ("coop:0", ("coop", 0))]
)
def test_an_address_to_listen_on_is_a_host_and_a_port(listen: str, place: tuple[str, int]) -> None:
    assert Web(listen=listen).place == place

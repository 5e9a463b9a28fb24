"""The try-out in a plain terminal: five people, a motion and a choice, from their opening to the exported files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.live.served import coop

TALK = """\
/vote Acheter un vélo cargo ? secret=public quorum=1/2 fin=26h
.1
@karim .1
@paul .2
@marie-d .1
@emily .3
@emily .1
@karim
/vote Quel local ? | Rue Pasteur | Place du Marché fin=27h
.1
@lea .2
@paul .2
@marie-s .3
@emily .2
+2 jours
>privé
decisions
decisions 2
:zut
:quitter
jamais dit
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """Where the talk was held; what was told is in `told.txt`."""
    folder = tmp_path_factory.mktemp("terminal")
    talk = _run(folder, environment, "chat", typed=TALK)
    (folder / "told.txt").write_text(talk, "utf-8")
    return folder


def test_five_people_hold_a_motion_and_a_choice(folder: Path) -> None:
    told = " ".join((folder / "told.txt").read_text("utf-8").split())

    assert "Vote 4 – Acheter un vélo cargo ?" in told
    assert "Pour Emily Clarke seulement : Noted: For." in told  # Emily reads English
    assert "Pour : 4 Contre : 1 Abstention : 0 Blanc : 0" in told
    assert "Adopté : 4 pour, 1 contre." in told
    assert "Pour Paul Girard seulement : C’est noté : Place du Marché." in told
    assert "Vote 5 – Quel local ? Retenu : Place du Marché." in told
    assert "Image : Vote 5 – Quel local ?" in told
    assert "3 décisions dans le registre" in told
    assert "Décision 2 – Acheter un vélo cargo ? Adoptée" in told
    assert "Ce n’est pas connu ici." in told
    assert "jamais dit" not in told
    assert "\033" not in told


def test_an_english_try_out_is_english_throughout(tmp_path: Path, environment: dict[str, str]) -> None:
    told = _run(tmp_path, environment | {"LC_ALL": "en_GB.UTF-8"}, "chat", typed=">private\nmenu\n@paul menu\n")

    assert "Hello Léa! What shall we do?" in told
    assert "Hello Paul! What shall we do?" in told
    assert "jusqu’au" not in told


def test_the_same_cooperative_is_exported_and_recounted(folder: Path, environment: dict[str, str]) -> None:
    _run(folder, environment, "export", "--config", "coop-demo/config.toml", "files")

    votes = {vote["id"]: vote for vote in json.loads((folder / "files/votes.json").read_text("utf-8"))}
    decisions = json.loads((folder / "files/decisions.json").read_text("utf-8"))

    motion, choice = votes[4], votes[5]
    assert (motion["title"], motion["result"], motion["participants"]) == ("Acheter un vélo cargo ?", "adopted", 5)
    assert motion["quorum"] == {"required": 3, "reached": True}
    assert [option["count"] for option in motion["options"]] == [4, 1, 0, 0]
    assert {ballot["member"] for ballot in motion["ballots"]} >= {"Léa Morel", "Emily Clarke"}
    assert (choice["result"], choice["winners"]) == ("elected", ["Place du Marché"])
    assert not choice["ballots"] or all("member" not in ballot for ballot in choice["ballots"])  # confidential
    assert {"vote:1", "vote:4", "vote:5"} <= {decision["source"] for decision in decisions}

    assert "Acheter un vélo cargo ?" in _run(folder, environment, "recount", "files/vote-4.recount.json")


def _run(folder: Path, environment: dict[str, str], *words: str, typed: str = "") -> str:
    done = subprocess.run(
        coop(*words), cwd=folder, env=environment, input=typed, capture_output=True, text=True, encoding="utf-8",
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout

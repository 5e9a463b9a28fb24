"""Our counts beside pref_voting, pyrankvote and pabutools in one run: `python -m bench.oracles`.

The libraries are no part of the installation: the first run makes an environment of their own in `artefacts/oracles`,
which git ignores, with the versions below; deleting the folder is enough to start afresh.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "artefacts" / "oracles"
PYTHON = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PEERS = ("pref_voting==1.18.2", "pyrankvote==2.0.6", "pabutools==1.2.3")


def main() -> None:
    """Installs the libraries where they are missing, then compares and measures; exits with 1 for a disagreement."""
    ready = PLACE / "installed.txt"
    if not ready.exists() or ready.read_text("utf-8").split() != list(PEERS):
        venv.create(PLACE, clear=True, with_pip=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", *PEERS], check=True)
        ready.write_text("\n".join(PEERS), "utf-8")
    peers = subprocess.run(
        [PYTHON, "-m", "bench.peers"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    sys.exit(peers.returncode)


if __name__ == "__main__":
    main()

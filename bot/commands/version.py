"""`coop --version`."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version that is installed; run from a plain copy of the code, there is none."""
    try:
        return installed("cooperons")
    except PackageNotFoundError:
        return "0+uninstalled"

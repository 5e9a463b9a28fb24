"""`python -m bot` and the installed command `coop`."""

from bot.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()

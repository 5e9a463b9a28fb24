"""The fake as a process of its own: `python -m tests.botapi --port 0` prints one line of JSON and serves.

It ends when it is told to (`/control/quit`), when it is killed or, with `--tied`, when its standard input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from tests.botapi import Limits, World, serving


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--validate", action="store_true", help="have the independent reader read along")
    parser.add_argument("--no-limits", action="store_true", help="let everything through")
    parser.add_argument("--tied", action="store_true", help="end with the standard input, so with whoever started it")
    asyncio.run(serve(parser.parse_args()))


async def serve(asked: argparse.Namespace) -> None:
    """Serves until it is told to end."""
    world = World()
    limits = Limits(on=not asked.no_limits)
    async with serving(world, limits=limits, validate=asked.validate, port=asked.port) as server:
        line = {
            "base_url": server.base_url,
            "control": f"http://127.0.0.1:{server.port}/control/",
            "token": world.bot.token,
        }
        print(json.dumps(line), flush=True)
        ends = [asyncio.create_task(server.control.quit.wait())]
        if asked.tied:
            ends.append(asyncio.create_task(asyncio.to_thread(sys.stdin.read)))
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)


if __name__ == "__main__":
    main()

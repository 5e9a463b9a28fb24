"""A Bot API server of our own: an in-memory world in which tests act as people, and Telegram's own rules and refusals.

    world = World()
    ana, bo = world.person("Ana"), world.person("Bo")
    ruche = world.group("La Ruche", [ana, bo], admins=[ana])
    async with serving(world) as server:      # point the bot at server.base_url, with world.bot.token
        await world.add_bot(ruche, by=ana)
        message = await world.say(ana, ruche, "/vote Soup?")
        toast = await world.press(bo, world.newest(ruche), "For")
        assert toast.text == "Your vote is in."
        assert world.shown(ruche, to=bo)[-1].startswith("Soup?")

Every update is derived from what people do. What the fake does not model fails loudly: `server.violations`.
"""

from tests.botapi.faults import Fault
from tests.botapi.limits import Limits
from tests.botapi.server import Server, serving
from tests.botapi.world import World

__all__ = ["Fault", "Limits", "Server", "World", "serving"]

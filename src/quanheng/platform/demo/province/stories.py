"""All stories of the province by name, in the order in which they are told at the same moment."""

from quanheng.platform.demo.province.cast import World
from quanheng.platform.demo.province.founding import found
from quanheng.platform.demo.province.pool import open_pool
from quanheng.platform.demo.province.telling import Story


def stories(world: World) -> dict[str, Story]:
    return {"found": found(world), "pool": open_pool(world)}

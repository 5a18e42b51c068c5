"""Stories that happen side by side are told in the order of time."""

import heapq
from collections.abc import Generator, Mapping
from datetime import datetime

from quanheng.platform.demo.chance import Chance

Story = Generator[datetime, None, None]
"""Says when its next step happens; is resumed at that moment and does it."""


def tell(stories: Mapping[str, Story], chance: Chance) -> None:
    """Let each story do its steps when they are due, earliest first; at the same moment in the order given."""
    waiting: list[tuple[datetime, int, str]] = []
    order = {name: place for place, name in enumerate(stories)}
    for name in stories:
        _ask(stories, name, None, waiting, order, chance)
    while waiting:
        at, _place, name = heapq.heappop(waiting)
        _ask(stories, name, at, waiting, order, chance)


def _ask(
    stories: Mapping[str, Story],
    name: str,
    at: datetime | None,
    waiting: list[tuple[datetime, int, str]],
    order: Mapping[str, int],
    chance: Chance,
) -> None:
    """Let a story do the step that is due at `at`, and note when it goes on."""
    chance.turn(f"{name}/{at.isoformat() if at else ''}")
    following = next(stories[name], None)
    if following is not None:
        heapq.heappush(waiting, (max(following, at) if at else following, order[name], name))

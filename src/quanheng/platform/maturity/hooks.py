"""Who may read or grade: the room of the case answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from quanheng.platform.common.registry import Registry

if TYPE_CHECKING:
    from quanheng.platform.common.actors import Actor
    from quanheng.platform.maturity.models import Grading

readers: "Registry[Callable[[Actor, Grading], bool]]" = Registry("who may read a grading")
graders: "Registry[Callable[[Actor, Grading], bool]]" = Registry("who may grade")

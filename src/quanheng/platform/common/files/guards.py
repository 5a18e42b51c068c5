"""Where a room names, in its `apps.ready`, the function that decides who may have the files of its objects.

Without models, so that an app may import it while it is made ready.
"""

from collections.abc import Callable
from typing import Any

from quanheng.platform.common.registry import Registry

guards: Registry[Callable[[Any, Any], bool]] = Registry("who may have a file")
"""By owner kind: `guard(actor, attachment) -> bool`."""

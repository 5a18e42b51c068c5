"""What the library asks of the rooms above it, without knowing them. They register in `apps.ready`."""

from collections.abc import Callable, Sequence
from typing import Any

from quanheng.platform.common.registry import Registry

evidence_readers: Registry[Callable[[Any, Any], bool]] = Registry("who reads a dossier because of a case")
"""`(actor, achievement) -> bool`: whether a case of the room gives `actor` the whole dossier with its evidence."""

withdrawal_stops: Registry[Callable[[Any], str]] = Registry("what keeps an achievement in the library")
"""`(achievement) -> str`: an English sentence that says what runs on it, empty when nothing does."""

next_actions: Registry[Callable[[Any, Any], Sequence[Any]]] = Registry("what may begin with an achievement")
"""`(actor, achievement) -> actions` (`ui.parts.Action`): buttons of the case page that lead to rooms above."""

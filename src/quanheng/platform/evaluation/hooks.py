"""What the rooms above learn from an evaluation, without it knowing them. They register in `apps.ready`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from quanheng.platform.common.registry import Registry

entering: Registry[Callable[[Any, Any, datetime], None]] = Registry("an evaluation enters a state")
"""By state (`EvaluationState.VALUING`): `listener(evaluation, actor, now)`, run in the transaction of the move,
after the case is saved and its next step assigned."""

chapters: Registry[Callable[[Any, Any], tuple[str, str]]] = Registry("what a room above shows on a case page")
"""By `valuation` and `report`: `(actor, evaluation) -> (address, English sentence)`, both empty for who may not see it."""

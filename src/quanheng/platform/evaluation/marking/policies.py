"""When a sheet may be written on, and who manages the sheets of a case."""

from typing import TYPE_CHECKING

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.states import SheetState
from quanheng.platform.evaluation.states import EvaluationState

if TYPE_CHECKING:
    from quanheng.platform.evaluation.models import Evaluation


def require_scoring(evaluation: "Evaluation") -> None:
    if evaluation.state != EvaluationState.SCORING:
        raise Refused(
            "The case is not in scoring now; it is: %(state)s",
            state=EvaluationState(evaluation.state).label,
        )


def require_open(sheet: Sheet) -> None:
    """Refuse to change what was handed in, and to write while the case is elsewhere."""
    if sheet.state != SheetState.OPEN:
        raise Refused("This score sheet is final: %(state)s", state=SheetState(sheet.state).label)
    require_scoring(sheet.evaluation)


def require_manager(actor: Actor, evaluation: "Evaluation") -> None:
    own = actor.organisation_id is not None and actor.organisation_id == evaluation.institution_id
    if not (own and actor.role == Role.LEAD):
        raise Refused("Only the case manager of this evaluation may do this")

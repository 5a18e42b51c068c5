"""The stored result of a case and what its page is made of. Who may see the case is asked by the caller."""

from typing import TYPE_CHECKING

from quanheng.platform.common.errors import Absent
from quanheng.platform.evaluation.marking import selectors as marking
from quanheng.platform.evaluation.results.models import Result

if TYPE_CHECKING:
    from quanheng.platform.evaluation.models import Evaluation


def result_of(evaluation: "Evaluation") -> Result | None:
    """Return the result of the plan in force; nothing before scoring is closed."""
    if not marking.revealed(evaluation):
        return None
    rows = Result.objects.filter(evaluation=evaluation).exclude(plan__state="voided")
    return rows.select_related("plan").first()


def get(evaluation: "Evaluation") -> Result:
    row = result_of(evaluation)
    if row is None:
        raise Absent
    return row

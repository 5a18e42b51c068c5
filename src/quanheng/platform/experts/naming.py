"""Why somebody is left out, in words: rules of the scheme by title, rules of conflict by their id."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.parts import Text
from quanheng.platform.experts.models import Eligibility
from quanheng.platform.experts.models.pools import ExpertRole
from quanheng.platform.library.naming import is_chinese
from quanheng.schemes import Stack

OBSTACLES: dict[str, Text] = {
    "term": _("the term has ended"),
    "confirmed": _("the data are older than the pack allows"),
    "load": _("the yearly limit is reached"),
    "name": _("bears the name of a contributor who is no known person"),
    "field": _("another field"),
}


def role_name(role: str) -> str:
    return str(ExpertRole(role).label)


def reason_codes(row: Eligibility) -> list[str]:
    """Return the codes of what keeps a row out: rules of conflict, of qualification, and obstacles."""
    rules = sorted({rule for rule, _severity, _via in row.conflicts})
    return rules + [reason["rule"] for reason in row.reasons if not reason["met"]] + list(row.obstacles)


def left_out(stack: Stack, rows: Iterable[Eligibility]) -> str:
    """Return how many were left out by which rule: `C03 × 2, senior title × 1`; empty when nobody was."""
    counts = Counter(code for row in rows if not row.eligible for code in reason_codes(row))
    titles = rule_titles(stack)
    return gettext(", ").join(
        f"{titles.get(code, OBSTACLES.get(code, code))} × {counts[code]}" for code in sorted(counts)
    )


def rule_titles(stack: Stack) -> dict[str, str]:
    """Return the titles of the conditions on experts in the reader's language, by rule."""
    name = "title" if is_chinese() else "title_en"
    return {str(row.fields["id"]): str(row.fields[name]) for row in stack.table("qualification")}


def of_role(rows: Sequence[Eligibility], role: str) -> list[Eligibility]:
    return [row for row in rows if row.role == role]

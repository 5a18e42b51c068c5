"""What the public check page says of an issued report: no more than its conclusion line."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import day, moment
from quanheng.platform.common.ui.parts import Answer
from quanheng.platform.library.naming import level_name
from quanheng.platform.reports.models import Report


def public_lines(report: Report) -> list[Answer]:
    """Return number, institution, date, validity and conclusion line."""
    evaluation, stack = report.evaluation, stack_of(report.evaluation.scheme)
    chinese = get_language() != "en"
    scoring = report.content.get("scoring") or {}
    grades = {grade.code: grade.label if chinese else grade.label_en for grade in stack.grades()}
    level = stack.level(evaluation.level) if evaluation.level else None
    return [
        Answer(_("Achievement"), report.achievement.title),
        Answer(_("Evaluation institution"), evaluation.institution.name),
        Answer(_("Issued"), moment(report.issued_at) if report.issued_at else ""),
        Answer(_("Valid until"), day(report.valid_until) if report.valid_until else ""),
        Answer(_("Maturity level"), level_name(level) if level else ""),
        Answer(_("Grade"), grades.get(scoring.get("grade_code", ""), "")),
    ]

"""What a report still lacks, before it may be handed on."""

from django.utils.translation import gettext_lazy

from quanheng.platform.common.errors import Missing
from quanheng.platform.reports import assembling
from quanheng.platform.reports.content import missing_contents
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.sections import SECTIONS

SAID_BY_SECTIONS = frozenset(
    {
        "Summary: missing",
        "Competitive conclusion: missing",
        "Authoritative conclusion: missing",
        "Risks: missing",
        "Assumptions and limits: missing",
        "Answer to the open question “%(question)s”: missing",
    }
)
"""What the contents lack because a section is empty, which is said once, with the way to that section."""
PLACES = {
    "Answer to the flag “%(flag)s”: missing": "edit/flags/",
    "Novelty search report behind the grade %(grade)s: missing": "edit/novelty/",
}
"""Where a missing content is entered, if that is a section of its own."""


def missing_parts(report: Report) -> list[Missing]:
    """Return every missing text, unanswered objection, stale figure and missing content (`domain.md` 8)."""
    where = f"/reports/{report.number}/"
    missing = [
        Missing(
            "“%(section_label)s” is empty",
            f"{where}edit/{section.id}/",
            {"section_label": gettext_lazy(section.title)},
        )
        for section in SECTIONS
        if section.required and not str(report.texts.get(section.id, "")).strip()
    ]
    if report.objections.filter(answered_at=None).exists():
        missing.append(Missing("An objection to facts is not answered", where))
    if assembling.stale(report):
        missing.append(
            Missing(
                "The case has changed since the figures were assembled: assemble them again",
                f"{where}assemble/",
            )
        )
    missing += [
        Missing(message.text, where + PLACES.get(message.text, ""), dict(message.values))
        for message in missing_contents(assembling.facts_of(report))
        if message.text not in SAID_BY_SECTIONS
    ]
    return missing

"""The data of `documents/facts.typ`: what a client checks before the issue. No score, value, name or code is in it."""

from typing import Any

from quanheng.platform.reports.content.document import SIDES, report_document
from quanheng.platform.reports.content.facts import ReportFacts

SHOWN = (
    "number",
    "version",
    "mark",
    "title",
    "issuer",
    "notice",
    "commission",
    "achievement",
    "basis",
    "summary",
    "maturity",
    "information",
    "answers",
    "evidence",
)


def facts_document(facts: ReportFacts) -> dict[str, Any]:
    """Return the facts and the author's texts on them, out of everything that the report will print."""
    whole = report_document(facts)
    texts = [[whole["sides"][side]["title"], whole["sides"][side]["text"]] for side in SIDES]
    return {name: whole[name] for name in SHOWN} | {"texts": texts}

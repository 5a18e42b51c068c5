"""The report's pages as a PDF."""

from datetime import datetime
from pathlib import Path

from quanheng.platform.common.documents.render import render
from quanheng.platform.reports import assembling
from quanheng.platform.reports.content.consultation import facts_document
from quanheng.platform.reports.content.document import report_document
from quanheng.platform.reports.models import Report

DOCUMENTS = Path(__file__).resolve().parent / "documents"
TEMPLATE, FACTS = DOCUMENTS / "report.typ", DOCUMENTS / "facts.typ"


def pdf_of(report: Report, *, now: datetime, draft: bool = False) -> bytes:
    """Return the PDF of the report as it stands (unsigned); `draft` prints the watermark."""
    return render(TEMPLATE, report_document(assembling.facts_of(report, draft=draft)), now=now)


def facts_of(report: Report, *, now: datetime) -> bytes:
    """Return the PDF by which the client checks the facts of a report that is not issued."""
    return render(FACTS, facts_document(assembling.facts_of(report, draft=True)), now=now)

"""Begin a report, write its texts, assemble its figures, hand it to the reviewer."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.reports import assembling, policies, readiness, selectors
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.sections import TITLES
from quanheng.platform.reports.services.moving import moved
from quanheng.platform.reports.states import ReportState


@transaction.atomic
def open_report(evaluation: Evaluation, actor: Actor, now: datetime) -> None:
    """Begin the report of a case that enters its writing; called by `evaluation`. One that was sent back goes on."""
    if (
        Report.objects.filter(evaluation=evaluation, state=ReportState.DRAFT).exists()
        or evaluation.lead_id is None
    ):
        return
    report: Report = Report.new(
        now=now,
        evaluation=evaluation,
        achievement=evaluation.achievement,
        author_id=evaluation.lead_id,
        scheme=evaluation.scheme,
    )
    assembling.fill(report, now=now)
    report.save()
    journal.record("reports.opened", report, actor=actor, at=now, body={"number": report.number})


@transaction.atomic
def save_texts(*, actor: Actor, number: str, texts: Mapping[str, str], now: datetime) -> Report:
    """Keep the author's texts; figures are not among them."""
    report = writable(actor, number)
    if unknown := set(texts) - set(TITLES):
        raise Refused(
            "section: got %(got)s, takes the sections of the report", got=", ".join(sorted(unknown))
        )
    report.texts = report.texts | {name: text.strip() for name, text in texts.items()}
    report.version += 1
    report.save(update_fields=["texts", "version"])
    journal.record("reports.written", report, actor=actor, at=now, body={"sections": sorted(texts)})
    return report


@transaction.atomic
def save_novelty(
    *, actor: Actor, number: str, issuer: str, search_number: str, issued_on: date, now: datetime
) -> Report:
    """Name the novelty search report behind a grade that compares with the world; one too old is refused."""
    report = writable(actor, number)
    years = int(stack_of(report.scheme).number("grade.novelty_years"))
    today = now.astimezone(SHANGHAI).date()
    if not years_back(today, years) <= issued_on <= today:
        raise Refused(
            "Novelty search report: got %(got)s, takes a day within %(years)s years before today", got=issued_on, years=years
        )  # fmt: skip
    if not issuer.strip() or not search_number.strip():
        raise Refused("Novelty search report: takes the institution and the number")
    report.novelty = {
        "issuer": issuer.strip(),
        "number": search_number.strip(),
        "issued_on": issued_on.isoformat(),
    }
    report.version += 1
    report.save(update_fields=["novelty", "version"])
    journal.record("reports.novelty_named", report, actor=actor, at=now, body=dict(report.novelty))
    return report


def years_back(day: date, years: int) -> date:
    """Return the corresponding day, 28 February for a 29th that is missing."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@transaction.atomic
def assemble_report(*, actor: Actor, number: str, now: datetime) -> Report:
    """Read the figures of the case anew (they changed after the report was begun)."""
    report = writable(actor, number)
    assembling.fill(report, now=now)
    report.save()
    journal.record("reports.assembled", report, actor=actor, at=now, body={"fingerprint": report.fingerprint})
    return report


@transaction.atomic
def answer_objection(*, actor: Actor, number: str, objection_id: int, answer: str, now: datetime) -> Report:
    """Answer a client's objection to facts; every one has to be answered before the report goes on."""
    report = writable(actor, number)
    row = report.objections.select_for_update().filter(id=objection_id).first()
    if row is None:
        raise Refused("There is no such objection")
    if not answer.strip():
        raise Refused("answer: got nothing, takes what was changed, or why nothing is")
    row.answer, row.answered_at = answer.strip(), now
    row.save(update_fields=["answer", "answered_at"])
    journal.record("reports.objection_answered", report, actor=actor, at=now)
    return report


@transaction.atomic
def submit_report(*, actor: Actor, number: str, now: datetime) -> Report:
    """Hand the report to the reviewer; every missing part is named at once (`domain.md` 8)."""
    report = writable(actor, number)
    if missing := readiness.missing_parts(report):
        raise Incomplete(missing)
    return moved(
        report,
        "submit_report",
        actor=actor,
        now=now,
        body={"number": report.number, "fingerprint": report.fingerprint},
        what=noop("review the report"),
        path=f"/reports/{report.number}/",
    )


def writable(actor: Actor, number: str) -> Report:
    report = selectors.get_for_update(actor, number)
    policies.require_author(actor, report)
    if report.state != ReportState.DRAFT:
        raise Refused("The report is with others now; it can be changed again when it is sent back")
    return report

"""Signatures and the issue: chair, author, then the institution's signature on the file itself."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.files.services import store_made
from quanheng.platform.common.roles import Role
from quanheng.platform.reports import hooks, policies, rendering, selectors, signing
from quanheng.platform.reports.models import Report, Signature
from quanheng.platform.reports.services.moving import moved
from quanheng.platform.reports.states import REPORT_STATES, ReportState

VALID_FOR = timedelta(days=365)
POSITIONS = {Role.EXPERT: "chair", Role.LEAD: "lead"}


@transaction.atomic
def confirm_report(*, actor: Actor, number: str, now: datetime) -> Signature:
    """Sign as panel chair or case manager, before the institution signs."""
    report = selectors.get_for_update(actor, number)
    REPORT_STATES.target("confirm", state=report.state, role=actor.role)
    if actor.role == Role.LEAD:
        policies.require_author(actor, report)
    else:
        policies.require_chair(actor, report)
    if report.signatures.filter(position=POSITIONS[actor.role]).exists():
        raise Refused("This position has signed already")
    row = Signature.objects.create(
        report=report, position=POSITIONS[actor.role], person_id=person_of(actor), signed_at=now
    )
    journal.record("reports.confirmed", report, actor=actor, at=now)
    inbox.close(report, f"confirm_{row.position}", by=actor, at=now)
    return row


@transaction.atomic
def sign_report(*, actor: Actor, number: str, valid_until: date | None, now: datetime) -> Report:
    """Sign the file with the institution's key and issue the report: numbered, hashed, checkable by anyone."""
    report = selectors.get_for_update(actor, number)
    policies.require_signer(actor, report)
    REPORT_STATES.target("sign", state=report.state, role=actor.role)
    signed = set(report.signatures.values_list("position", flat=True))
    if missing := [text for position, text in AWAITED.items() if position not in signed]:
        raise Incomplete([Missing(text) for text in missing])
    report.issued_at, report.valid_until = now, checked_validity(valid_until, now)
    Signature.objects.create(report=report, position="signer", person_id=person_of(actor), signed_at=now)
    draft = rendering.pdf_of(report, now=now)
    institution = report.evaluation.institution
    final = signing.sign_pdf(
        draft, keys=settings.KEYS_DIR, uscc=institution.uscc, name=institution.name, reason=report.number
    )
    report.draft_sha256, report.pdf_sha256 = signing.digest(draft), signing.digest(final)
    report.pdf = store_made(
        content=final,
        name=f"{report.number}.pdf",
        owner_kind="report",
        owner_id=report.id,
        actor=actor,
        now=now,
    )
    moved(report, "sign", actor=actor, now=now, body={"number": report.number, "sha256": report.pdf_sha256})
    if told := hooks.issued.get():
        told(report, now)
    return report


AWAITED = {"chair": "The panel chair has not signed yet", "lead": "The case manager has not signed yet"}


def checked_validity(valid_until: date | None, now: datetime) -> date:
    day = valid_until or (now + VALID_FOR).date()
    if not now.date() + timedelta(days=182) <= day <= now.date() + timedelta(days=731):
        raise Refused("Valid until: got %(day)s, takes a day half a year to two years ahead", day=day)
    return day


def preview(report: Report, *, actor: Actor, now: datetime) -> bytes:
    """Return the very pages that would be signed now, marked as draft; to a client the facts alone."""
    if not policies.reads_scores(actor, report):
        return rendering.facts_of(report, now=now)
    return rendering.pdf_of(report, now=now, draft=report.state not in ISSUED_STATES)


ISSUED_STATES = frozenset({ReportState.VALID, ReportState.SUPERSEDED, ReportState.REVOKED})

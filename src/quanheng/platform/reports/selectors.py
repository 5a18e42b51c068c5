"""Which reports exist for whom, and which is valid on a day."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.experts.models import Declaration, Seat
from quanheng.platform.experts.states import SeatState
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.states import ReportState
from quanheng.platform.valuation.models import ExpertOpinion

ISSUED = (ReportState.VALID, ReportState.SUPERSEDED, ReportState.REVOKED)
CLIENT_SEES = (ReportState.FEEDBACK, ReportState.SIGNING, *ISSUED)


def visible_to(actor: Actor) -> QuerySet[Report]:
    rows = Report.objects.select_related(
        "evaluation", "achievement", "achievement__owner", "evaluation__institution", "evaluation__client"
    )
    if actor.role in INSTITUTION:
        return rows.filter(evaluation__institution_id=actor.organisation_id)
    if actor.role == Role.OWNER:
        return rows.filter(evaluation__client_id=actor.organisation_id, state__in=CLIENT_SEES)
    if actor.role in {Role.SUPERVISOR, Role.AUDITOR}:
        return rows.filter(state__in=ISSUED)
    if actor.role == Role.EXPERT and actor.person_id:
        own = Seat.objects.filter(expert__person_id=actor.person_id, state=SeatState.ACCEPTED).values(
            "request__case_id"
        )
        return rows.filter(evaluation_id__in=own, state=ReportState.SIGNING)
    return rows.none()


def get(actor: Actor, number: str) -> Report:
    row = visible_to(actor).filter(number=number).first()
    if row is None:
        raise Absent
    return row


def get_for_update(actor: Actor, number: str) -> Report:
    row = (
        Report.objects.select_for_update()
        .filter(id__in=visible_to(actor).filter(number=number).values("id"))
        .first()
    )
    if row is None:
        raise Absent
    return row


def valid_report_of(achievement_id: UUID, on: datetime) -> Report | None:
    """Return the newest report of an achievement that is valid on a day."""
    current = Q(valid_until=None) | Q(valid_until__gte=on.date())
    return (
        Report.objects.filter(current, achievement_id=achievement_id, state=ReportState.VALID)
        .order_by("-issued_at")
        .first()
    )


def public(number: str) -> Report | None:
    """Return an issued report, for the public check page."""
    return (
        Report.objects.filter(number=number, state__in=ISSUED)
        .select_related("achievement", "evaluation__institution")
        .first()
    )


def issued_count() -> int:
    return Report.objects.filter(state=ReportState.VALID).count()


def chair(report: Report) -> Seat | None:
    """Return the panel's chair: the first close-field peer in the order of the draw."""
    seats = panel_seats(report.evaluation_id)
    return min(seats, key=lambda seat: (seat.role != "technical", seat.position), default=None)


def panel_seats(evaluation_id: UUID) -> list[Seat]:
    """Return the taken seats of a case's panel in the order of the draw."""
    rows = Seat.objects.filter(request__case_id=evaluation_id, state=SeatState.ACCEPTED)
    return list(rows.select_related("expert").order_by("position", "code"))


def declarations(seats: list[Seat]) -> QuerySet[Declaration]:
    return Declaration.objects.filter(invitation__seat__in=seats).select_related("invitation__seat")


def valued_seats(seats: list[Seat]) -> set[UUID]:
    """Return the seats whose expert gave an opinion of value."""
    return set(
        ExpertOpinion.objects.filter(seat__in=seats, submitted_at__isnull=False).values_list(
            "seat_id", flat=True
        )
    )


def of_evaluation(evaluation_id: UUID) -> Report | None:
    """Return the running or issued report of a case."""
    return (
        Report.objects.filter(evaluation_id=evaluation_id)
        .exclude(state__in=[ReportState.SUPERSEDED, ReportState.REVOKED])
        .first()
    )


def standing(report: Report, on: datetime) -> str:
    """Return how an issued report stands on a day: valid, expired, superseded, revoked or under_appeal."""
    if report.state != ReportState.VALID:
        return str(report.state)
    if report.evaluation.state == EvaluationState.APPEALED:
        return "under_appeal"
    return "expired" if report.valid_until and report.valid_until < on.date() else "valid"

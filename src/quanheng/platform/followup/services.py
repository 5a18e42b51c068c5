"""Open the follow-ups of a closed deal; report a year."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.exchange.models import Deal
from quanheng.platform.followup import selectors
from quanheng.platform.followup.models import FollowUp


@dataclass(frozen=True, slots=True)
class Figures:
    """What an owner reports of a year; amounts in yuan."""

    revenue: Decimal
    profit: Decimal | None
    jobs: int | None
    contracts: int | None
    words: str
    basis: str


@transaction.atomic
def open_followups(deal: Deal, now: datetime) -> None:
    """Open one follow-up per year of the scheme after a deal is closed (M-3.2); called by `exchange`."""
    closed = now.astimezone(SHANGHAI).date()
    years = stack_of(deal.listing.scheme).value("followup.years")
    for year in map(int, years if isinstance(years, tuple) else (1, 3, 5)):
        FollowUp.objects.get_or_create(
            deal=deal,
            year=year,
            defaults={"achievement": deal.listing.achievement, "due_on": years_after(closed, year)},
        )


def years_after(day: date, years: int) -> date:
    """Return the corresponding day, 28 February for a 29th that is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def require_due(row: FollowUp, now: datetime) -> None:
    """Refuse a year that is not over: its figures are not known yet."""
    if not row.is_due(now):
        raise Refused(
            "The year %(year)s after closing is reported from %(due)s on", year=row.year, due=row.due_on
        )


@transaction.atomic
def report_followup(*, actor: Actor, followup_id: UUID, figures: Figures, now: datetime) -> FollowUp:
    """Report a year that is due with its figures and their basis; a correction replaces it and both stay in the journal."""
    row = selectors.get_for_update(actor, followup_id)
    if actor.role != Role.OWNER:
        raise Refused("Only the owner reports what became of the achievement")
    require_due(row, now)
    if not figures.basis.strip():
        raise Refused("Basis of the figures: got nothing, takes the papers or “own statement”")
    if figures.revenue < 0:
        raise Refused("Revenue: got %(got)s, takes an amount of zero or more", got=figures.revenue)
    row.revenue, row.profit, row.jobs, row.contracts = (
        figures.revenue,
        figures.profit,
        figures.jobs,
        figures.contracts,
    )
    row.words, row.basis = figures.words.strip(), figures.basis.strip()
    row.reported_by_id, row.reported_at = person_of(actor), now
    row.save()
    journal.record(
        "followup.reported",
        row,
        actor=actor,
        at=now,
        body={"year": row.year, "revenue": row.revenue, "basis": row.basis},
    )
    return row

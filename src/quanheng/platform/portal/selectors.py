"""What may be public, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from quanheng.platform.accounts.actors import PUBLIC
from quanheng.platform.common.errors import Absent
from quanheng.platform.exchange import selectors as exchange
from quanheng.platform.library import selectors as library
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.states import AchievementState
from quanheng.platform.reports import selectors as reports


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A page about the achievement that anyone may open."""

    kind: str
    number: str
    url: str
    note: str


def public_achievements(q: str = "", stage: str = "") -> QuerySet[Achievement]:
    rows = library.visible_to(PUBLIC).filter(state=AchievementState.PUBLISHED)
    if q.strip():
        rows = rows.filter(
            Q(title__icontains=q.strip()) | Q(abstract__icontains=q.strip()) | Q(number__iexact=q.strip())
        )
    return rows.filter(stage=stage) if stage else rows


def public_achievement(number: str) -> Achievement:
    row = public_achievements().filter(number=number).first()
    if row is None:
        raise Absent
    return row


def public_links(achievement: Achievement, *, now: datetime) -> list[PublicLink]:
    """Return the valid report and the running or closed listings that are public."""
    found = []
    if report := reports.valid_report_of(achievement.id, now):
        found.append(PublicLink("report", report.number, f"/verify/{report.number}/", ""))
    found += [
        PublicLink("listing", row.number, row.get_absolute_url(), row.get_state_display())
        for row in exchange.public_listings(achievement.id)
    ]
    return found


def figures() -> dict[str, int]:
    """Return the counts of the home page."""
    return {
        "achievements": public_achievements().count(),
        "reports": reports.issued_count(),
        "listings": exchange.running_count(),
        "deals": exchange.closed_count(),
    }

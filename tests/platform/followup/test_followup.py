"""M-3.2: a closed deal is followed for years; the owner reports figures with their basis."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from factories import accounts, exchange
from quanheng.platform.common import clock
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.followup import selectors, services
from quanheng.platform.followup.models import FollowUp
from quanheng.platform.followup.services import Figures, years_after

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]
A_DAY = timedelta(days=1)
FIGURES = Figures(Decimal("1200000.00"), None, 12, 2, "已在两家企业应用", "审计报告 2027")


def due(row: FollowUp) -> datetime:
    """Return the first moment of the day on which `row` is due, in Shanghai."""
    return datetime.combine(row.due_on, time.min, SHANGHAI)


def report(row: FollowUp, actor, *, figures: Figures = FIGURES, now: datetime | None = None) -> FollowUp:
    return services.report_followup(actor=actor, followup_id=row.id, figures=figures, now=now or due(row))


def followup(year: int = 1) -> tuple[FollowUp, object]:
    trade, _ = exchange.closed()
    return FollowUp.objects.get(deal=trade.deal(), year=year), trade


@pytest.mark.clause("M-3.2")
def test_a_closed_deal_opens_the_years_of_the_scheme():
    row, _ = followup()
    rows = FollowUp.objects.filter(deal=row.deal)
    assert [(r.year, r.due_on.year - row.due_on.year) for r in rows] == [(1, 0), (3, 2), (5, 4)]


def test_the_owner_reports_a_year():
    row, trade = followup()
    report(row, trade.seller)
    row.refresh_from_db()
    assert (row.revenue, row.basis, row.reported_by_id) == (
        Decimal("1200000.00"),
        "审计报告 2027",
        trade.seller.person_id,
    )


def test_figures_without_a_basis_are_refused_and_nothing_changes():
    row, trade = followup()
    bare = Figures(Decimal(1), None, None, None, "", " ")
    with pytest.raises(Refused), transaction.atomic():
        report(row, trade.seller, figures=bare)
    row.refresh_from_db()
    assert row.reported_at is None


def test_a_stranger_s_follow_up_does_not_exist():
    row, _ = followup()
    for role in (Role.OWNER, Role.BUYER, Role.OFFICER):
        with pytest.raises(Absent):
            selectors.get(accounts.actor(role), row.id)


def test_the_supervisor_reads_and_does_not_report():
    row, _ = followup()
    supervisor = accounts.actor(Role.SUPERVISOR)
    assert selectors.get(supervisor, row.id) == row
    with pytest.raises(Refused), transaction.atomic():
        report(row, supervisor)


def test_a_year_that_is_not_over_is_refused_and_nothing_changes():
    row, trade = followup(year=5)
    with (
        pytest.raises(Refused, match=r"year 5 after closing is reported from 2031-\d\d-\d\d on"),
        transaction.atomic(),
    ):
        report(row, trade.seller, now=due(row) - timedelta(microseconds=1))
    row.refresh_from_db()
    assert (row.reported_at, row.revenue) == (None, None)


@pytest.mark.parametrize(("days", "offered", "status"), [(-1, False, 409), (0, True, 200)])
def test_a_year_is_offered_from_its_due_day_on(monkeypatch, days, offered, status):
    row, trade = followup(year=3)
    monkeypatch.setattr(clock, "now", lambda: due(row) + days * A_DAY)
    client, address = accounts.client_for(trade.seller), f"/followup/{row.id}/"
    assert (address in client.get("/followup/").content.decode()) is offered
    assert client.get(address).status_code == status


def test_the_form_begins_with_last_year_and_keeps_a_wrong_answer(monkeypatch):
    row, trade = followup()
    report(row, trade.seller)
    later = FollowUp.objects.get(deal=row.deal, year=3)
    monkeypatch.setattr(clock, "now", lambda: due(later))
    client = accounts.client_for(trade.seller)
    assert "审计报告 2027" in client.get(f"/followup/{later.id}/").content.decode()
    answer = client.post(
        f"/followup/{later.id}/", {"revenue": "two", "basis": "自报", "idempotency_key": "x"}
    )
    assert (answer.status_code, "自报" in answer.content.decode()) == (422, True)


def test_the_twenty_ninth_of_february_falls_on_the_twenty_eighth():
    assert years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_after(date(2028, 2, 29) + timedelta(days=1), 1) == date(2029, 3, 1)

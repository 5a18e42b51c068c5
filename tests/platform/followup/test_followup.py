"""M-3.2: a closed deal is followed for years; the owner reports figures with their basis."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from factories import accounts, exchange
from quanheng.platform.common.errors import Absent, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.followup import selectors, services
from quanheng.platform.followup.models import FollowUp
from quanheng.platform.followup.services import Figures, years_after

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]
FIGURES = Figures(Decimal("1200000.00"), None, 12, 2, "已在两家企业应用", "审计报告 2027")


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
    services.report_followup(actor=trade.seller, followup_id=row.id, figures=FIGURES, now=exchange.NOW)
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
        services.report_followup(actor=trade.seller, followup_id=row.id, figures=bare, now=exchange.NOW)
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
        services.report_followup(actor=supervisor, followup_id=row.id, figures=FIGURES, now=exchange.NOW)


def test_the_form_begins_with_last_year_and_keeps_a_wrong_answer():
    row, trade = followup()
    services.report_followup(actor=trade.seller, followup_id=row.id, figures=FIGURES, now=exchange.NOW)
    later = FollowUp.objects.get(deal=row.deal, year=3)
    client = accounts.client_for(trade.seller)
    assert "审计报告 2027" in client.get(f"/followup/{later.id}/").content.decode()
    answer = client.post(
        f"/followup/{later.id}/", {"revenue": "two", "basis": "自报", "idempotency_key": "x"}
    )
    assert (answer.status_code, "自报" in answer.content.decode()) == (422, True)


def test_the_twenty_ninth_of_february_falls_on_the_twenty_eighth():
    assert years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_after(date(2028, 2, 29) + timedelta(days=1), 1) == date(2029, 3, 1)

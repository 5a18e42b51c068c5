"""Reports for tests, reached through the services of every room below."""

from datetime import UTC, date, datetime, timedelta

from factories import evaluation as evaluations
from factories import marking, valuation
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.accounts.selectors import actor_for
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.services.panel import close_scoring
from quanheng.platform.experts.models import Seat
from quanheng.platform.reports import selectors
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.sections import SECTIONS
from quanheng.platform.reports.services import issuing, reviewing, writing
from quanheng.platform.valuation import services as valuing
from quanheng.platform.valuation.models import Engagement

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=60)
STATES = ("draft", "review", "feedback", "signing", "valid")


def report(
    state: str = "draft", *, level: int = 6, codes: tuple[str, ...] = ("income.dcf", "income.split")
) -> Report:
    """Return a report in `state`; its case came all the way from a commission by the services."""
    row = begun(level, codes)
    steps = (submit, approve, agree, sign)
    for step in steps[: STATES.index(state)]:
        step(row)
        row.refresh_from_db()
    return row


def begun(level: int, codes: tuple[str, ...]) -> Report:
    case = evaluations.evaluation("scoring", level=level, now=NOW)
    marking.all_in(case)
    close_scoring(actor=marking.lead_of(case), number=case.number, now=NOW)
    engagement = Engagement.objects.get(evaluation=case)
    valuation.fill(engagement, codes)
    lead = valuation.people(engagement).lead
    valuing.lock(actor=lead, number=engagement.number, now=NOW)
    for n, opinion in enumerate(engagement.opinions.select_related("seat__expert")):
        valuation.submit(engagement, valuation.expert_actor(opinion.seat), valuation.TRIPLES[n % 3])
    valuation.run_all(engagement, codes)
    valuing.open_opinions(actor=lead, number=engagement.number, now=LATER)
    valuing.reconcile(
        actor=lead, number=engagement.number, reason="The forecast carries most", note="Explained", now=LATER
    )
    valuing.sign(actor=lead, number=engagement.number, now=LATER)
    return Report.objects.get(evaluation=case)


def holder(row: Report, role: Role) -> Actor:
    house = row.evaluation.institution if role != Role.OWNER else row.evaluation.client
    rows = house.identities.select_related("person").filter(role=role)
    return actor_for(rows.get(person_id=row.author_id) if role == Role.LEAD else rows.first())


def chair(row: Report) -> Actor:
    seat: Seat = selectors.chair(row)
    return actor_for(seat.expert.person.identities.select_related("person").get(role=Role.EXPERT))


def write(row: Report) -> None:
    texts = {section.id: f"关于{section.id}：证据充分，结论明确。" for section in SECTIONS}
    lead = holder(row, Role.LEAD)
    writing.save_texts(actor=lead, number=row.number, texts=texts, now=LATER)
    writing.save_novelty(
        actor=lead, number=row.number, issuer="燕原省科技信息研究所", search_number="CX-2026-0388", issued_on=date(2026, 6, 19), now=LATER
    )  # fmt: skip


def submit(row: Report) -> None:
    write(row)
    writing.submit_report(actor=holder(row, Role.LEAD), number=row.number, now=LATER)


def approve(row: Report) -> None:
    reviewing.approve_report(actor=holder(row, Role.REVIEWER), number=row.number, now=LATER)


def agree(row: Report) -> None:
    reviewing.agree_report(actor=holder(row, Role.OWNER), number=row.number, now=LATER)


def confirm(row: Report) -> None:
    issuing.confirm_report(actor=chair(row), number=row.number, now=LATER)
    issuing.confirm_report(actor=holder(row, Role.LEAD), number=row.number, now=LATER)


def sign(row: Report) -> None:
    confirm(row)
    issuing.sign_report(actor=holder(row, Role.SIGNER), number=row.number, valid_until=None, now=LATER)

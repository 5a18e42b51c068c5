"""A report is written, reviewed, read by the client, signed by three persons; nothing is typed over."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from factories import accounts, experts, reports
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.files.services import read
from quanheng.platform.common.journal.timeline import faults
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.results.models import Result
from quanheng.platform.reports import assembling, readiness, selectors, signing
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.sections import SECTIONS
from quanheng.platform.reports.services import issuing, reviewing, writing

pytestmark = pytest.mark.django_db
NOW = reports.LATER


def state_of(row: Report) -> tuple[str, str]:
    row = Report.objects.select_related("evaluation").get(id=row.id)
    return row.state, row.evaluation.state


@pytest.mark.clause("H-15.1", "H-5.1")
def test_a_report_begins_with_the_figures_of_its_case():
    row = reports.report("draft")
    result = Result.objects.get(evaluation=row.evaluation)
    content = row.content
    assert content["scoring"]["score"] == str(result.score)
    assert (content["maturity"]["level"], content["maturity"]["stage"]) == (6, "applied")
    assert {mark["expert"] for mark in content["scoring"]["marks"]} == {
        seat["code"] for seat in content["panel"]
    }
    assert "不作为决策依据" in content["notice"]


def test_everything_missing_is_named_at_once_and_nothing_is_sent():
    row = reports.report("draft")
    with pytest.raises(Incomplete) as refusal, transaction.atomic():
        writing.submit_report(actor=reports.holder(row, Role.LEAD), number=row.number, now=NOW)
    empty = {m.section for m in refusal.value.missing}
    assert {f"/reports/{row.number}/edit/{s.id}/" for s in SECTIONS if s.required} <= empty
    assert state_of(row) == ("draft", "reporting")


def test_figures_that_changed_have_to_be_assembled_again():
    row = reports.report("draft")
    reports.write(row)
    row.achievement.abstract = "改写后的摘要"
    row.achievement.save(update_fields=["abstract"])
    row.refresh_from_db()
    assert [m.section for m in readiness.missing_parts(row)] == [f"/reports/{row.number}/assemble/"]
    writing.assemble_report(actor=reports.holder(row, Role.LEAD), number=row.number, now=NOW)
    row.refresh_from_db()
    assert (readiness.missing_parts(row), row.content["achievement"]["abstract"]) == ([], "改写后的摘要")


def test_only_the_author_writes():
    row = reports.report("draft")
    other = accounts.actor(Role.LEAD, row.evaluation.institution)
    with pytest.raises(Refused, match="Only the author"), transaction.atomic():
        writing.save_texts(actor=other, number=row.number, texts={"summary": "x"}, now=NOW)
    row.refresh_from_db()
    assert row.texts == {}


def test_the_report_of_another_institution_does_not_exist():
    row = reports.report("draft")
    for role in (Role.LEAD, Role.REVIEWER, Role.SIGNER, Role.OWNER):
        with pytest.raises(Absent):
            selectors.get(accounts.actor(role), row.number)


def test_the_client_does_not_see_a_draft():
    row = reports.report("draft")
    with pytest.raises(Absent):
        selectors.get(reports.holder(row, Role.OWNER), row.number)


def test_a_remark_and_the_way_back_keep_the_texts():
    row = reports.report("review")
    reviewer = reports.holder(row, Role.REVIEWER)
    reviewing.comment(actor=reviewer, number=row.number, section="risks", text="请补充供应风险", now=NOW)
    reviewing.send_back_report(actor=reviewer, number=row.number, reason="补充风险", now=NOW)
    row.refresh_from_db()
    assert (state_of(row), row.texts["summary"] != "") == (("draft", "reporting"), True)
    assert [i.role for i in inbox.open_of(row.evaluation) if i.verb == "submit_report"] == [Role.LEAD]


def test_the_author_does_not_review_the_own_report():
    row = reports.report("review")
    author = accounts.actor(Role.REVIEWER, row.evaluation.institution, of=row.author)
    with pytest.raises(Refused, match="another person"), transaction.atomic():
        reviewing.approve_report(actor=author, number=row.number, now=NOW)
    assert state_of(row) == ("review", "internal_review")


def test_an_objection_to_facts_has_to_be_answered_before_the_report_goes_on():
    row = reports.report("feedback")
    reviewing.object_facts(
        actor=reports.holder(row, Role.OWNER), number=row.number, section="summary", text="名称有误", now=NOW
    )
    lead = reports.holder(row, Role.LEAD)
    with pytest.raises(Incomplete) as refusal, transaction.atomic():
        writing.submit_report(actor=lead, number=row.number, now=NOW)
    assert [m.text for m in refusal.value.missing] == ["An objection to facts is not answered"]
    writing.answer_objection(
        actor=lead, number=row.number, objection_id=row.objections.get().id, answer="已更正", now=NOW
    )
    writing.submit_report(actor=lead, number=row.number, now=NOW)
    assert state_of(row) == ("review", "internal_review")


def test_chair_and_author_sign_before_the_institution():
    row = reports.report("signing")
    with pytest.raises(Incomplete) as refusal, transaction.atomic():
        issuing.sign_report(
            actor=reports.holder(row, Role.SIGNER), number=row.number, valid_until=None, now=NOW
        )
    assert [m.text for m in refusal.value.missing] == [
        "The panel chair has not signed yet",
        "The case manager has not signed yet",
    ]
    assert state_of(row) == ("signing", "signing")


def test_author_reviewer_and_signer_are_three_persons():
    row = reports.report("signing")
    reports.confirm(row)
    for person in (row.author, Report.objects.get(id=row.id).reviewer):
        signer = accounts.actor(Role.SIGNER, row.evaluation.institution, of=person)
        with pytest.raises(Refused, match="three persons"), transaction.atomic():
            issuing.sign_report(actor=signer, number=row.number, valid_until=None, now=NOW)
    assert state_of(row) == ("signing", "signing")


@pytest.mark.clause("M-8.1")
def test_the_issued_file_is_signed_whole_and_hashed(settings):
    row = reports.report("valid")
    data = read(row.pdf)
    finding = signing.examine(data, keys=settings.KEYS_DIR)
    assert (finding.sound, finding.signer, signing.digest(data)) == (
        True,
        row.evaluation.institution.name,
        row.pdf_sha256,
    )
    assert state_of(row) == ("valid", "issued")
    assert faults(row.stream) == []


def test_a_report_is_valid_for_half_a_year_to_two_years():
    row = reports.report("signing")
    reports.confirm(row)
    for day in (NOW.date() + timedelta(days=30), date(2030, 1, 1)):
        with pytest.raises(Refused, match="half a year"), transaction.atomic():
            issuing.sign_report(
                actor=reports.holder(row, Role.SIGNER), number=row.number, valid_until=day, now=NOW
            )
    assert state_of(row) == ("signing", "signing")


def test_nobody_signs_twice():
    row = reports.report("signing")
    reports.confirm(row)
    with pytest.raises(Refused, match="signed already"), transaction.atomic():
        issuing.confirm_report(actor=reports.chair(row), number=row.number, now=NOW)
    assert row.signatures.count() == 2


def test_an_expert_who_does_not_chair_the_panel_does_not_sign_for_it():
    row = reports.report("signing")
    seats = selectors.panel_seats(row.evaluation_id)
    other = next(seat for seat in seats if seat != selectors.chair(row))
    with pytest.raises(Refused, match="Only the chair"), transaction.atomic():
        issuing.confirm_report(actor=experts.actor_of(other.expert), number=row.number, now=NOW)
    assert row.signatures.count() == 0


def named(row: Report, issued_on: date) -> Report:
    return writing.save_novelty(
        actor=reports.holder(row, Role.LEAD), number=row.number, issuer="查新站", search_number="CX-1", issued_on=issued_on, now=NOW
    )  # fmt: skip


@pytest.fixture
def world_class() -> Report:
    row = reports.report("draft")
    assert row.content["scoring"]["grade_code"] == "world_advanced"
    return row


def test_a_grade_that_compares_with_the_world_takes_a_novelty_search(world_class):
    where = f"/reports/{world_class.number}/edit/novelty/"
    assert [m.section for m in readiness.missing_parts(world_class) if m.section == where] == [where]
    row = named(world_class, date(2026, 6, 19))
    assert [m for m in readiness.missing_parts(row) if m.section == where] == []


@pytest.mark.parametrize("day", [date(2024, 11, 19), date(2027, 1, 1)])
def test_a_novelty_search_older_than_two_years_or_of_tomorrow_is_refused(world_class, day):
    with pytest.raises(Refused, match="takes a day within"), transaction.atomic():
        named(world_class, day)
    world_class.refresh_from_db()
    assert world_class.novelty == {}


def test_a_novelty_search_of_the_last_day_of_two_years_is_taken(world_class):
    assert named(world_class, date(2024, 11, 20)).novelty["issued_on"] == "2024-11-20"


def test_only_the_author_names_the_novelty_search(world_class):
    with pytest.raises(Refused), transaction.atomic():
        writing.save_novelty(
            actor=reports.holder(world_class, Role.REVIEWER), number=world_class.number, issuer="x", search_number="y", issued_on=date(2026, 6, 19), now=NOW
        )  # fmt: skip


def test_the_report_prints_the_novelty_search_behind_its_grade():
    row = reports.report("valid")
    assert assembling.facts_of(row).novelty == "燕原省科技信息研究所，查新报告 CX-2026-0388，2026年6月19日"

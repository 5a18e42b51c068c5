"""The level is found by evidence, confirmed by two persons, and decides which plan freezes (H-9)."""

import pytest
from django.db import IntegrityError, transaction

from factories import accounts, evaluation, library
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import access, selectors, services
from quanheng.platform.library import selectors as achievements
from quanheng.platform.maturity import selectors as maturity

pytestmark = pytest.mark.django_db
NOW = evaluation.NOW


def graded(level: int = 6, **how):
    row = evaluation.evaluation("maturity", **how)
    evaluation.accept_evidence(row, level)
    return evaluation.fresh(row), evaluation.cast_of(row)


def act(row, actor):
    return {"actor": actor, "number": row.number, "now": NOW}


@pytest.mark.clause("H-9")
def test_a_case_without_a_confirmed_level_is_kept_out_of_scoring_by_the_database():
    row = evaluation.evaluation("maturity")
    row.state = "scoring"
    with pytest.raises(IntegrityError, match="nothing_is_scored_without_a_level"), transaction.atomic():
        row.save()


@pytest.mark.clause("H-9")
def test_the_level_freezes_the_plan_of_its_stage():
    row, cast = graded()
    services.propose_level(**act(row, cast.lead))
    services.confirm_level(**act(row, cast.reviewer))
    row = evaluation.fresh(row)
    assert (row.state, row.level, row.stage) == ("collecting", 6, "applied")
    assert (selectors.plan_of(row).state, achievements.by_id(row.achievement_id).level) == ("frozen", 6)


def test_the_proposer_does_not_confirm_the_own_level(stood):
    row, cast = graded()
    services.propose_level(**act(row, cast.lead))
    before = stood()
    with pytest.raises(Refused, match="another person than the proposer"):
        services.confirm_level(**act(row, cast.lead))
    assert stood() == before


def test_a_level_of_another_stage_needs_the_plan_of_that_stage(stood):
    row, cast = graded(4)
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.propose_level(**act(row, cast.lead))
    assert [str(part) for part in error.value.missing] == ["The plan for the found stage is not made yet"]
    assert stood() == before


def test_the_plan_of_the_found_stage_replaces_the_one_in_force():
    row, cast = graded(4)
    services.prepare_found_plan(**act(row, cast.lead))
    services.propose_level(**act(row, cast.lead))
    services.confirm_level(**act(row, cast.signer))
    states = [(plan.version, plan.stage, plan.state) for plan in selectors.plans(row)]
    assert states == [(1, "applied", "voided"), (2, "basic", "frozen")]


def test_the_client_is_told_when_the_stage_differs_from_the_expected_one():
    row = evaluation.evaluation("collecting", level=4)
    notice = inbox.todo(evaluation.cast_of(row).owner).get(verb=inbox.READ)
    assert notice.what == "read the confirmed level; its stage differs from the expected one"


def test_a_notice_is_no_next_step_and_ends_when_it_was_read():
    row = evaluation.evaluation("collecting")
    owner = evaluation.cast_of(row).owner
    services.acknowledge(**act(row, owner))
    assert list(selectors.notices(owner, row)) == []
    assert [step.role for step in inbox.open_of(row)] == ["lead"]


def test_evidence_that_changes_after_the_proposal_undoes_it(stood):
    row, cast = graded()
    services.propose_level(**act(row, cast.lead))
    library.evidence(row.achievement, "1", 6, "performance_test_report")
    before = stood()
    with pytest.raises(Incomplete, match="1 parts are missing"):
        services.confirm_level(**act(row, cast.reviewer))
    assert stood() == before


def test_another_level_than_the_proposed_one_is_not_confirmed(stood):
    row, cast = graded(5)
    services.propose_level(**act(row, cast.lead))
    evaluation.accept_evidence(row, 6)
    before = stood()
    with pytest.raises(Refused, match="has to be proposed again"):
        services.confirm_level(**act(row, cast.reviewer))
    assert stood() == before


def test_a_level_that_was_sent_back_waits_for_the_case_manager():
    row, cast = graded()
    services.propose_level(**act(row, cast.lead))
    services.send_level_back(**act(row, cast.reviewer), reason="Look at the test report")
    assert [step.role for step in inbox.open_of(row)] == ["lead"]


@pytest.mark.clause("H-7.1")
def test_a_grading_only_commission_ends_with_a_level_certificate():
    row, cast = graded(case_kind="grading")
    services.propose_level(**act(row, cast.lead))
    services.confirm_level(**act(row, cast.reviewer))
    row = evaluation.fresh(row)
    page = accounts.client_for(cast.owner).get(f"/evaluations/{row.number}/print/").content.decode()
    assert (row.state, row.level) == ("issued", 6)
    assert f"{row.achievement.title} is certified to have reached Level 6 Qualified sample" in page


def test_more_evidence_is_asked_of_the_client_without_moving_the_case():
    row, cast = graded()
    services.request_evidence(**act(row, cast.lead), note="The test report of 2026 is missing")
    assert evaluation.fresh(row).state == "maturity"
    assert inbox.todo(cast.owner).get(verb=inbox.READ).what == "the institution asks for more evidence"


@pytest.mark.parametrize(
    ("who", "reads", "grades"),
    [
        ("owner", True, False),
        ("lead", True, True),
        ("reviewer", True, True),
        ("signer", True, False),
        ("stranger", False, False),
    ],
)
def test_who_reads_and_who_grades(who, reads, grades):
    row, cast = graded()
    grading = maturity.of_case(row.id)
    actor = accounts.actor(Role.LEAD) if who == "stranger" else getattr(cast, who)
    assert (access.reads_grading(actor, grading), access.grades(actor, grading)) == (reads, grades)


def test_nobody_grades_after_the_level_is_confirmed():
    row = evaluation.evaluation("collecting")
    assert access.grades(evaluation.cast_of(row).lead, maturity.of_case(row.id)) is False


def test_the_institution_reads_the_dossier_of_what_it_evaluates_and_no_other():
    row = evaluation.evaluation("submitted")
    intake = evaluation.cast_of(row).intake
    other = library.achievement()
    found = [access.reads_dossier(intake, achievement) for achievement in (row.achievement, other)]
    assert found == [True, False]

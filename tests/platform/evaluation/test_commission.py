"""J2: commission, submit, accept, return, refuse, recall. A refusal leaves everything as it stood."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from factories import accounts, evaluation, library
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import services
from quanheng.platform.integrity import selectors as integrity
from quanheng.platform.integrity import services as standing
from quanheng.platform.library.models import Right

pytestmark = pytest.mark.django_db


def commission(achievement, institution, **changes):
    values = {
        "actor": library.owner_of(achievement),
        "achievement_number": achievement.number,
        "institution_id": institution.id,
        "commission": evaluation.COMMISSION,
        "now": evaluation.NOW,
    }
    return services.create_evaluation(**(values | changes))


def refused(stood, act, *args, **kwargs) -> str:
    before = stood()
    with pytest.raises(Refused) as error:
        act(*args, **kwargs)
    assert stood() == before
    return str(error.value)


def test_a_suspended_institution_takes_no_commission(stood):
    house = evaluation.institution()
    office = accounts.actor(Role.SUPERVISOR)
    standing.suspend_institution(
        actor=office, organisation_id=house.id, reason="Spot check", now=evaluation.NOW
    )
    assert refused(stood, commission, library.achievement(), house) == "Suspended: Spot check"


def test_nobody_evaluates_the_own_achievement(stood):
    achievement = library.achievement(accounts.actor(Role.OWNER, accounts.organisation(kind="institution")))
    standing.admit_institution(
        actor=accounts.actor(Role.SUPERVISOR),
        organisation_id=achievement.owner_id,
        fields=["new_materials"],
        now=evaluation.NOW,
    )
    text = refused(stood, commission, achievement, achievement.owner)
    assert text == "Conflict of interest: the institution is itself the owner of the achievement"


def test_who_holds_rights_in_the_achievement_does_not_evaluate_it(stood):
    achievement, house = library.achievement(), evaluation.institution()
    Right.objects.filter(achievement=achievement).update(holder_uscc=house.uscc)
    text = refused(stood, commission, achievement, house)
    assert text == "Conflict of interest: the institution holds rights in the achievement"


def test_an_achievement_that_is_not_handed_in_is_not_commissioned(stood):
    achievement = library.achievement(state="draft")
    text = refused(stood, commission, achievement, evaluation.institution())
    assert (
        text
        == f"{achievement.number} is not handed in to the library; hand it in before commissioning an evaluation"
    )


def test_one_evaluation_of_an_achievement_runs_at_a_time(stood):
    first = evaluation.evaluation("draft")
    text = refused(stood, commission, first.achievement, evaluation.institution())
    assert text == f"{first.number} already runs on this achievement"


def test_a_commission_is_wanted_for_a_day_to_come(stood):
    late = replace(evaluation.COMMISSION, wanted_on=date(2026, 9, 20))
    text = refused(stood, commission, library.achievement(), evaluation.institution(), commission=late)
    assert text == "Wanted by: got 2026-09-20, takes a day to come"


def readdressed(row, house):
    return services.save_commission(
        actor=evaluation.cast_of(row).owner,
        number=row.number,
        commission=evaluation.COMMISSION,
        institution_id=house.id,
        now=evaluation.NOW,
    )


def test_a_draft_may_go_to_another_institution():
    row, house = evaluation.evaluation("draft"), evaluation.institution()
    assert readdressed(row, house).institution == house


def test_a_returned_commission_stays_with_its_institution(stood):
    row = evaluation.evaluation("submitted")
    services.return_evaluation(
        actor=evaluation.cast_of(row).intake,
        number=row.number,
        items={"other": "Missing"},
        now=evaluation.NOW,
    )
    text = refused(stood, readdressed, row, evaluation.institution())
    assert text == "Only a draft may be meant for another institution"


def test_a_draft_does_not_go_to_a_suspended_institution(stood):
    row, house = evaluation.evaluation("draft"), evaluation.institution()
    standing.suspend_institution(
        actor=accounts.actor(Role.SUPERVISOR),
        organisation_id=house.id,
        reason="audit",
        now=evaluation.NOW,
    )
    assert refused(stood, readdressed, row, house) == "Suspended: audit"


def test_a_stranger_cannot_commission_it(stood):
    achievement, house = library.achievement(), evaluation.institution()
    before = stood()
    with pytest.raises(Absent):
        commission(achievement, house, actor=library.owner())
    assert stood() == before


def test_a_commission_expects_the_stage_of_the_level_in_the_owners_view():
    assert evaluation.evaluation("draft").expected_stage == "applied"


def test_what_a_submission_lacks_is_named_at_once(stood):
    row = evaluation.evaluation("draft")
    row.wanted_on = None
    row.save()
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.submit_evaluation(
            actor=library.owner_of(row.achievement),
            number=row.number,
            truth=False,
            no_classified=False,
            now=evaluation.NOW,
        )
    assert [str(part) for part in error.value.missing] == [
        "The wanted date is empty",
        "The undertaking of truth is not given",
        "It is not declared that nothing is classified",
    ]
    assert stood() == before


def test_a_submission_signs_both_undertakings_for_the_case():
    row = evaluation.evaluation("submitted")
    kinds = integrity.undertakings("evaluation", row.id).values_list("kind", flat=True)
    assert sorted(kinds) == ["no_classified", "truth"]


def test_the_institution_has_ten_working_days_to_decide():
    row = evaluation.evaluation("submitted")
    step = inbox.open_of(row).get()
    assert (step.role, step.verb, step.due_at) == (
        "intake",
        "accept",
        datetime(2026, 10, 5, 9, 0, tzinfo=UTC),
    )


def test_acceptance_needs_the_conflict_check_the_scope_and_a_case_manager(stood):
    row = evaluation.evaluation("submitted")
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.accept_evaluation(
            actor=evaluation.cast_of(row).intake,
            number=row.number,
            lead_id=uuid4(),
            no_conflict=False,
            in_scope=False,
            now=evaluation.NOW,
        )
    assert len(error.value.missing) == 3
    assert stood() == before


def test_a_returned_commission_is_submitted_only_with_every_item_answered(stood):
    row = evaluation.evaluation("submitted")
    cast = evaluation.cast_of(row)
    items = {"rights": "The second holder did not sign", "commission": "When is the listing?"}
    services.return_evaluation(actor=cast.intake, number=row.number, items=items, now=evaluation.NOW)
    submit = {
        "actor": cast.owner,
        "number": row.number,
        "truth": True,
        "no_classified": True,
        "now": evaluation.NOW,
    }
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.submit_evaluation(**submit, answers={"rights": "Signed now"})
    assert [str(part) for part in error.value.missing] == ["Purpose and wanted date: not answered"]
    assert stood() == before
    services.submit_evaluation(**submit, answers={"rights": "Signed now", "commission": "In December"})
    assert [part["answer"] for part in evaluation.fresh(row).corrections] == ["Signed now", "In December"]


def test_a_return_without_a_reason_is_refused(stood):
    row = evaluation.evaluation("submitted")
    act = {"actor": evaluation.cast_of(row).intake, "number": row.number, "items": {"rights": " "}}
    text = refused(stood, services.return_evaluation, **act, now=evaluation.NOW)
    assert text == "A commission is returned with a reason for at least one item"


def test_a_refusal_ends_the_commission_with_its_reason():
    row = evaluation.evaluation("submitted")
    act = {"actor": evaluation.cast_of(row).intake, "number": row.number, "now": evaluation.NOW}
    services.refuse_evaluation(**act, code="scope", reason="No expert for optics")
    row = evaluation.fresh(row)
    assert (row.state, row.closing_reason, list(inbox.open_of(row))) == (
        "refused",
        "No expert for optics",
        [],
    )


def test_a_recalled_commission_is_a_draft_that_the_institution_no_longer_sees():
    row = evaluation.evaluation("submitted")
    cast = evaluation.cast_of(row)
    services.recall_evaluation(actor=cast.owner, number=row.number, now=evaluation.NOW)
    with pytest.raises(Absent):
        services.accept_evaluation(
            actor=cast.intake,
            number=row.number,
            lead_id=cast.lead.person_id,
            no_conflict=True,
            in_scope=True,
            now=evaluation.NOW,
        )


def test_a_correction_that_does_not_come_ends_the_commission():
    row = evaluation.evaluation("submitted")
    act = {"actor": evaluation.cast_of(row).intake, "number": row.number, "items": {"rights": "Sign"}}
    services.return_evaluation(**act, now=evaluation.NOW)
    services.lapse_evaluation(evaluation_id=row.id, now=evaluation.NOW)
    assert (evaluation.fresh(row).state, evaluation.fresh(row).closing_reason) == (
        "refused",
        "Not corrected in time",
    )

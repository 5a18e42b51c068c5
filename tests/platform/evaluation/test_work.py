"""Information, panel, scoring; interruption; steps called from the rooms above."""

from datetime import timedelta
from uuid import uuid4

import pytest

from factories import accounts, evaluation, experts
from quanheng.platform.accounts.actors import SYSTEM
from quanheng.platform.common import inbox
from quanheng.platform.common.errors import Absent, Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import access, hooks, selectors, services
from quanheng.platform.evaluation.models import Evaluation, Sheet
from quanheng.platform.evaluation.services import Finding
from quanheng.platform.evaluation.states import RUNNING, EvaluationState
from quanheng.platform.experts.models import Seat

pytestmark = pytest.mark.django_db
NOW = evaluation.NOW


@pytest.fixture
def alone(monkeypatch):
    """Let no room above hear of a state."""
    monkeypatch.setattr(hooks.entering, "_names", {})


def act(row, actor):
    return {"actor": actor, "number": row.number, "now": NOW}


# information -------------------------------------------------------------------------------------
@pytest.mark.clause("H-14.2")
def test_collection_cannot_complete_with_an_unexplained_gap(stood):
    row = evaluation.evaluation("collecting", level=4)
    lead = evaluation.cast_of(row).lead
    papers = Finding(source="CNKI", dated=NOW.date(), finding="Twelve papers")
    services.save_information(**act(row, lead), item="papers", finding=papers)
    services.save_information(**act(row, lead), item="patents", finding=Finding(gap_reason="None was filed"))
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.complete_collection(**act(row, lead))
    assert [str(part) for part in error.value.missing] == [
        "Sector research reports: neither found nor explained",
        "Industry analysis reports: neither found nor explained",
        "Market analysis reports: neither found nor explained",
    ]
    assert stood() == before


def test_explained_gaps_let_the_collection_complete():
    row = evaluation.evaluation("collecting")
    lead = evaluation.cast_of(row).lead
    for entry in selectors.plan_of(row).information:
        services.save_information(
            **act(row, lead), item=entry["id"], finding=Finding(gap_reason="Not published")
        )
    services.complete_collection(**act(row, lead))
    assert evaluation.fresh(row).state == "drawing"


def test_a_finding_needs_source_date_and_words(stood):
    row = evaluation.evaluation("collecting")
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.save_information(
            **act(row, evaluation.cast_of(row).lead),
            item="patents",
            finding=Finding(dated=NOW.date() + timedelta(days=1)),
        )
    assert [str(part) for part in error.value.missing] == [
        "The source is empty",
        "The finding is empty",
        "The date lies in the future",
    ]
    assert stood() == before


def test_an_item_outside_the_list_is_refused(stood):
    row = evaluation.evaluation("collecting")
    before = stood()
    with pytest.raises(Refused, match="takes one of the stage's information list"):
        services.save_information(
            **act(row, evaluation.cast_of(row).lead), item="rumours", finding=Finding(gap_reason="None")
        )
    assert stood() == before


# panel and scoring ---------------------------------------------------------------------------------
def test_a_seated_panel_opens_a_sheet_for_every_seat():
    row = evaluation.evaluation("scoring")
    assert Sheet.objects.filter(evaluation=row).count() == sum(selectors.plan_of(row).seats.values())


def test_a_panel_that_is_seated_again_gets_only_the_sheets_it_lacks():
    row = evaluation.evaluation("scoring")
    request = experts.PanelRequest.objects.get(case_id=row.id)
    before = Sheet.objects.count()
    services.seat_panel(request, NOW)
    assert (evaluation.fresh(row).state, Sheet.objects.count()) == ("scoring", before)


def test_no_page_of_the_institution_names_an_expert():
    row = evaluation.evaluation("scoring")
    client = accounts.client_for(evaluation.cast_of(row).lead)
    names = [seat.expert.person.name for seat in Seat.objects.filter(request__case_id=row.id)]
    pages = [
        client.get(f"/evaluations/{row.number}/{page}").content.decode()
        for page in ("", "panel/", "history/", "print/")
    ]
    assert [name for name in names for page in pages if f"{name}<" in page] == []


def test_a_panel_is_requested_once(stood):
    row = evaluation.evaluation("drawing")
    lead = evaluation.cast_of(row).lead
    experts.pool()
    services.request_panel(**act(row, lead))
    before = stood()
    with pytest.raises(Refused, match="A panel of this case is requested already"):
        services.request_panel(**act(row, lead))
    assert stood() == before


def test_scoring_is_not_closed_while_a_sheet_is_open(stood):
    row = evaluation.evaluation("scoring")
    before = stood()
    with pytest.raises(Incomplete) as error:
        services.close_scoring(**act(row, evaluation.cast_of(row).lead))
    assert str(error.value.missing[0]) == "9 score sheets are not in"
    assert stood() == before


# interruption --------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["accepted", "maturity", "drawing"])
def test_a_suspended_case_is_resumed_where_it_stood(state):
    row = evaluation.evaluation(state)
    lead = evaluation.cast_of(row).lead
    before = [step.verb for step in inbox.open_of(row).exclude(verb=inbox.READ)]
    services.suspend_evaluation(**act(row, lead), reason="Dispute about rights")
    services.resume_evaluation(**act(row, lead), reason="Settled")
    row = evaluation.fresh(row)
    assert (row.state, row.previous_state, row.closing_reason) == (state, "", "")
    assert [step.verb for step in inbox.open_of(row).exclude(verb=inbox.READ)] == before


def test_a_suspended_case_takes_no_step(stood):
    row = evaluation.evaluation("collecting")
    lead = evaluation.cast_of(row).lead
    services.suspend_evaluation(**act(row, lead), reason="Dispute")
    before = stood()
    with pytest.raises(Refused, match="not possible while the case is Suspended"):
        services.complete_collection(**act(row, lead))
    assert stood() == before


def test_a_suspension_needs_a_reason(stood):
    row = evaluation.evaluation("collecting")
    before = stood()
    with pytest.raises(Refused, match="reason: got 0 characters"):
        services.suspend_evaluation(**act(row, evaluation.cast_of(row).lead), reason=" ")
    assert stood() == before


def test_a_suspension_undoes_an_open_proposal():
    row = evaluation.evaluation("contracted")
    cast = evaluation.cast_of(row)
    services.save_plan(**act(row, cast.lead), draft=evaluation.draft_plan(row))
    services.propose_plan_lock(**act(row, cast.lead))
    services.suspend_evaluation(**act(row, cast.lead), reason="Dispute")
    services.resume_evaluation(**act(row, cast.lead), reason="Settled")
    with pytest.raises(Refused, match="There is no open proposal to approve"):
        services.lock_plan(**act(row, cast.reviewer))


def test_the_supervising_authority_terminates_a_suspended_case():
    row = evaluation.evaluation("collecting")
    office = accounts.actor(Role.SUPERVISOR)
    services.suspend_evaluation(**act(row, office), reason="Complaint")
    services.terminate_evaluation(**act(row, office), reason="Evidence was forged")
    row = evaluation.fresh(row)
    assert (row.state, row.closing_reason, row.concluded_at) == ("terminated", "Evidence was forged", NOW)


def test_a_contract_that_nobody_signs_ends_the_case():
    row = evaluation.evaluation("accepted")
    services.expire_evaluation(evaluation_id=row.id, now=NOW)
    assert evaluation.fresh(row).closing_reason == "The contract was not signed in time"


# steps of the rooms above --------------------------------------------------------------------------
def at(state: str) -> Evaluation:
    """Return a case put into a state that rooms above lead to."""
    row = evaluation.evaluation("drawing")
    row.state = state
    row.save()
    return row


def advance(row, actor, verb, **how):
    return services.advance(actor=actor, evaluation_id=row.id, verb=verb, now=NOW, **how)


def test_the_rooms_above_lead_a_case_to_the_issue(alone):
    row = at("valuing")
    cast = evaluation.cast_of(row)
    way = [
        ("close_valuation", cast.lead),
        ("submit_report", cast.lead),
        ("approve", cast.reviewer),
        ("agree", SYSTEM),
        ("sign", cast.signer),
    ]
    states = [advance(row, actor, verb).state for verb, actor in way]
    assert states == ["reporting", "internal_review", "feedback", "signing", "issued"]
    assert evaluation.fresh(row).concluded_at == NOW


def test_the_case_manager_archives_an_issued_case_on_its_page():
    row = at("issued")
    lead = accounts.client_for(evaluation.cast_of(row).lead)
    page = f"/evaluations/{row.number}/archive/"
    offered = page in lead.get(f"/evaluations/{row.number}/").text
    lead.post(page, {"idempotency_key": str(uuid4())})
    assert (offered, evaluation.fresh(row).state) == (True, "archived")


def test_an_appeal_that_is_dismissed_leaves_the_case_where_it_was():
    row = at("archived")
    advance(row, evaluation.cast_of(row).owner, "appeal")
    advance(row, accounts.actor(Role.SUPERVISOR), "dismiss_appeal")
    assert evaluation.fresh(row).state == "archived"


def test_a_second_person_completes_an_act_of_two(alone):
    row = at("valuing")
    assert advance(row, evaluation.cast_of(row).signer, "skip_valuation").state == "reporting"


def test_a_step_of_this_room_is_not_taken_from_above(stood):
    row = at("collecting")
    before = stood()
    with pytest.raises(Refused, match="verb: got complete_collection"):
        advance(row, evaluation.cast_of(row).lead, "complete_collection")
    assert stood() == before


def test_another_role_does_not_take_the_step(stood):
    row = at("internal_review")
    before = stood()
    with pytest.raises(Refused, match="Approve: not a step of Signer in this case"):
        advance(row, evaluation.cast_of(row).signer, "approve")
    assert stood() == before


def test_the_next_step_bears_words_and_address_of_the_room_above(alone):
    row = at("valuing")
    advance(
        row, evaluation.cast_of(row).lead, "close_valuation", what="write chapter 3", path="/reports/BG-1/"
    )
    step = inbox.open_of(row).get(verb="submit_report")
    assert (step.what, step.path) == ("write chapter 3", "/reports/BG-1/")


def test_a_room_above_hears_of_the_state_it_asked_for(alone):
    hooks.entering.register("factories.evaluation.hears", EvaluationState.REPORTING)
    row = at("valuing")
    advance(row, evaluation.cast_of(row).lead, "close_valuation")
    assert evaluation.heard[-1] == (row.number, "reporting")


# who sees what -------------------------------------------------------------------------------------
def seen(actor) -> list[str]:
    return [row.number for row in selectors.visible_to(actor)]


def test_a_draft_is_seen_by_its_client_alone():
    row = evaluation.evaluation("draft")
    cast = evaluation.cast_of(row)
    actors = (cast.owner, cast.intake, accounts.actor(Role.SUPERVISOR), accounts.actor(Role.AUDITOR))
    assert [row.number in seen(actor) for actor in actors] == [True, False, False, False]


def test_a_submitted_case_is_seen_by_client_institution_and_who_watches():
    row = evaluation.evaluation("submitted")
    cast = evaluation.cast_of(row)
    actors = (cast.owner, cast.intake, accounts.actor(Role.SUPERVISOR), accounts.actor(Role.AUDITOR))
    assert [row.number in seen(actor) for actor in actors] == [True, True, True, True]


def test_to_anyone_else_a_case_does_not_exist():
    row = evaluation.evaluation("submitted")
    strangers = set(Role) - {Role.SUPERVISOR, Role.AUDITOR, Role.PUBLIC, Role.SYSTEM}
    assert [role for role in strangers if row.number in seen(accounts.actor(role))] == []
    with pytest.raises(Absent):
        selectors.get(accounts.actor(Role.OWNER), row.number)


def test_an_achievement_under_evaluation_stays_in_the_library():
    row = evaluation.evaluation("submitted")
    assert access.keeps_in_library(row.achievement) == "An evaluation of the achievement is running"


def test_every_running_state_is_one_of_the_table():
    assert set(RUNNING) <= set(EvaluationState)

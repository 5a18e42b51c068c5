"""Pages: each answers whom it is for, in both languages, in few queries; a stranger finds nothing."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import accounts, evaluation, library
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import boards, selectors, services
from quanheng.platform.evaluation.models import Evaluation, Plan
from quanheng.platform.evaluation.states import EVALUATION_STATES

pytestmark = pytest.mark.django_db
NOW = evaluation.NOW
READING = ["", "contract/", "plan/", "information/", "panel/", "history/", "print/"]


def address(row: Evaluation, page: str = "") -> str:
    return f"/evaluations/{row.number}/{page}"


def post(client, path: str, **data):
    """Send a page's own form: its key and hidden version with what was typed."""
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(path, hidden | data)


@pytest.fixture
def drawing():
    return evaluation.evaluation("drawing")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_reading_page_answers_client_institution_and_who_watches(drawing, language):
    cast = evaluation.cast_of(drawing)
    readers = (
        cast.owner,
        cast.lead,
        cast.signer,
        accounts.actor(Role.SUPERVISOR),
        accounts.actor(Role.AUDITOR),
    )
    clients = [accounts.client_for(reader, language) for reader in readers]
    statuses = {client.get(address(drawing, page)).status_code for client in clients for page in READING}
    assert statuses == {200}


def test_to_a_stranger_no_page_of_a_case_exists(drawing):
    stranger = accounts.client_for(accounts.actor(Role.LEAD))
    pages = [*READING, "accept/", "plan/lock/", "level/", "suspend/", "close-scoring/", "read/"]
    assert {stranger.get(address(drawing, page)).status_code for page in pages} == {404}


def test_an_achievement_that_is_being_evaluated_leads_to_its_case_and_not_to_a_new_one():
    row = evaluation.evaluation("submitted")
    page = accounts.client_for(evaluation.cast_of(row).owner).get("/evaluations/new/").text
    links = (f'href="{address(row)}"' in page, f"?achievement={row.achievement.number}" in page)
    assert links == (True, False)


def test_the_level_page_leads_the_case_manager_to_the_evidence_that_is_not_judged():
    row = evaluation.evaluation("maturity", level=0)
    page = accounts.client_for(evaluation.cast_of(row).lead).get(address(row, "level/")).text
    button = f'<a class="btn btn-plain" href="/maturity/{row.number}/packages/">'
    assert ("Still missing" in page, button in page) == (True, True)


def test_the_page_of_a_draft_offers_the_institutions_to_choose_from():
    row, house = evaluation.evaluation("draft"), evaluation.institution("Second house")
    page = accounts.client_for(evaluation.cast_of(row).owner).get(address(row, "edit/")).content.decode()
    assert f'value="{house.id}"' in page


def test_the_acts_of_a_state_are_on_the_case_page_of_who_may_take_them():
    row = evaluation.evaluation("submitted")
    cast = evaluation.cast_of(row)
    offered = [
        [str(a.label) for a in boards.header(row, who, NOW).actions]
        for who in (cast.owner, cast.intake, cast.lead)
    ]
    assert offered == [["Recall"], ["Accept for evaluation", "Return for correction", "Refuse"], []]


def test_the_header_says_state_next_actor_and_deadline():
    row = evaluation.evaluation("submitted")
    header = boards.header(row, evaluation.cast_of(row).owner, NOW)
    said = (str(header.tag.label), header.next_sentence, header.due_sentence.split(" (")[0])
    assert said == (
        "Awaiting acceptance",
        "Next: Intake officer: accept, return or refuse the commission",
        "Due 10-05 17:00",
    )


@pytest.mark.clause("H-A2", "H-A3")
@pytest.mark.parametrize("level", [4, 6])
def test_the_flow_of_a_case_is_drawn_from_the_state_table(level):
    row = evaluation.evaluation("collecting", level=level)
    steps = boards.header(row, evaluation.cast_of(row).owner, NOW).steps
    labels = [str(EVALUATION_STATES.states(state).label) for state in EVALUATION_STATES.path]
    assert [str(step.label) for step in steps] == labels
    assert [str(step.label) for step in steps if step.status == "current"] == ["Collecting information"]


# from commission to contract by pages --------------------------------------------------------------
def test_an_owner_commissions_an_evaluation_by_pages():
    achievement, house = (
        library.achievement(packages=evaluation.ONE_PACKAGE),
        evaluation.institution("House A"),
    )
    client = accounts.client_for(library.owner_of(achievement))
    form = {
        "institution": str(house.id),
        "case_kind": "full",
        "purpose": "listing_price",
        "wanted_on": "2026-12-01",
    }
    path = f"/evaluations/new/?achievement={achievement.number}"
    answer = post(client, path, **form)
    row = Evaluation.objects.get()
    assert answer.headers["Location"] == address(row, "submit/")
    post(client, address(row, "submit/"), truth="on", no_classified="on")
    assert evaluation.fresh(row).state == "submitted"


def test_a_barred_institution_is_shown_with_its_reason_and_cannot_be_chosen():
    achievement, house = library.achievement(), evaluation.institution("House A")
    evaluation.integrity.suspend_institution(
        actor=accounts.actor(Role.SUPERVISOR), organisation_id=house.id, reason="Spot check", now=NOW
    )
    client = accounts.client_for(library.owner_of(achievement))
    path = f"/evaluations/new/?achievement={achievement.number}"
    assert "Suspended: Spot check" in client.get(path).content.decode()
    form = {
        "institution": str(house.id),
        "case_kind": "full",
        "purpose": "listing_price",
        "wanted_on": "2026-12-01",
    }
    assert post(client, path, **form).status_code == 422
    assert Evaluation.objects.count() == 0


def test_what_a_submission_lacks_comes_back_with_what_was_typed():
    row = evaluation.evaluation("draft")
    answer = post(accounts.client_for(evaluation.cast_of(row).owner), address(row, "submit/"), truth="on")
    page = answer.content.decode()
    assert (answer.status_code, "It is not declared that nothing is classified" in page) == (422, True)
    assert re.search(r'name="truth"[^>]*checked', page)


def test_a_double_click_is_one_acceptance():
    row = evaluation.evaluation("submitted")
    cast = evaluation.cast_of(row)
    client = accounts.client_for(cast.intake)
    form = {
        "lead": str(cast.lead.person_id),
        "no_conflict": "on",
        "in_scope": "on",
        "idempotency_key": str(uuid4()),
    }
    answers = [client.post(address(row, "accept/"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert evaluation.fresh(row).state == "accepted"


def test_both_sides_sign_on_the_page():
    row = evaluation.evaluation("accepted")
    cast = evaluation.cast_of(row)
    services.save_contract(actor=cast.lead, number=row.number, terms=evaluation.TERMS, now=NOW)
    for actor, side in ((cast.owner, row.client), (cast.lead, row.institution)):
        post(accounts.client_for(actor), address(row, "contract/"), word=side.name)
    assert evaluation.fresh(row).state == "contracted"


# the plan by pages ---------------------------------------------------------------------------------
def plan_form(**changes: str) -> dict[str, str | list[str]]:
    weights = {
        "weight_route_novelty": "30",
        "weight_performance_lead": "40",
        "weight_prototype_completion": "30",
        "weight_transfer_potential": "30",
        "weight_expected_benefit": "25",
        "weight_scene_fit": "20",
        "weight_market_value": "25",
    }
    seats = {"seat_technical": "3", "seat_customer": "2", "seat_industry": "2", "seat_investment": "2"}
    words = {"purpose": "listing_price", "team": "Li Min", "timetable": "December", "competitive_share": "50"}
    return {**weights, **seats, **words, "methods": ["income.dcf"], **changes}


def test_a_plan_of_99_9_is_kept_and_the_check_page_names_the_difference():
    row = evaluation.evaluation("contracted")
    client = accounts.client_for(evaluation.cast_of(row).lead)
    answer = client.post(address(row, "plan/"), plan_form(weight_route_novelty="29.9"))
    page = client.get(answer.headers["Location"]).content.decode()
    assert "the weights make 99.9 and must make 100; 0.1 is missing (Novelty of the route …)" in page
    assert "Propose the lock</button>" not in page


def test_a_plan_is_made_proposed_and_locked_by_pages():
    row = evaluation.evaluation("contracted")
    cast = evaluation.cast_of(row)
    lead = accounts.client_for(cast.lead)
    lead.post(address(row, "plan/"), plan_form())
    post(lead, address(row, "plan/check/"))
    assert (
        "You proposed this plan; another person locks it."
        in lead.get(address(row, "plan/lock/")).content.decode()
    )
    post(accounts.client_for(cast.reviewer), address(row, "plan/lock/"))
    assert evaluation.fresh(row).state == "planned"


def test_every_line_of_the_plan_bears_the_authority_of_its_rule():
    row = evaluation.evaluation("planned")
    page = accounts.client_for(evaluation.cast_of(row).owner).get(address(row, "plan/")).content.decode()
    assert page.count("Official H-18") == 7


def test_what_is_typed_into_a_plan_is_kept_until_it_is_saved():
    row = evaluation.evaluation("contracted")
    client = accounts.client_for(evaluation.cast_of(row).lead)
    client.post(address(row, "plan/draft/"), plan_form(team="Half a na"))
    assert "Half a na" in client.get(address(row, "plan/")).content.decode()
    assert Plan.objects.count() == 0


# level, information, panel by pages ------------------------------------------------------------------
def test_the_second_person_sees_what_differs_from_the_expected_plan():
    row = evaluation.evaluation("maturity")
    cast = evaluation.cast_of(row)
    evaluation.accept_evidence(row, 4)
    lead = accounts.client_for(cast.lead)
    assert "Make the plan of the found stage" in lead.get(address(row, "level/")).content.decode()
    post(lead, address(row, "level/plan/"))
    post(lead, address(row, "level/"))
    reviewer = accounts.client_for(cast.reviewer)
    page = reviewer.get(address(row, "level/confirm/")).content.decode()
    assert "Completion of the engineering prototype</td><td>30</td><td>–" in page
    post(reviewer, address(row, "level/confirm/"))
    assert (evaluation.fresh(row).stage, selectors.plan_of(row).version) == ("basic", 2)


def test_information_is_entered_by_page():
    row = evaluation.evaluation("collecting")
    client = accounts.client_for(evaluation.cast_of(row).lead)
    form = {"source": "CNIPA", "dated": "2026-09-01", "finding": "Three families", "gap_reason": ""}
    client.post(address(row, "information/patents/"), form)
    assert selectors.information(row)["patents"].finding == "Three families"


def test_a_panel_that_is_requested_is_not_offered_again():
    row = evaluation.evaluation("drawing")
    lead = evaluation.cast_of(row).lead
    evaluation.experts.pool()
    services.request_panel(actor=lead, number=row.number, now=NOW)
    assert [str(act.label) for act in boards.header(row, lead, NOW).actions] == ["Suspend"]


def test_the_owner_learns_progress_and_no_more_of_the_panel():
    row = evaluation.evaluation("scoring")
    page = accounts.client_for(evaluation.cast_of(row).owner).get(address(row, "panel/")).content.decode()
    assert "Names stay secret until the report is issued." in page


# queries ---------------------------------------------------------------------------------------------
def queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def copies(row: Evaluation, count: int) -> None:
    """Put further cases of the same institution into the list, without leading them there."""
    for number in range(count):
        other = library.draft(evaluation.cast_of(row).owner)
        Evaluation.objects.create(
            number=f"PJ-2025-{number:05d}",
            created_at=NOW,
            achievement=other,
            client=row.client,
            institution=row.institution,
            created_by=row.created_by,
            state="submitted",
            purpose="listing_price",
        )


def test_the_list_takes_as_many_queries_for_25_rows_as_for_5():
    row = evaluation.evaluation("submitted")
    client = accounts.client_for(evaluation.cast_of(row).intake)
    copies(row, 4)
    few = queries(client, "/evaluations/")
    Evaluation.objects.filter(number__startswith="PJ-2025").delete()
    copies(row, 24)
    assert (queries(client, "/evaluations/"), few <= 12) == (few, True)


def test_the_case_page_takes_the_same_queries_whatever_the_age_of_the_case():
    row = evaluation.evaluation("collecting")
    cast = evaluation.cast_of(row)
    client = accounts.client_for(cast.owner)
    young = queries(client, address(row))
    for _ in range(10):
        finding = evaluation.Finding(gap_reason="None")
        services.save_information(
            actor=cast.lead, number=row.number, item="patents", finding=finding, now=NOW
        )
    assert (queries(client, address(row)), young <= 20) == (young, True)


def statements(act) -> int:
    with CaptureQueriesContext(connection) as found:
        act()
    return sum("SAVEPOINT" not in query["sql"] for query in found)


def test_a_transition_takes_as_few_queries_late_as_early():
    row = evaluation.evaluation("collecting")
    lead = evaluation.cast_of(row).lead
    verbs = [services.suspend_evaluation, services.resume_evaluation] * 3
    act = {"actor": lead, "number": row.number, "reason": "Dispute", "now": NOW}
    counts = [statements(lambda verb=verb: verb(**act)) for verb in verbs]
    assert (counts[:2] * 3, max(counts) <= 13) == (counts, True)


def test_a_transition_takes_at_most_twelve_queries():
    row = evaluation.evaluation("submitted")
    owner = evaluation.cast_of(row).owner
    assert statements(lambda: services.recall_evaluation(actor=owner, number=row.number, now=NOW)) <= 12

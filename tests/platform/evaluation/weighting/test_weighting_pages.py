"""The pages of a weighting group: for whom, in few queries, safe against what should not be sent."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import accounts, evaluation, weighting
from factories.weighting import CONSISTENT, CONTRADICTORY, NOW
from quanheng.platform.common.drafts import Draft
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import services as planning
from quanheng.platform.evaluation.models import PairSheet, WeightingRound
from quanheng.platform.evaluation.weighting import selectors, services

pytestmark = pytest.mark.django_db
SECRET = "0.0212"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The pages read the clock at the edge; here it stands still at the moment of the factories."""
    monkeypatch.setattr("quanheng.platform.common.pages.clock.now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def row():
    return weighting.opened()


def page(row, name="weighting_round"):
    return reverse(f"evaluation:{name}", args=[row.evaluation.number, row.number])


def browser(actor, language="en"):
    return accounts.client_for(actor, language)


def lead(row):
    return evaluation.cast_of(row.evaluation).lead


def member(row, place=0):
    return weighting.group(row.evaluation)[place]


def typed(answers):
    return {f"pair-{key}": value for key, value in answers.items()} | {"draft_version": "0"}


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def act(client, path, **data):
    """Send an act page's form with the key it came with."""
    key = re.search(r'name="idempotency_key" value="([^"]+)"', client.get(path).content.decode()).group(1)
    return client.post(path, {"idempotency_key": key} | data)


def answers(row, place=0):
    return PairSheet.objects.get(round=row, person_id=member(row, place).person_id).answers


# opening by page -------------------------------------------------------------------------------
def test_the_case_manager_opens_a_round_by_its_page_and_reads_why_experts_cannot_be_members():
    case = weighting.contracted()
    client = browser(evaluation.cast_of(case).lead)
    path = reverse("evaluation:open_weighting", args=[case.number])
    assert "the panel is drawn only after the plan" in text_of(client.get(path))
    chosen = [str(one.person_id) for one in weighting.group(case)]
    answer = act(client, path, side="competitive", members=chosen, instruction="Which matters more?")
    row = WeightingRound.objects.get()
    assert (answer["Location"], row.sheets.count()) == (page(row), 3)


def test_a_member_who_is_no_one_of_the_institution_is_not_taken():
    case = weighting.contracted()
    client = browser(evaluation.cast_of(case).lead)
    path = reverse("evaluation:open_weighting", args=[case.number])
    stranger = str(weighting.outsider().person_id)
    answer = act(client, path, side="competitive", members=[stranger], instruction="x")
    assert (answer.status_code, WeightingRound.objects.count()) == (422, 0)


def test_the_plan_page_leads_to_the_comparison_in_pairs():
    case = weighting.contracted()
    client = browser(evaluation.cast_of(case).lead, "zh-hans")
    shown = client.get(reverse("evaluation:plan", args=[case.number])).content.decode()
    assert reverse("evaluation:weighting", args=[case.number]) in shown
    assert "两两比较赋权" in shown


# comparing by page -----------------------------------------------------------------------------
def test_choices_save_themselves_and_may_leave_pairs_open(row):
    client = browser(member(row))
    answer = client.post(page(row, "pairs_draft"), typed({"1-2": "5"}))
    assert json.loads(answer.content)["version"] == 0
    assert (answers(row), Draft.objects.count()) == ({"1-2": "5"}, 0)
    assert (
        'value="5" data-said="Novelty of the route is more important: strongly (5)" checked'
        in client.get(page(row, "pairs")).content.decode()
    )


def test_without_javascript_calculate_saves_and_comes_back_to_the_figures(row):
    client = browser(member(row))
    answer = client.post(page(row, "pairs"), typed({"1-2": "2", "2-3": "4"}) | {"save_draft": "live"})
    assert (answer.status_code, answer["Location"]) == (302, f"{page(row, 'pairs')}#live")
    assert "Provisional: the open pairs are filled in from the others." in text_of(
        client.get(page(row, "pairs"))
    )


def test_the_live_part_says_weights_ratio_and_verdict_and_keeps_nothing(row):
    shown = text_of(browser(member(row)).post(page(row, "pairs_live"), typed(CONSISTENT)))
    assert ("57.0 %" in shown, SECRET in shown, "Consistent: below 0.10" in shown) == (True, True, True)
    assert answers(row) == {}


def test_the_live_part_names_the_pair_that_disagrees_most_with_what_would_fit(row):
    shown = browser(member(row)).post(page(row, "pairs_live"), typed(CONTRADICTORY)).content.decode()
    assert 'href="#pair-1-2"' in shown
    assert "Contradictory: 0.10 or more, please revise" in shown
    assert "would fit: equally important (1)" in shown


@pytest.mark.parametrize("value", ["0", "10", "-3", "much", "1/1", "NaN", "５"])
def test_a_value_off_the_scale_is_refused_beside_its_pair_and_nothing_is_saved(row, value):
    client = browser(member(row))
    answer = client.post(page(row, "pairs"), typed(CONSISTENT | {"1-3": value}))
    assert (answer.status_code, answers(row)) == (422, {})
    assert f"got {value}, takes a step of the scale" in text_of(answer)
    assert client.post(page(row, "pairs_live"), typed(CONSISTENT | {"1-3": value})).status_code == 200


@pytest.mark.parametrize("pair", ["1-4", "3-1", "1-1", "x", "", "1-2-3"])
def test_a_foreign_pair_is_refused_by_name(row, pair):
    answer = browser(member(row)).post(page(row, "pairs"), typed(CONSISTENT | {pair: "3"}))
    assert (answer.status_code, answers(row)) == (422, {})
    assert f"pair: got {pair}, takes a pair of the indicators of this round" in text_of(answer)


def test_what_is_half_wrong_is_kept_as_a_draft_and_comes_back(row):
    client = browser(member(row))
    client.post(page(row, "pairs_draft"), typed({"1-2": "7", "1-3": "12"}))
    assert (answers(row), Draft.objects.count()) == ({}, 1)
    assert (
        'value="7" data-said="Novelty of the route is more important: very strongly (7)" checked'
        in client.get(page(row, "pairs")).content.decode()
    )


def test_a_missing_pair_is_named_and_linked_before_handing_in(row):
    client = browser(member(row))
    answer = client.post(page(row, "pairs"), typed({"1-2": "2", "1-3": "5"}), follow=True)
    shown = answer.content.decode()
    assert f'href="{page(row, "pairs")}#pair-2-3"' in shown
    assert "are not compared yet" in shown
    assert client.post(page(row, "check_pairs"), {"idempotency_key": str(uuid4())}).status_code == 422


def test_a_contradictory_sheet_comes_back_with_three_pairs(row):
    client = browser(member(row))
    shown = client.post(page(row, "pairs"), typed(CONTRADICTORY), follow=True).content.decode()
    assert shown.count("with your other answers fits") == 3
    assert client.post(page(row, "check_pairs"), {"idempotency_key": str(uuid4())}).status_code == 422
    assert PairSheet.objects.filter(state="submitted").count() == 0


def test_handing_in_by_page_makes_the_sheet_final(row):
    client = browser(member(row))
    client.post(page(row, "pairs"), typed(CONSISTENT))
    assert act(client, page(row, "check_pairs")).status_code == 302
    assert client.get(page(row, "pairs"))["Location"] == page(row, "check_pairs")
    assert client.post(page(row, "pairs_draft"), typed(CONTRADICTORY)).status_code == 409
    assert answers(row) == CONSISTENT


# who sees what ---------------------------------------------------------------------------------
def test_before_the_closing_no_page_shows_a_ratio_or_a_weight_of_anybody_else(row):
    weighting.handed_in(row, member(row))
    readers = [lead(row), member(row, 1), accounts.actor(Role.SUPERVISOR), accounts.actor(Role.AUDITOR)]
    pages = [page(row), reverse("evaluation:weighting", args=[row.evaluation.number])]
    for reader in readers:
        shown = " ".join(text_of(browser(reader).get(path)) for path in pages)
        assert (SECRET in shown, "57.0" in shown) == (False, False)
        assert browser(reader).get(page(row, "weighting_export")).status_code == 404


def test_only_the_case_manager_sees_who_is_late(row):
    name = PairSheet.objects.filter(round=row).first().person.name
    assert name in text_of(browser(lead(row)).get(page(row)))
    assert name not in text_of(browser(accounts.actor(Role.AUDITOR)).get(page(row)))


def test_after_the_closing_names_stand_inside_the_institution_and_numbers_outside(row):
    closed = weighting.closed(row)
    name = selectors.sheets(closed)[0].person.name
    inside, outside = (
        text_of(browser(member(row, 1)).get(page(row))),
        text_of(browser(accounts.actor(Role.SUPERVISOR)).get(page(row))),
    )
    assert (name in inside, name in outside, "Member 1" in outside) == (True, False, True)
    assert SECRET in inside


def test_a_members_pages_do_not_exist_for_colleagues_and_strangers(row):
    others = [lead(row), accounts.actor(Role.REVIEWER, row.evaluation.institution), weighting.outsider()]
    names = ["pairs", "check_pairs"]
    assert {browser(other).get(page(row, name)).status_code for other in others for name in names} == {404}
    assert {browser(other).post(page(row, "pairs_live"), {}).status_code for other in others} == {404}


def test_the_client_sees_the_plan_and_no_round(row):
    closed = weighting.closed(row)
    services.adopt_weights(actor=lead(row), number=row.evaluation.number, round_number=closed.number, now=NOW)
    owner = browser(evaluation.cast_of(row.evaluation).owner)
    shown = text_of(owner.get(reverse("evaluation:plan", args=[row.evaluation.number])))
    assert "round 1, 3 members, group consistency ratio 0.0212" in shown
    assert owner.get(page(row)).status_code in {403, 404}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_of_a_closed_round_answers(row, language):
    weighting.closed(row)
    paths = [
        page(row),
        page(row, "adopt_weights"),
        reverse("evaluation:weighting", args=[row.evaluation.number]),
    ]
    client = browser(lead(row), language)
    assert {client.get(path).status_code for path in paths} == {200}


# closing and adopting by page ------------------------------------------------------------------
def test_closing_adopting_and_the_plan_that_says_so():
    row = weighting.opened()
    for place in range(3):
        weighting.handed_in(row, member(row, place))
    client = browser(lead(row))
    act(client, page(row, "close_weighting"))
    assert "57.0" in text_of(client.get(page(row, "adopt_weights")))
    act(client, page(row, "adopt_weights"))
    shown = text_of(client.get(reverse("evaluation:plan", args=[row.evaluation.number])))
    assert "Weights from pairwise comparison: AHP group (geometric mean of judgements)" in shown
    assert "changed by hand after" not in shown


def test_the_lock_page_says_that_adopted_weights_were_changed_by_hand():
    row = weighting.closed()
    number, manager = row.evaluation.number, lead(row)
    services.adopt_weights(actor=manager, number=number, round_number=1, now=NOW)
    planning.save_plan(actor=manager, number=number, draft=evaluation.draft_plan(row.evaluation), now=NOW)
    planning.propose_plan_lock(actor=manager, number=number, now=NOW)
    shown = text_of(browser(member(row, 1)).get(reverse("evaluation:lock_plan", args=[number])))
    assert "adopted on 21 Sep 2026; changed by hand after" in shown


def test_weights_are_not_adopted_over_unsaved_changes_of_the_plan_page():
    row = weighting.closed()
    client = browser(lead(row))
    client.post(f"{reverse('evaluation:plan', args=[row.evaluation.number])}draft/", {"team": "Li"})
    answer = act(client, page(row, "adopt_weights"))
    assert (answer.status_code, WeightingRound.objects.get().state) == (422, "closed")


def test_the_export_holds_the_group_and_every_member(row):
    weighting.closed(row)
    answer = browser(lead(row)).get(f"{page(row, 'weighting_export')}?format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 3 * (1 + 3)


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999999999"])
def test_a_round_that_is_not_there_answers_404(row, number):
    address = f"/evaluations/{row.evaluation.number}/weighting/{number}/"
    assert {browser(lead(row)).get(address + part).status_code for part in ("", "adopt/", "export/")} == {404}
    assert browser(member(row)).get(f"{address}pairs/").status_code == 404


def test_adopted_weights_are_offered_again_only_after_a_change_by_hand(row):
    closed, client = weighting.closed(row), browser(lead(row))
    act = {"actor": lead(row), "number": row.evaluation.number, "now": NOW}
    services.adopt_weights(round_number=closed.number, **act)
    assert page(row, "adopt_weights") not in client.get(page(row)).content.decode()
    planning.save_plan(draft=evaluation.draft_plan(row.evaluation), **act)
    assert page(row, "adopt_weights") in client.get(page(row)).content.decode()


# queries ---------------------------------------------------------------------------------------
def asked(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_round_of_six_asks_as_much_as_a_round_of_three():
    def queries(size):
        case = weighting.contracted()
        extra = [accounts.actor(Role.REVIEWER, case.institution) for _ in range(size - 3)]
        row = weighting.opened(case, members=(*weighting.group(case), *extra))
        people = (*weighting.group(case), *extra)
        for one in people:
            weighting.handed_in(row, one)
        services.close_round(actor=lead(row), number=case.number, round_number=1, now=NOW)
        return asked(browser(lead(row)), page(row))

    assert queries(6) == queries(3)


def test_the_members_page_asks_as_much_for_ten_pairs_as_for_three():
    def queries(size):
        row = weighting.opened(weighting.sized(weighting.contracted(), size))
        return asked(browser(member(row)), page(row, "pairs"))

    assert queries(5) == queries(3)


def test_the_list_asks_as_much_for_four_rounds_as_for_one():
    row = weighting.opened()
    client, path = browser(lead(row)), reverse("evaluation:weighting", args=[row.evaluation.number])
    one = asked(client, path)
    for place in range(1, 4):
        services.cancel_round(
            actor=lead(row), number=row.evaluation.number, round_number=place, reason="Again", now=NOW
        )
        weighting.opened(row.evaluation)
    assert asked(client, path) == one

"""The pages of campaigns: for whom, in both languages, in few queries, each form acting once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import accounts, campaigns
from factories.campaigns import NOW, POINTS
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.campaigns import services
from quanheng.platform.evaluation.campaigns.models import Campaign, CampaignEntry

pytestmark = pytest.mark.django_db
TERMS = {"title": "Sensors", "kind": "horse_race", "stage": "basic", "rules": "The last one leaves."}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The pages read the clock at the edge; here it stands still after the moment of the factories."""
    monkeypatch.setattr("quanheng.platform.common.pages.clock.now", lambda: NOW + timedelta(hours=1))


def page(name, row, *more):
    return reverse(f"evaluation:{name}", args=[row.number, *more])


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def key_of(client, path):
    return re.search(r'name="idempotency_key" value="([^"]+)"', client.get(path).content.decode()).group(1)


def twice(client, path, **data):
    """Send an act page's form two times with one key; return both answers."""
    sent = {"idempotency_key": key_of(client, path)} | data
    return client.post(path, sent), client.post(path, sent)


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


# acts ------------------------------------------------------------------------------------------
def test_a_campaign_is_drafted_by_its_page_once():
    lead = campaigns.manager()
    answers = twice(accounts.client_for(lead), reverse("evaluation:new_campaign"), **TERMS)
    row = Campaign.objects.get()
    assert [answer["Location"] for answer in answers] == [row.get_absolute_url()] * 2
    assert (row.title, row.campaign_kind, row.rules) == ("Sensors", "horse_race", "The last one leaves.")


def test_a_draft_is_edited_by_its_page():
    lead = campaigns.manager()
    row = campaigns.campaign(lead)
    client = accounts.client_for(lead)
    assert client.get(page("edit_campaign", row)).status_code == 200
    client.post(page("edit_campaign", row), TERMS)
    assert Campaign.objects.get().title == "Sensors"


def test_an_entry_is_added_and_removed_by_its_page_once():
    lead = campaigns.manager()
    case, row = campaigns.planned(lead), campaigns.campaign(lead)
    client = accounts.client_for(lead)
    twice(client, page("add_entry", row), evaluation=case.number)
    assert CampaignEntry.objects.get().evaluation == case
    answers = twice(client, page("remove_entry", row, case.number), reason="By mistake")
    assert [answer.status_code for answer in answers] == [302, 302]
    assert CampaignEntry.objects.get().reason == "By mistake"


def test_a_plan_that_does_not_fit_is_named_on_the_page_and_nothing_is_entered():
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)])
    other = campaigns.planned(lead, share=60)
    answer, _again = twice(accounts.client_for(lead), page("add_entry", row), evaluation=other.number)
    assert answer.status_code == 422
    assert "weight of the competitive side: 50 % here, 60 % there" in text_of(answer)
    assert CampaignEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "state", "data"),
    [
        ("open_campaign", "open", {}),
        ("close_campaign", "closed", {}),
        ("withdraw_campaign", "withdrawn", {"reason": "No jury"}),
    ],
)
def test_each_move_has_its_page_and_is_done_once(name, state, data):
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)], opened=name != "open_campaign")
    answers = twice(accounts.client_for(lead), page(name, row), **data)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Campaign.objects.get().state == state


def test_a_colleague_is_offered_no_act():
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)])
    shown = accounts.client_for(accounts.actor(Role.LEAD, row.institution)).get(row.get_absolute_url())
    assert page("add_entry", row) not in shown.content.decode()
    assert page("close_campaign", row) not in shown.content.decode()


# reading ---------------------------------------------------------------------------------------
def test_the_case_page_shows_certified_score_and_grade_of_each_entry():
    lead, row = campaigns.running()
    shown = text_of(accounts.client_for(lead).get(row.get_absolute_url()))
    results = [entry.evaluation.results.get() for entry in row.entries.all()]
    assert all(f"{result.score:.2f}" in shown for result in results)


def test_a_scoring_that_still_runs_shows_no_score():
    lead = campaigns.manager()
    row = campaigns.entered(lead, [campaigns.planned(lead)])
    assert "not concluded yet" in text_of(accounts.client_for(lead).get(row.get_absolute_url()))


def test_the_comparison_is_headed_as_reference_only_and_says_why():
    lead, row = campaigns.running()
    shown = text_of(accounts.client_for(lead).get(page("comparison", row)))
    assert "For reference only" in shown
    assert "An added entry may change the relative order of the others" in shown
    assert "Kendall" in shown


def test_the_comparison_reads_in_chinese():
    lead, row = campaigns.running()
    shown = text_of(accounts.client_for(lead, "zh-hans").get(page("comparison", row)))
    assert "仅供参考" in shown
    assert "灰色关联分析" in shown
    assert "Option" not in shown


def test_an_indicator_that_was_not_assessed_is_named_on_the_page_and_never_zero():
    lead, row = campaigns.running()
    result = row.entries.first().evaluation.results.get()
    code, node = next((key, one) for key, one in result.summary["by_node"].items() if one["n"])
    result.summary["by_node"][code] = node | {"score": None, "sd": None}
    result.save(update_fields=["summary"])
    shown = text_of(accounts.client_for(lead).get(page("comparison", row)))
    title = row.measure["titles"][code]["title_en"]
    number = result.evaluation.number
    assert f"“{title}” is left out for all entries: not assessed in {number}." in shown


def test_the_comparison_of_two_entries_gives_no_figure_and_no_file():
    lead, row = campaigns.running(*POINTS[:2])
    client = accounts.client_for(lead)
    assert "opens with 3 concluded entries; the campaign has 2" in text_of(
        client.get(page("comparison", row))
    )
    assert client.get(page("comparison_export", row)).status_code == 404


def test_the_comparison_of_a_draft_or_a_withdrawn_campaign_is_closed():
    lead, row = campaigns.running()
    services.withdraw_campaign(actor=lead, number=row.number, reason="No jury", now=NOW)
    client = accounts.client_for(lead)
    assert "Kendall" not in text_of(client.get(page("comparison", row)))
    assert client.get(page("comparison_export", row)).status_code == 404


def test_the_file_has_a_row_per_entry_that_says_it_is_reference_only():
    lead, row = campaigns.running()
    answer = accounts.client_for(lead).get(page("comparison_export", row), {"format": "csv"})
    lines = answer.content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 4
    assert all("For reference only" in line for line in lines[1:])


# queries ---------------------------------------------------------------------------------------
def test_the_list_costs_the_same_for_five_and_twenty_five_rows():
    lead = campaigns.manager()
    client, path = accounts.client_for(lead), reverse("evaluation:campaigns")
    for _ in range(5):
        campaigns.campaign(lead)
    few = queries(client, path)
    for _ in range(20):
        campaigns.campaign(lead)
    assert queries(client, path) == few


@pytest.mark.parametrize("name", ["campaign", "comparison"])
def test_a_campaign_costs_the_same_for_three_and_five_entries(name):
    lead, row = campaigns.running()
    client = accounts.client_for(lead)
    client.get(page(name, row))
    few = queries(client, page(name, row))
    for points in POINTS[:2]:
        case = campaigns.concluded(lead, points)
        services.add_entry(actor=lead, number=row.number, evaluation_number=case.number, now=NOW)
    assert queries(client, page(name, row)) == few

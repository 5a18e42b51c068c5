"""J3: the matrix shows at a glance what holds the level down."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import accounts, library, maturity
from factories.maturity import NOW, decide, grading
from quanheng.platform.common.roles import Role
from quanheng.platform.maturity import selectors, services
from quanheng.platform.maturity.models import SiteVisit, Verdict

pytestmark = pytest.mark.django_db


def page(row, name: str, **query):
    return reverse(f"maturity:{name}", args=[row.case_number], query=query)


def client(row, language: str = "en"):
    return accounts.client_for(maturity.lead_of(row), language)


def key_of(response) -> str:
    return re.search(r'name="idempotency_key" value="([^"]+)"', response.content.decode()).group(1)


def wide(leaves: int):
    packages = [(f"1.{n}", f"Package {n}", 1, n == 1) for n in range(1, leaves + 1)]
    row = grading(library.achievement(packages=packages))
    for n in range(1, leaves + 1):
        if n > 1:
            library.evidence(row.achievement, f"1.{n}", 1, "survey_report")
        decide(row, f"1.{n}", 1, "survey_report")
    return row


def queries(row) -> int:
    browser = client(row)
    browser.get(page(row, "matrix"))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(page(row, "matrix")).status_code == 200
    return len(captured)


def test_a_matrix_of_60_leaves_asks_no_more_than_one_of_3():
    assert queries(wide(60)) == queries(wide(3))


def test_every_cell_is_a_link_with_words():
    row = grading()
    text = client(row).get(page(row, "matrix")).content.decode()
    assert text.count('class="qh-sign qh-sign-') - 5 == 4 * 9 + 4
    assert 'aria-label="1.1, level 1: Pending"' in text


def test_a_cell_opens_as_a_page_and_as_a_part():
    row, browser = grading(), None
    browser = client(row)
    address = page(row, "matrix", package="1.1", level=1)
    whole, part = (
        browser.get(address),
        browser.get(address, headers={"HX-Request": "true", "HX-Target": "cell"}),
    )
    assert "<html" in whole.content.decode()
    assert "Several surveys were made" in whole.content.decode()
    assert part.content.decode().lstrip().startswith('<div class="qh-sheet-head"')
    assert "HX-Target" in part["Vary"]


def test_a_cell_that_the_matrix_lacks_is_absent():
    row = grading()
    assert client(row).get(page(row, "matrix", package="1.1", level=12)).status_code == 404


def test_accepting_without_javascript_leads_back_to_the_cell():
    row = grading()
    answer = client(row).post(
        page(row, "verdict"),
        {"package": "1.1", "level": 1, "element": "survey_report", "verdict": "accepted", "reason": ""},
    )
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{page(row, 'matrix', package='1.1', level=1)}#cell",
    )
    assert Verdict.objects.get().state == "accepted"


def test_accepting_with_htmx_swaps_the_panel_the_strip_and_the_changed_row():
    row = grading()
    answer = client(row).post(
        page(row, "verdict"),
        {
            "package": "1.1",
            "level": 1,
            "element": "survey_report",
            "verdict": "not_accepted",
            "reason": "No date",
        },
        headers={"HX-Request": "true", "HX-Target": "cell"},
    )
    text = answer.content.decode()
    assert re.findall(r'id="(\w+-?\d*)"[^>]* hx-swap-oob="true"', text) == ["strip", "warnings", "row-1"]
    assert 'aria-label="1.1, level 1: Not accepted"' in text


def test_a_refused_verdict_says_why_and_changes_nothing():
    row = grading()
    answer = client(row).post(
        page(row, "verdict"),
        {"package": "1.1", "level": 1, "element": "survey_report", "verdict": "not_accepted", "reason": ""},
    )
    assert (answer.status_code, Verdict.objects.count()) == (422, 0)
    assert answer.content.decode().count("takes the reason why the evidence is not accepted") == 1


@pytest.mark.parametrize("name", ["packages", "matrix", "visit", "result", "print"])
def test_a_stranger_gets_the_page_of_nothing(name):
    row = grading()
    stranger = accounts.client_for(accounts.actor(Role.LEAD))
    found, absent = stranger.get(page(row, name)), stranger.get(f"/maturity/PJ-2026-00000/{name}/")
    assert (found.status_code, absent.status_code) == (404, 404)


def test_the_owner_reads_but_is_offered_no_verdict():
    row = grading()
    text = (
        accounts.client_for(library.owner_of(row.achievement))
        .get(page(row, "matrix", package="1.1", level=1))
        .content.decode()
    )
    assert "Paper" in text
    assert 'name="verdict"' not in text


def test_confirming_the_breakdown_fixes_the_critical_leaves():
    row = grading(confirmed_packages=False)
    browser = client(row)
    key = key_of(browser.get(page(row, "packages")))
    browser.post(page(row, "packages"), {"critical": ["1.3"], "idempotency_key": key})
    row.refresh_from_db()
    assert (
        [leaf.code for leaf in selectors.leaves(row) if leaf.critical],
        bool(row.packages_confirmed_at),
    ) == (["1.3"], True)


def test_a_site_visit_is_recorded_once_by_a_double_click():
    row = grading()
    browser = client(row)
    form = {
        "visited_on": "2026-09-01",
        "place": "Plant 2",
        "visitors": "Li Min",
        "note": "Two lines in operation.",
        "idempotency_key": key_of(browser.get(page(row, "visit"))),
    }
    browser.post(page(row, "visit"), form)
    browser.post(page(row, "visit"), form)
    assert SiteVisit.objects.count() == 1


def test_a_visit_in_the_future_is_refused():
    row = grading()
    browser = client(row)
    form = {
        "visited_on": "2036-09-01",
        "place": "Plant 2",
        "visitors": "Li Min",
        "note": "Two lines.",
        "idempotency_key": key_of(browser.get(page(row, "visit"))),
    }
    assert (browser.post(page(row, "visit"), form).status_code, SiteVisit.objects.count()) == (422, 0)


def test_figures_are_refused_without_their_paper():
    row = grading()
    browser = client(row)
    address = reverse("maturity:figures", args=[row.case_number, 12])
    form = {"annual_profit": "10", "idempotency_key": key_of(browser.get(address))}
    answer = browser.post(address, form)
    assert answer.status_code == 422
    assert "Annual profit: the paper it is read from is not attached" in answer.content.decode()


def test_the_result_page_never_rounds_the_index_into_a_level():
    row = grading()
    for code, level in (("1.1", 7), ("1.2", 6), ("1.3", 8), ("1.4", 5)):
        maturity.accept_up_to(row, level, codes=[code])
    text = client(row).get(page(row, "result")).content.decode()
    assert "Level 6 Qualified sample" in text
    assert "6.65" in text
    assert "for reference, not rounded into a level" in text


def test_the_chart_of_the_levels_ends_at_the_last_level_of_a_package():
    row = grading()
    assert '"max": 9' in client(row).get(page(row, "result")).text


def test_the_confirmed_result_is_shown_as_it_was():
    row = grading(library.achievement(packages=[("1", "Everything", 100, True)]))
    maturity.accept_up_to(row, 1)
    services.confirm_grading(actor=maturity.lead_of(row), grading=row, now=NOW)
    row.achievement.evidence.update(removed_at=NOW)
    text = client(row, "zh-hans").get(page(row, "result")).content.decode()
    assert "报告级" in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["packages", "matrix", "visit", "result", "print"])
def test_every_page_reads_in_both_languages(name, language):
    row = grading()
    assert client(row, language).get(page(row, name)).status_code == 200

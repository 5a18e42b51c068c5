"""The base templates, asked for as a browser does."""

import re

import pytest
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import lists, navigation, samples, views
from quanheng.platform.common.ui.lists import slice_of
from quanheng.platform.common.ui.reading import Reading

PAGES = ["/parts/", "/list/", "/act/", "/section/", "/case/", "/check/", "/narrow/"]
ERRORS = ["403.html", "403_csrf.html", "404.html", "409.html", "413.html", "429.html", "500.html"]

KEPT = {"version": 3, "saved_at": samples.timeline()[0].at}


def act(request):
    context = {
        "title": "Lock plan", "consequences": ["The weights freeze"], "form": samples.form(bound=request.method == "POST"),
        "submit_label": "Lock", "back_url": "/back/", "danger": True, "two_person_note": "Another person approves it", "key": "k-1",
    }  # fmt: skip
    return render(request, "common/act.html", context)


def section(request):
    rows = formset_factory(samples.SampleForm, extra=1)(prefix="rows")
    context = {
        "title": "Rights", "form": samples.form(), "formsets": [rows], "draft_url": "/section/draft/", "draft_token": "t-1",
        "back_url": "/back/", "restored": "restored" in request.GET, **KEPT,
    }  # fmt: skip
    return render(request, "common/section.html", context)


def draft(request):
    return HttpResponse(status=204)


def listing(request):
    found = lists.slice_of(request, range(45))
    table = samples.table()
    return lists.answer(
        request, {"title": "Evaluations", "table": table, "filters": samples.form(), "found": found}
    )


def case(request):
    return render(
        request,
        "common/case.html",
        {"header": samples.header(), "tabs": samples.tabs(), "timeline": samples.timeline()},
    )


def check(request):
    context = {
        "sections": [{"title": "Rights", "answers": samples.answers()}],
        "submit_label": "Submit",
        "key": "k-2",
        "problems": samples.problems(),
    }
    return render(request, "common/check.html", context)


def narrow(request):
    return render(request, "common/narrow.html", {"title": "Sign in"})


class Site:
    """Addresses of one page of each base template, without rooms."""

    places = (
        [
            path("parts/", views.parts, name="parts"),
            path("list/", listing, name="list"),
            path("list/old/", listing, name="old"),
        ],
        "pages",
    )
    urlpatterns = [
        path("", include(places)), path("act/", act), path("section/", section), path("section/draft/", draft),
        path("case/", case), path("check/", check), path("narrow/", narrow),
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def _small_site(settings):
    settings.ROOT_URLCONF = Site
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware", "csp.middleware.CSPMiddleware"]
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def places(monkeypatch):
    monkeypatch.setattr(navigation, "_places", {})


def read(client, address, language="en", **headers):
    client.cookies["language"] = language
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_main_heading_and_names_its_language(client, address, language):
    html = read(client, address, language)
    assert (html.count("<h1"), f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in html) == (1, True)


@pytest.mark.parametrize("address", PAGES)
def test_no_two_elements_of_a_page_share_an_id(client, address):
    ids = re.findall(r'\sid="([^"]+)"', read(client, address).replace("__prefix__", ""))
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_runs_no_script_and_no_style_of_its_own(client, address):
    assert re.findall(r"\sstyle=|<style|<script>|\son[a-z]+=", read(client, address)) == []


def test_the_start_of_a_page_leads_past_the_menu(client):
    html = read(client, "/case/")
    assert html.index('href="#content"') < html.index("<header")


@pytest.mark.parametrize("template", ERRORS)
def test_an_error_page_needs_nothing_but_itself(template):
    with translation.override("en"):
        html = render_to_string(template)
    assert len(re.findall(r"<p>[^<]+</p>", html)) >= 2


def test_a_refusal_is_told_on_its_page():
    with translation.override("en"):
        html = render_to_string(
            "409.html", {"problem": "Sign: not possible while the case is Draft", "reference": "A1B2"}
        )
    assert "Sign: not possible while the case is Draft" in html
    assert "Reference number: A1B2" in html


def test_a_confirmation_page_carries_its_key_and_says_what_happens(client):
    html = read(client, "/act/")
    assert '<input type="hidden" name="idempotency_key" value="k-1">' in html
    assert "<li>The weights freeze</li>" in html


def test_a_section_is_kept_without_javascript_too(client):
    html = read(client, "/section/")
    assert 'name="save_draft"' in html
    assert ('name="draft_token" value="t-1"' in html, 'name="draft_version" value="3"' in html) == (
        True,
        True,
    )


def test_a_section_saves_its_draft_while_people_type(client):
    assert 'hx-post="/section/draft/"' in read(client, "/section/")


def test_a_restored_section_says_from_when_it_is(client):
    assert "draft of 23 Sep 2026 10:21." in read(client, "/section/?restored")


def test_the_rows_of_a_list_come_alone_when_they_are_swapped(client):
    html = read(client, "/list/", **{"HX-Request": "true", "HX-Target": "rows"})
    assert html.startswith('<div id="rows">')
    assert "<html" not in html


def test_the_back_button_gets_the_whole_page(client):
    html = read(client, "/list/", **{"HX-Target": "rows", "HX-History-Restore-Request": "true"})
    assert html.startswith("<!doctype html>")


def test_a_cache_keeps_fragment_and_page_apart(client):
    assert "HX-Request" in client.get("/list/").headers["Vary"]


@pytest.mark.parametrize(
    ("address", "page", "first"),
    [("/list/?page=2&state=x", 2, 20), ("/list/?page=99", 3, 40), ("/list/?page=no", 1, 0)],
)
def test_a_page_beyond_the_list_is_its_nearest(address, page, first):
    found = slice_of(RequestFactory().get(address), range(45))
    assert (found.page, found.rows[0], found.total, found.pages) == (page, first, 45, 3)


def test_the_links_of_a_list_keep_its_filters():
    assert slice_of(RequestFactory().get("/list/?page=2&state=x&sort=-due"), range(45)).query == "state=x"


@pytest.mark.parametrize(
    ("cookies", "classes"),
    [
        ({}, ""),
        ({"reading": "large"}, "qh-large"),
        ({"reading": "contrast large", "menu": "folded"}, "qh-large qh-contrast qh-folded"),
        ({"reading": "<b>"}, ""),
    ],
)
def test_the_first_byte_knows_how_somebody_reads(cookies, classes):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    assert Reading.of(request).classes == classes


def test_a_menu_shows_the_places_of_the_role_in_their_order(places):
    navigation.register("Second", "pages:old", [Role.LEAD], order=2)
    navigation.register("First", "pages:list", [Role.LEAD, Role.OWNER], order=1)
    navigation.register("Hidden", "pages:parts", [Role.OWNER])
    assert [entry.label for entry in navigation.entries(Role.LEAD, "/")] == ["First", "Second"]


def test_the_nearest_place_is_the_current_one(places):
    navigation.register("List", "pages:list", [Role.LEAD])
    navigation.register("Old", "pages:old", [Role.LEAD])
    assert [entry.current for entry in navigation.entries(Role.LEAD, "/list/old/3/")] == [False, True]


def test_an_address_that_belongs_under_an_entry_makes_it_the_current_one(places):
    navigation.register("List", "pages:list", [Role.LEAD], also=("/matrix/",))
    assert [entry.current for entry in navigation.entries(Role.LEAD, "/matrix/3/")] == [True]


def test_a_place_that_is_not_served_is_not_shown(places):
    navigation.register("Nowhere", "pages:nowhere", [Role.LEAD])
    assert navigation.entries(Role.LEAD, "/") == []

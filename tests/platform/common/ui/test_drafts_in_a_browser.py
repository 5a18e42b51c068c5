"""Nothing typed is lost, as a browser sees it: connection cut, sign-in ended, two windows, two clicks."""

import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from quanheng.platform.common.ui import samples

pytestmark = pytest.mark.browser
STATE = "[data-draft-state]"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Site:
    """One section with a draft; `answer` is the status its next drafts get."""

    answer = 200
    acts = 0

    @staticmethod
    def section(request):
        if request.method == "POST":
            Site.acts += 1
            return HttpResponse("done")
        context = {
            "title": "Rights",
            "form": samples.form(),
            "draft_url": "/draft/",
            "draft_token": "t",
            "version": 3,
        }
        return render(request, "common/section.html", context)

    @staticmethod
    def draft(request):
        if Site.answer != 200:
            return HttpResponse(status=Site.answer)
        return JsonResponse(
            {"saved_at": "2026-09-23T02:30:00+00:00", "version": int(request.POST["draft_version"]) + 1}
        )

    urlpatterns = [path("", section.__func__), path("draft/", draft.__func__)]


@pytest.fixture
def address(settings):
    settings.ROOT_URLCONF = Site
    settings.DEBUG = True  # static files straight from the source folders
    settings.MIDDLEWARE = ["csp.middleware.CSPMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
    settings.LANGUAGE_CODE = "en"
    Site.answer, Site.acts = 200, 0
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), Server, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(address, browser):
    page = browser.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    yield page
    page.close()


def wait(page, state):
    page.wait_for_selector(f"{STATE}[data-state={state}]", timeout=15_000)
    return page.inner_text(STATE)


def test_a_draft_saves_itself_and_says_when_in_chinas_time(page):
    page.fill("[name=title]", "silicon nitride")
    assert (wait(page, "saved"), page.input_value("[name=draft_version]")) == ("Draft saved at 10:30", "4")


def test_a_cut_connection_is_told_and_the_draft_follows_later(page):
    page.context.set_offline(True)
    page.fill("[name=title]", "silicon nitride")
    assert wait(page, "lost") == "Not saved; will be sent when the connection is back"
    page.context.set_offline(False)
    assert wait(page, "saved") == "Draft saved at 10:30"


def test_a_form_sent_without_a_connection_stays_on_the_page_and_goes_when_it_is_back(page):
    page.context.set_offline(True)
    page.fill("[name=title]", "silicon nitride")
    page.click("form .btn-primary")
    wait(page, "lost")
    page.context.set_offline(False)
    wait(page, "saved")
    page.click("form .btn-primary")
    page.wait_for_selector("text=done")
    assert Site.acts == 1


def test_an_ended_sign_in_keeps_what_is_typed_and_saves_it_afterwards(page):
    Site.answer = 401
    page.fill("[name=title]", "silicon nitride")
    page.wait_for_selector("[data-dialog=sign-in][open]")
    Site.answer = 200
    page.click("[data-resend]")
    assert (wait(page, "saved"), page.input_value("[name=title]")) == (
        "Draft saved at 10:30",
        "silicon nitride",
    )


def test_two_windows_get_both_versions_side_by_side(page):
    Site.answer = 409
    page.fill("[name=title]", "typed here")
    page.wait_for_selector("[data-dialog=conflict][open]")
    assert page.locator(".qh-difference tbody td").all_inner_texts() == ["Achievement", "—", "typed here"]


def test_going_on_with_the_own_version_saves_it(page):
    Site.answer = 409
    page.fill("[name=title]", "typed here")
    page.wait_for_selector("[data-dialog=conflict][open]")
    Site.answer = 200
    page.click("[data-keep]")
    assert (wait(page, "saved"), page.input_value("[name=draft_version]")) == ("Draft saved at 10:30", "1")


def test_two_clicks_are_one_act(page):
    page.evaluate(
        "() => { const save = document.querySelector('form .btn-primary'); save.click(); save.click(); }"
    )
    page.wait_for_selector("text=done")
    assert Site.acts == 1

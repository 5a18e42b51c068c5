"""No page runs what its server did not send: the policy is strict and no template needs it to be otherwise."""

import re
from pathlib import Path

import pytest
from django.test import Client

import quanheng

PLATFORM = Path(quanheng.__file__).parent / "platform"
TEMPLATES = sorted(PLATFORM.rglob("templates/**/*.html"))
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "evaluated htmx": re.compile(r"hx-on|hx-vals=[\"']js:|hx-trigger=[\"'][^\"']*\[", re.IGNORECASE),
    "switched-off escaping": re.compile(r"\|\s*safe\b|autoescape off"),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=[t.relative_to(PLATFORM).as_posix() for t in TEMPLATES])
def test_a_template_holds_no_inline_code(template):
    text = template.read_text("utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.django_db
def test_every_page_carries_the_strict_policy():
    policy = Client().get("/sign-in/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["connect-src"] == directives["form-action"] == directives["font-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http:" not in policy


@pytest.mark.django_db
def test_every_page_says_how_browsers_may_treat_it():
    headers = Client().get("/sign-in/").headers
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"], headers["Referrer-Policy"]) == (
        "nosniff",
        "DENY",
        "same-origin",
    )


@pytest.mark.django_db
def test_the_session_cookie_is_out_of_the_reach_of_scripts_and_other_sites():
    client = Client()
    client.get("/sign-in/")
    cookie = client.cookies["csrf"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

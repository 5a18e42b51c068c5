"""What holds for every address: tokens on forms, ways back that stay here, nothing private in a cache."""

import pytest
from django.test import Client

from factories import accounts, library
from factories.addresses import addresses
from quanheng.platform.common.access import inventory
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
ABROAD = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "javascript:alert(1)",
    "http:evil.example",
]


def test_no_address_takes_a_form_without_its_token():
    actor = accounts.actor(Role.OWNER)
    client = Client(enforce_csrf_checks=True)
    client.cookies = accounts.client_for(actor).cookies
    posts = [address for address in addresses() if "POST" in inventory()[address.name].methods]
    answers = {address.name: client.post(address.url()).status_code for address in posts}
    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("target", ABROAD)
@pytest.mark.parametrize("address", ["/language/", "/reading/"])
def test_a_way_back_never_leaves_the_site(address, target):
    client = Client()
    typed = client.post(address, {"next": target, "language": "en"})
    sent = client.post(address, {"language": "en"}, headers={"referer": target})
    assert (typed.url, sent.url) == ("/", "/")


@pytest.mark.parametrize("role", [Role.OWNER, Role.EXPERT, Role.SUPERVISOR])
def test_no_page_of_a_signed_in_person_is_kept_by_a_cache(role):
    client = accounts.client_for(accounts.actor(role))
    pages = ["/inbox/", "/me/", "/me/data/", "/achievements/", "/achievements/CG-2026-99999/", "/?stay"]
    kept = {page: client.get(page).headers.get("Cache-Control", "") for page in pages}
    assert {page: value for page, value in kept.items() if "no-store" not in value} == {}


def test_a_public_page_may_be_kept_and_differs_by_its_cookies():
    headers = Client().get("/").headers
    assert "no-store" not in headers.get("Cache-Control", "")
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize("address", ["/me/data/", "/achievements/templates/work-packages/"])
def test_a_download_is_a_file_and_is_not_interpreted(address):
    headers = accounts.client_for(library.owner()).get(address).headers
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"

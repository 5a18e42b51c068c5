"""What holds for every address: tokens on forms, ways back that stay here, nothing private in a cache."""

import pytest
from django.test import Client

from factories import accounts, library
from factories.addresses import addresses
from quanheng.platform.common.access import inventory
from quanheng.platform.common.pages import ActView, SectionView
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db
REPEATABLE = {
    "SignInView": "a second sign-in replaces the first",
    "SignOutView": "ended twice is ended once",
    "SetPasswordView": "the link works once",
    "SwitchIdentityView": "the same identity again",
    "EndSignInView": "ended twice is ended once",
    "ChangePasswordView": "asks for the old password, which is no longer right",
    "SignUpView": "code and account are taken by the first",
    "EnterOrganisationView": "the code is taken by the first",
    "LinkView": "the same link again, until a password is set",
    "SwitchView": "demonstration: the same door again",
    "ClockView": "demonstration: every press is one step",
    "CheckView": "gives on to the act, and keeps what is typed",
    "BidPage": "the engine knows the key",
    "CeilingPage": "the engine knows the key",
    "PackagesImportPage": "writes nothing but the person's own unsent form",
    "RowsPage": "adds and takes rows of the form, then gives on",
    "VerdictView": "the same verdict on the same files",
    "VerifyPage": "writes nothing",
    "OpinionPage": "sealed once by its state",
    "OpinionDraftPage": "keeps what is typed",
    "FiguresPage": "the same figures again",
    "CostPage": "the same figures again",
    "IncomePage": "the same figures again",
    "MarketPage": "the same figures again",
    "PairsPage": "saves the same comparisons again, then gives on",
    "LivePart": "writes nothing",
    "OfflinePage": "writes nothing but the person's own preview",
}
"""Views with a `post` of their own, and why a form that is sent twice does no harm."""
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


def test_a_form_that_is_sent_twice_acts_once_or_says_why_it_may():
    posts = [address.view for address in addresses() if "POST" in inventory()[address.name].methods]
    views = {view.view_class for view in posts if hasattr(view, "view_class")}
    own = {view for view in views if view.post not in {ActView.post, SectionView.post}}
    bases = {base.__name__ for view in own for base in view.__mro__ if "post" in vars(base)}
    assert {
        view.__name__ for view in own if not REPEATABLE.keys() & {b.__name__ for b in view.__mro__}
    } == set()
    assert REPEATABLE.keys() - bases - {view.__name__ for view in own} == set()


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

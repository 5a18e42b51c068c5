"""Blindness: before the opening no page, list, inbox, journal or row tells what an expert wrote, and never who."""

import pytest
from django.apps import apps
from django.urls import reverse

from factories import valuation
from factories.accounts import client_for
from factories.browsers import PEOPLE, browsers
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.roles import Role
from quanheng.platform.valuation.models import Engagement, ExpertOpinion

pytestmark = pytest.mark.django_db
TELLTALE = ((8_123_457, 9_234_561, 10_345_671),)
WORDS = (
    "8123457",
    "8,123,457",
    "9234561",
    "9,234,561",
    "10345671",
    "10,345,671",
    "923.46",
    "9.2346",
    "Prices of like plants",
)
NAMES = ("Secret Name", "Hidden Works")
PAGES = (
    "engagement",
    "figures",
    "cost",
    "income",
    "market",
    "pool",
    "reconciliation",
    "checklist",
    "lock",
    "open",
    "reconcile",
    "sign",
)
ROOMS = ("library", "maturity", "experts", "evaluation", "valuation", "common")


def sealed_case() -> Engagement:
    """Return a valuation with one opinion that nobody else could have written."""
    row = valuation.engagement("locked", "basic")
    valuation.give_opinions(row, TELLTALE)
    return row


def everybody(row: Engagement):
    """Give a browser of each role of the institution, the owner and strangers, and of the other experts."""
    yield from browsers().values()
    people = valuation.people(row)
    yield from (
        client_for(actor)
        for actor in (people.lead, people.second, people.owner, *valuation.valuers_of(row)[1:])
    )


def addresses(row: Engagement) -> list[str]:
    case, achievement = row.evaluation, row.achievement
    own = [reverse(f"valuation:{name}", args=[row.number]) for name in PAGES]
    opinions = [reverse("valuation:opinion", args=[opinion.id]) for opinion in row.opinions.all()]
    return [
        *own,
        *opinions,
        reverse("valuation:list"),
        case.get_absolute_url(),
        achievement.get_absolute_url(),
        "/inbox/",
    ]


def test_before_the_opening_no_page_tells_what_was_written_or_by_whom():
    row = sealed_case()
    told = []
    for browser in everybody(row):
        own_name = browser.get("/inbox/").wsgi_request.user
        for address in addresses(row):
            page = browser.get(address).content.decode()
            found = [
                word
                for word in (*WORDS, *NAMES)
                if word in page.replace(str(getattr(own_name, "name", "")), "")
            ]
            told += [(address, found)] if found else []
    assert told == []


def test_before_the_opening_no_row_of_the_database_tells_what_was_written():
    sealed_case()
    told = []
    for model in (m for room in ROOMS for m in apps.get_app_config(room).get_models()):
        for values in model.objects.values():
            line = repr(values)
            told += [model.__name__ for word in WORDS if word in line]
    assert told == []


def test_the_author_reads_the_own_opinion():
    row = sealed_case()
    author = valuation.valuers_of(row)[0]
    opinion = row.opinions.get(seat__expert__person_id=author.person_id)
    page = client_for(author).get(opinion.get_absolute_url()).content.decode()
    assert "9,234,561" in page


def test_every_other_role_gets_no_opinion_page():
    row = sealed_case()
    house = row.evaluation.institution
    opinion = ExpertOpinion.objects.exclude(submitted_at=None).get()
    clients = {role: client for role, client in browsers().items() if role in PEOPLE}
    answers = {role: client.get(opinion.get_absolute_url()).status_code for role, client in clients.items()}
    assert answers == dict.fromkeys(clients, 404)
    assert client_for(valuation.holder(Role.LEAD, house)).get(opinion.get_absolute_url()).status_code == 404


def test_after_the_opening_codes_stand_for_names():
    row = valuation.engagement("signed", "basic")
    browser = client_for(valuation.lead_of(row))
    pages = "".join(browser.get(address, follow=True).content.decode() for address in addresses(row))
    assert "E-04" in pages
    assert [name for name in NAMES if name in pages] == []


def test_a_house_that_is_not_the_institution_counts_nothing():
    row = sealed_case()
    strangers = Organisation.objects.exclude(id=row.evaluation.institution_id)
    people = [i for house in strangers for i in house.identities.filter(role=Role.LEAD)]
    assert [
        p for p in people if Engagement.objects.filter(evaluation__institution_id=p.organisation_id)
    ] == []

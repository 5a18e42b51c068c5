"""Who sees what, room by room: what is one's own opens, what is another's does not exist (`domain.md`, `trust.md` 7)."""

from collections.abc import Iterator, Mapping

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from factories import accounts, evaluation, exchange, experts, foreign, library, marking
from quanheng.platform.accounts.actors import PUBLIC, Actor
from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common import drafts
from quanheng.platform.common.jobs.models import Job
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.evaluation import services as commission
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.followup.models import FollowUp
from quanheng.platform.library.models import Achievement

pytestmark = pytest.mark.django_db
STRANGERS = (
    Role.OWNER,
    Role.BUYER,
    Role.EXPERT,
    Role.POOL_MANAGER,
    Role.TECHNOLOGY_MANAGER,
    Role.PLATFORM_ADMIN,
    *sorted(INSTITUTION),
)
OFFICE = (Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR)
PARTS = ("achievement", "print", "evidence", "history")


@pytest.fixture(scope="module")
def _scene(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, object]]:
    """One case of everything, made once for the module."""
    folder = tmp_path_factory.mktemp("rooms")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(FILES_DIR=folder, KEYS_DIR=folder), translation.override("en"):
            made = {
                "folder": folder,
                "draft": library.achievement(state="draft", packages=evaluation.ONE_PACKAGE),
                "submitted": library.achievement(state="submitted", packages=evaluation.ONE_PACKAGE),
                "scoring": marking.scoring(),
            }
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def scene(_scene, settings) -> Mapping[str, object]:
    settings.FILES_DIR = _scene["folder"]
    return _scene


def browser(actor: Actor) -> Client:
    return Client(headers={"accept-language": "en"}) if actor == PUBLIC else accounts.client_for(actor)


def statuses(actor: Actor, *addresses: str) -> list[int]:
    client = browser(actor)
    return [client.get(address).status_code for address in addresses]


def parts(row: Achievement) -> list[str]:
    """Return the addresses of a dossier: its pages, then one of its files."""
    file = reverse("common:file", args=[row.evidence.first().attachment_id])
    return [*(reverse(f"library:{name}", args=[row.number]) for name in PARTS), file]


# library ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_holder_opens_every_part_of_the_own_dossier(scene, state):
    row = scene[state]
    assert statuses(library.owner_of(row), *parts(row)) == [200] * 5


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_dossier_outside_the_library_does_not_exist_for_strangers(scene, state, role):
    row = scene[state]
    assert statuses(accounts.actor(role), *parts(row)) == [404] * 5


@pytest.mark.parametrize("role", [Role.BUYER, Role.EXPERT, Role.TECHNOLOGY_MANAGER])
def test_a_dossier_does_not_exist_for_colleagues_of_another_role(scene, role):
    row = scene["submitted"]
    assert statuses(accounts.actor(role, row.owner), *parts(row)) == [404] * 5


def test_what_the_library_shows_to_its_unit_opens_to_colleagues_without_the_evidence(scene):
    row = private(scene["scoring"].achievement)
    colleague, stranger = accounts.actor(Role.BUYER, row.owner), accounts.actor(Role.BUYER)
    assert [statuses(actor, *parts(row)) for actor in (colleague, stranger)] == [
        [200, 200, 404, 404, 404],
        [404] * 5,
    ]


@pytest.mark.parametrize("role", OFFICE)
def test_the_office_reads_what_was_handed_in_and_no_draft(scene, role):
    actor = accounts.actor(role)
    seen = statuses(actor, *parts(scene["submitted"])), statuses(actor, *parts(scene["draft"]))
    assert seen == ([200] * 5, [404] * 5)


def test_a_paper_that_was_taken_out_is_the_holders_alone(scene):
    row = scene["submitted"]
    paper = library.evidence(row, None, 10, "invoice")
    paper.removed_at = library.NOW
    paper.save()
    address = reverse("common:file", args=[paper.attachment_id])
    readers = (library.owner_of(row), accounts.actor(Role.OFFICER))
    assert [statuses(actor, address) for actor in readers] == [[200], [404]]


def private(row: Achievement) -> Achievement:
    """Take a published achievement out of everybody's sight but its case's."""
    Achievement.objects.filter(id=row.id).update(visibility="unit")
    row.contact.name = "欧阳联系人"
    row.contact.save()
    return row


def test_a_seated_expert_reads_the_evidence_without_contact_and_record(scene):
    case: Evaluation = scene["scoring"]
    row, expert = private(case.achievement), marking.expert_of(marking.sheets(case)[0])
    assert statuses(expert, *parts(row)) == [200, 200, 200, 404, 200]
    pages = [browser(expert).get(address).text for address in parts(row)[:3]]
    told = [
        [word for word in ("欧阳联系人", "Lin Wei", "/history/", "Timeline") if word in page]
        for page in pages
    ]
    assert told == [["Lin Wei"], ["Lin Wei"], []]


def test_the_commissioned_institution_reads_the_dossier_with_its_contact(scene):
    case = scene["scoring"]
    row, lead = private(case.achievement), marking.lead_of(case)
    assert statuses(lead, *parts(row)) == [200] * 5
    assert "欧阳联系人" in browser(lead).get(parts(row)[0]).text


@pytest.mark.parametrize("role", sorted(INSTITUTION | {Role.EXPERT}))
def test_neither_another_house_nor_an_expert_without_a_seat_reads_a_private_dossier(scene, role):
    row = private(scene["scoring"].achievement)
    assert statuses(accounts.actor(role), *parts(row)) == [404] * 5


@pytest.mark.parametrize("state", ["reporting", "issued"])
def test_a_seat_gives_nothing_once_the_case_has_left_its_experts(scene, state):
    case = scene["scoring"]
    row, expert = private(case.achievement), marking.expert_of(marking.sheets(case)[0])
    Evaluation.objects.filter(id=case.id).update(state=state)
    assert statuses(expert, *parts(row)) == [404] * 5


def test_an_institution_that_refused_a_commission_reads_the_dossier_no_more(scene):
    case = evaluation.evaluation(
        "submitted", achievement=private(library.achievement(packages=evaluation.ONE_PACKAGE))
    )
    intake, addresses = evaluation.cast_of(case).intake, parts(case.achievement)
    before = statuses(intake, addresses[0])
    commission.refuse_evaluation(
        actor=intake, number=case.number, code="scope", reason="No expert", now=evaluation.NOW
    )
    assert (before, statuses(intake, *addresses)) == ([200], [404] * 5)


def test_a_commission_that_is_not_sent_opens_the_dossier_to_nobody(scene):
    case = evaluation.evaluation(
        "draft", achievement=private(library.achievement(packages=evaluation.ONE_PACKAGE))
    )
    assert statuses(evaluation.cast_of(case).intake, *parts(case.achievement)) == [404] * 5


# evaluation ---------------------------------------------------------------------------------------------
CASE_PAGES = ("evaluation", "contract", "plan", "information", "panel", "history", "print")


def pages_of(case: Evaluation, *names: str) -> list[str]:
    return [reverse(f"evaluation:{name}", args=[case.number]) for name in names]


def test_both_sides_and_who_watches_open_the_case(scene):
    case = scene["scoring"]
    client = accounts.actor(Role.OWNER, case.client)
    people = [client, *(accounts.actor(role, case.institution) for role in sorted(INSTITUTION))]
    people += [accounts.actor(role) for role in (Role.SUPERVISOR, Role.AUDITOR)]
    seen = [statuses(actor, *pages_of(case, *CASE_PAGES)) for actor in people]
    assert seen == [[200] * len(CASE_PAGES)] * len(people)


def test_the_marks_of_a_case_are_the_institutions_and_who_watches(scene):
    case = scene["scoring"]
    readers = (
        marking.lead_of(case),
        accounts.actor(Role.SUPERVISOR),
        accounts.actor(Role.OWNER, case.client),
    )
    assert [statuses(actor, *pages_of(case, "marks", "result")) for actor in readers] == [
        [200, 200],
        [200, 200],
        [404, 404],
    ]


def test_the_client_is_told_nothing_of_single_experts_at_work(scene):
    case = scene["scoring"]
    sheet = marking.sheets(case)[0]
    marking.submit(sheet)
    client, lead = accounts.actor(Role.OWNER, case.client), marking.lead_of(case)
    told = {
        role: [
            word for word in ("A score sheet was submitted", "score sheets are in", "/marks/") if word in page
        ]
        for role, page in (
            ("client", "".join(browser(client).get(a).text for a in pages_of(case, "evaluation", "history"))),
            ("lead", "".join(browser(lead).get(a).text for a in pages_of(case, "evaluation", "history"))),
        )
    }
    assert told == {"client": [], "lead": ["A score sheet was submitted", "score sheets are in", "/marks/"]}


# experts and organisations --------------------------------------------------------------------------------
def test_the_page_of_a_pools_house_names_its_experts_to_those_who_look_after_them_only(scene):
    pool = experts.pool()
    mine, colleague = experts.expert(pool, name="专家甲"), experts.expert(pool, name="专家乙")
    address = reverse("accounts:organisation", args=[pool.organisation.uscc])
    readers = {
        "expert": experts.actor_of(mine),
        "officer": accounts.actor(Role.OFFICER, pool.organisation),
        "manager": accounts.actor(Role.POOL_MANAGER, pool.organisation, manages=True),
        "auditor": accounts.actor(Role.AUDITOR),
    }
    pages = {name: browser(actor).get(address).text for name, actor in readers.items()}
    names = (mine.person.name, colleague.person.name)
    assert {name: [word for word in names if word in page] for name, page in pages.items()} == {
        "expert": ["专家甲"],
        "officer": [],
        "manager": ["专家甲", "专家乙"],
        "auditor": ["专家甲", "专家乙"],
    }


def test_an_account_name_is_shown_to_its_person_and_to_who_manages(scene):
    house: Organisation = accounts.organisation()
    one, other = accounts.actor(Role.OWNER, house), accounts.actor(Role.BUYER, house)
    names = [
        person.username for person in (accounts.Person.objects.get(id=a.person_id) for a in (one, other))
    ]
    page = browser(one).get(reverse("accounts:organisation", args=[house.uscc])).text
    assert [name in page for name in names] == [True, False]


# jobs, drafts, follow-up, exchange --------------------------------------------------------------------------
def test_a_job_opens_under_the_identity_that_started_it_and_no_other(scene):
    person = accounts.person()
    starter, elsewhere = accounts.actor(Role.OWNER, of=person), accounts.actor(Role.BUYER, of=person)
    job = Job.objects.get(id=foreign.job()["job_id"])
    job.started_by, job.organisation_id = person.id, starter.organisation_id
    job.save()
    colleague = accounts.actor(Role.OWNER, Organisation.objects.get(id=starter.organisation_id))
    address = reverse("common:job", args=[job.id])
    assert [statuses(actor, address) for actor in (starter, elsewhere, colleague)] == [[200], [404], [404]]


def test_what_a_colleague_typed_and_did_not_send_is_not_shown(scene):
    row = scene["draft"]
    author, address = library.owner_of(row), reverse("library:edit_basics", args=[row.number])
    drafts.save(person_id=author.person_id, page=address, data={"title": "Half typed"}, now=library.NOW)
    colleague = accounts.actor(Role.OWNER, row.owner)
    assert ["Half typed" in browser(actor).get(address).text for actor in (author, colleague)] == [
        True,
        False,
    ]


def test_a_followup_opens_to_its_owner_and_who_watches(scene):
    row = FollowUp.objects.get(id=foreign.followup()["followup"])
    address = reverse("followup:followup", args=[row.id])
    readers = [
        accounts.actor(Role.OWNER, row.achievement.owner),
        accounts.actor(Role.SUPERVISOR),
        accounts.actor(Role.OWNER),
    ]
    assert [statuses(actor, address) for actor in readers] == [[200], [200], [404]]


def test_a_listing_before_its_notice_opens_to_its_seller_alone(scene):
    of = exchange.trade()
    address = reverse("exchange:listing", args=[of.number])
    readers = [of.seller, *(accounts.actor(role) for role in (*OFFICE, Role.OWNER, Role.BUYER)), PUBLIC]
    assert [statuses(actor, address) for actor in readers] == [[200], *[[404]] * 6]


def test_a_deal_opens_to_its_parties_and_the_office(scene):
    made = exchange.foreign()
    deal = foreign.Deal.objects.get(number=made["deal"])
    address = reverse("exchange:deal", args=[deal.number])
    readers = [
        accounts.actor(Role.OWNER, deal.listing.seller),
        accounts.actor(Role.BUYER, deal.buyer),
        *(accounts.actor(role) for role in OFFICE),
        accounts.actor(Role.BUYER),
        accounts.actor(Role.OWNER),
    ]
    assert [statuses(actor, address) for actor in readers] == [*[[200]] * 5, [404], [404]]

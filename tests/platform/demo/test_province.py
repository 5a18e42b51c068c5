"""The small province as its visitors meet it: states, doors, inboxes, pages in two languages, planted faults."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings

from factories import accounts as people
from quanheng.live import serve
from quanheng.methods.errors import IdentifierError
from quanheng.methods.identifiers import parse_cn_patent
from quanheng.platform.accounts.models import Identity, Organisation
from quanheng.platform.accounts.selectors import actor_for
from quanheng.platform.common import clock, drafts
from quanheng.platform.common.calendar import CalendarYear
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.files.services import EvidenceChanged, read
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.journal.chains import all_faults
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.common.roles import Role
from quanheng.platform.demo import selectors, services
from quanheng.platform.demo.services import bots
from quanheng.platform.demo.services.doors import PASSWORD
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.exchange import ledger
from quanheng.platform.exchange.desk import bidding_desk
from quanheng.platform.exchange.models import Listing, Lot
from quanheng.platform.experts.models import Expert
from quanheng.platform.library.models import Achievement, Evidence
from quanheng.platform.reports.models import Report

LANGUAGES = ("zh-hans", "en")


def holder_of(item):
    rows = Identity.objects.filter(role=item.role, ended_at=None).select_related("person")
    rows = rows.filter(organisation_id=item.organisation_id) if item.organisation_id else rows
    return (rows.filter(person_id=item.person_id) if item.person_id else rows).first()


def browser(identity, language="zh-hans"):
    return people.client_for(actor_for(identity), language)


def statuses(identity, paths):
    """Return the pages that do not answer 200, in either language."""
    found = []
    for language in LANGUAGES:
        client = browser(identity, language)
        found += [(path, language, s) for path in paths if (s := client.get(path).status_code) != 200]
    return found


def owner(username, role=Role.OWNER):
    return Identity.objects.select_related("person").get(person__username=username, role=role)


def visitor(username, role=Role.OWNER, language="zh-hans"):
    return browser(owner(username, role), language)


def test_the_people_of_the_book_are_there(province):
    kinds = ["department", "enterprise", "institution", "laboratory", "investor", "exchange", "auction_house"]
    counted = {kind: Organisation.objects.filter(kind=kind).count() for kind in kinds}
    learned = Organisation.objects.filter(kind__in=["university", "institute"]).count()

    assert (counted, learned, Expert.objects.count()) == (
        {
            "department": 4,
            "enterprise": 14,
            "institution": 3,
            "laboratory": 2,
            "investor": 4,
            "exchange": 1,
            "auction_house": 1,
        },
        9,
        54,
    )


def test_each_achievement_stands_where_its_story_ends(province):
    cases = dict(Evaluation.objects.values_list("achievement__title", "state"))
    alone = dict(Achievement.objects.exclude(title__in=cases).values_list("title", "state"))

    assert (alone, cases) == (
        {"盐穴储氢渗漏机理模型": "draft", "柔性脑电采集样片": "published"},
        {
            "高炉煤气精脱硫催化剂": "valuing",
            "氮化硅轴承球批量制备": "scoring",
            "矿用巡检机器人": "archived",
        },
    )


def test_the_live_lot_opens_with_the_demonstration_and_closes_after_half_an_hour(province):
    lot = Lot.objects.get()
    listing = Listing.objects.get()

    assert (lot.opens_at, lot.closes_at - lot.opens_at, listing.state) == (
        province.present,
        timedelta(minutes=30),
        "bidding",
    )


def test_the_holiday_tables_name_their_source(province):
    assert [row.source[:11] for row in CalendarYear.objects.order_by("year")] == ["国务院办公厅关于202"] * 2


def test_every_chain_of_the_journal_is_whole(province):
    assert list(all_faults()) == []


def test_the_ledger_balances(province):
    assert ledger.differences() == {}


def test_no_act_of_the_story_lies_in_the_visitors_future(province):
    assert JournalEntry.objects.order_by("-at").first().at <= province.present


def test_there_is_a_door_for_every_role(province):
    doors = {door.role for group in selectors.door_groups() for door in group.doors}

    assert doors == set(Role) - {Role.PUBLIC, Role.SYSTEM}


def test_a_click_on_any_door_begins_the_session_of_who_lives_there(province):
    for door in (door for group in selectors.door_groups() for door in group.doors):
        client = Client(headers={"accept-language": "en"})
        client.post("/demo/switch/", {"door": door.key})
        page = client.get("/inbox/")
        assert (page.status_code, door.person in page.content.decode()) == (200, True), door.key


def test_a_click_is_journaled(province):
    Client().post("/demo/switch/", {"door": "limin:lead"})

    stream = owner("limin", Role.LEAD).person.stream
    kinds = JournalEntry.objects.filter(stream_id=stream).order_by("-seq").values_list("kind", flat=True)
    assert list(kinds[:2]) == ["account.signed_in", "demo.switched"]


def test_the_printed_password_opens_an_account(province):
    answer = Client().post("/sign-in/", {"username": "linwei", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")


def test_the_accounts_are_listed_with_one_password(province):
    lines = services.accounts_table()

    assert (len(lines), lines[-1].endswith(PASSWORD)) == (
        sum(len(group.doors) for group in selectors.door_groups()) + 2,
        True,
    )


def test_production_has_no_doors(province):
    with override_settings(PROFILE="production"):
        answer = Client().post("/demo/switch/", {"door": "limin:lead"})
        doors = selectors.door_groups()

    assert (answer.status_code, doors) == (404, [])


@pytest.mark.parametrize("door", ["limin:signer", "nobody:lead", "", ":"])
def test_a_door_that_nobody_lives_behind_is_absent(province, door):
    assert Client().post("/demo/switch/", {"door": door}).status_code == 404


def test_a_person_who_is_not_of_the_province_has_no_door(province):
    stranger = people.actor(Role.OWNER, people.organisation())
    identity = Identity.objects.select_related("person", "organisation").get(id=stranger.identity_id)
    Organisation.objects.filter(id=identity.organisation_id).update(uscc="91350100M000100Y43")

    assert Client().post("/demo/switch/", {"door": f"{identity.person.username}:owner"}).status_code == 404


def test_a_second_province_is_refused(province):
    with pytest.raises(Refused, match="empty database"):
        services.load_province()


def test_every_step_in_an_inbox_leads_to_a_page_for_its_recipient(province):
    found = [
        fault
        for item in InboxItem.objects.filter(closed_at=None)
        for fault in statuses(holder_of(item), [item.path])
    ]

    assert found == []


def test_the_pages_of_a_case_answer_the_people_concerned(province):
    rows = Evaluation.objects.select_related("achievement")
    pages = [path for row in rows for path in (row.get_absolute_url(), f"{row.get_absolute_url()}plan/")]
    seen = {
        ("limin", Role.LEAD): [path for path in pages if path in own_pages("centre")],
        ("zhouzheng", Role.SUPERVISOR): [row.get_absolute_url() for row in rows],
        ("shenming", Role.AUDITOR): [row.get_absolute_url() for row in rows],
    }

    assert [fault for who, paths in seen.items() for fault in statuses(owner(*who), paths)] == []


def own_pages(house):
    name = {"centre": "燕原省科技成果评价中心"}[house]
    rows = Evaluation.objects.filter(institution__name=name)
    return {path for row in rows for path in (row.get_absolute_url(), f"{row.get_absolute_url()}plan/")}


def test_owners_read_their_achievements_evaluations_and_listings(province):
    found = []
    for row in Achievement.objects.select_related("owner", "created_by"):
        identity = row.created_by.identities.select_related("person").get(role=Role.OWNER)
        cases = Evaluation.objects.filter(achievement=row)
        listings = Listing.objects.filter(achievement=row)
        paths = [r.get_absolute_url() for r in (row, *cases, *listings)]
        found += statuses(identity, [*paths, f"{row.get_absolute_url()}history/"])

    assert found == []


def test_the_issued_report_is_verified_by_anybody(province):
    report = Report.objects.get()
    pages = [Client(headers={"accept-language": lang}).get(f"/verify/{report.number}/") for lang in LANGUAGES]

    assert [page.status_code for page in pages] == [200, 200]


def test_a_kept_form_holds_a_patent_number_whose_check_digit_is_named_when_saved(province):
    draft, row = drafts.Draft.objects.get(), Achievement.objects.get(state="draft")
    answer = visitor("donghao").post(f"{row.get_absolute_url()}edit/rights/", drafts.as_post(draft).dict())
    wrong = draft.data["rows-0-number"][0]

    with pytest.raises(IdentifierError) as error:
        parse_cn_patent(wrong)
    expected = error.value.values["expected"]
    assert (answer.status_code, f"应为 {expected}" in answer.content.decode()) == (422, True)


def test_an_expired_test_report_shows_its_day(province):
    row = Evidence.objects.filter(achievement__title="高炉煤气精脱硫催化剂", level=5)[0]

    assert (province.present.date() - row.issued_on).days > 5 * 365


def test_one_report_lies_in_two_levels(province):
    rows = Evidence.objects.filter(achievement__title="矿用巡检机器人", level__in=[5, 6])

    assert len(set(rows.values_list("attachment__file_id", flat=True))) == 1


def test_a_file_changed_after_its_acceptance_is_not_handed_out(province):
    rows = Evidence.objects.filter(achievement__title="氮化硅轴承球批量制备", level=5)

    with pytest.raises(EvidenceChanged):
        read(rows[0].attachment)


def test_the_clock_moves_to_the_next_deadline_and_the_visitor_stays(province):
    client, due = visitor("limin", Role.LEAD), selectors.next_deadline(clock.now())
    client.post("/demo/clock/", {"step": "deadline", "next": "/inbox/"})

    assert (clock.now() > due, client.get("/inbox/").status_code) == (True, 200)


def test_two_bots_answer_each_other_until_their_ceilings(province, settings):
    lot, now = Lot.objects.get(), province.present + timedelta(minutes=1)
    serve.start(settings.DATA_DIR, thread=False)
    try:
        taken = sum(bots.let_bots_bid(now + timedelta(seconds=30 * n)) for n in range(45))
        state = bidding_desk().state(lot.number)
    finally:
        serve.stop(settings.DATA_DIR)

    assert (taken > 10, state.price_fen <= 368_000_000, state.leader in selectors.ceilings_of(lot)) == (
        True,
        True,
        True,
    )

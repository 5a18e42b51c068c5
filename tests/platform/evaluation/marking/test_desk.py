"""J5: score on a phone, without retyping, to stop and go on; blind to one another."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import accounts, library, marking
from factories.marking import NOW, expert_of, sheets
from quanheng.platform.accounts.models import Person
from quanheng.platform.common.drafts import Draft
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.marking import services
from quanheng.platform.evaluation.models import Sheet, SheetMark
from quanheng.platform.experts.models import Expert

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def case(db, time_machine_at):
    return marking.scoring()


@pytest.fixture
def time_machine_at(monkeypatch):
    """The pages read the clock at the edge; here it stands still at the moment of the factories."""
    monkeypatch.setattr("quanheng.platform.common.pages.clock.now", lambda: NOW + timedelta(hours=1))


def page(case, name: str = "marking", *more):
    return reverse(f"evaluation:{name}", args=[case.number, *more])


def browser(sheet, language: str = "en"):
    return accounts.client_for(expert_of(sheet), language)


def form(**answers) -> dict[str, str]:
    return {"band": "middle", "points": "80", "reason": "", "draft_version": "0"} | answers


def key_of(response) -> str:
    return re.search(r'name="idempotency_key" value="([^"]+)"', response.content.decode()).group(1)


def hand_in(sheet, case, **more):
    person = Person.objects.get(id=expert_of(sheet).person_id)
    person.set_password(PASSWORD)
    person.save()
    client = browser(sheet)
    data = {
        "opinion": "Sound.",
        "password": PASSWORD,
        "idempotency_key": key_of(client.get(page(case, "marking_check"))),
    }
    return client.post(page(case, "marking_check"), data | more), client, data


def test_the_desk_shows_how_far_each_sheet_is(case):
    sheet = sheets(case, "competitive")[0]
    browser(sheet).post(page(case, "marking_item", 1), form())
    text = browser(sheet).get(reverse("evaluation:marking_desk")).content.decode()
    assert ("1 / 3" in text, case.achievement.title in text) == (True, True)


def test_the_desk_asks_as_much_for_five_sheets_as_for_one(case):
    person = Person.objects.get(id=expert_of(sheets(case)[0]).person_id)

    def asked() -> int:
        client = browser(sheets(case)[0])
        client.get(reverse("evaluation:marking_desk"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("evaluation:marking_desk"))
        return len(captured)

    one = asked()
    for _ in range(4):
        other = sheets(marking.scoring())[0]
        Expert.objects.filter(id=other.seat.expert_id).update(person=person)
    assert asked() == one
    assert Sheet.objects.filter(seat__expert__person=person).count() == 5


def test_a_mark_is_saved_and_the_next_item_opens(case):
    sheet = sheets(case, "competitive")[0]
    answer = browser(sheet).post(page(case, "marking_item", 1), form())
    assert (answer.status_code, answer["Location"]) == (302, page(case, "marking_item", 2))
    assert SheetMark.objects.get().points == 80


def test_the_last_item_leads_to_the_check_page(case):
    sheet = sheets(case, "competitive")[0]
    assert browser(sheet).post(page(case, "marking_item", 3), form())["Location"] == page(
        case, "marking_check"
    )


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(case):
    sheet = sheets(case, "competitive")[0]
    answer = browser(sheet).post(
        page(case, "marking_item", 1), form(band="high", points="84", reason="Half a remark")
    )
    text = answer.content.decode()
    assert (answer.status_code, SheetMark.objects.count()) == (422, 0)
    assert "Points: got 84, takes 90 to 100 in the band you chose" in text
    assert "Half a remark" in text


def test_typing_saves_a_complete_mark_at_once(case):
    sheet = sheets(case, "competitive")[0]
    answer = browser(sheet).post(page(case, "marking_item_draft", 1), form())
    assert json.loads(answer.content)["version"] == 0
    assert (SheetMark.objects.count(), Draft.objects.count()) == (1, 0)


def test_typing_keeps_a_half_mark_as_a_draft_that_comes_back(case):
    sheet = sheets(case, "competitive")[0]
    client = browser(sheet)
    client.post(page(case, "marking_item_draft", 1), form(points="45", band="low"))
    text = client.get(page(case, "marking_item", 1)).content.decode()
    assert (SheetMark.objects.count(), 'value="45"' in text, "What you typed was kept" in text) == (
        0,
        True,
        False,
    )


def test_a_complete_mark_takes_the_place_of_the_draft(case):
    sheet = sheets(case, "competitive")[0]
    client = browser(sheet)
    client.post(page(case, "marking_item_draft", 1), form(points="45", band="low"))
    client.post(page(case, "marking_item_draft", 1), form(points="45", band="low", reason="No data"))
    assert (SheetMark.objects.count(), Draft.objects.count()) == (1, 0)


@pytest.mark.clause("H-14.4")
def test_the_worded_bands_come_before_the_points(case):
    text = browser(sheets(case, "competitive")[0]).get(page(case, "marking_item", 1)).content.decode()
    assert text.index("every key assumption is borne out") < text.index('name="points"')


@pytest.mark.clause("M-1.3")
def test_the_mark_page_says_what_the_five_values_look_for(case):
    text = browser(sheets(case, "competitive")[0]).get(page(case, "marking_item", 1)).content.decode()
    assert ("Scientific value 60%" in text, "Technical value 40%" in text) == (True, True)


def test_an_item_beyond_the_own_side_is_absent(case):
    assert browser(sheets(case, "competitive")[0]).get(page(case, "marking_item", 4)).status_code == 404


def test_handing_in_asks_for_the_password_and_gives_a_receipt(case):
    sheet = sheets(case)[0]
    marking.mark(sheet)
    answer, client, _data = hand_in(sheet, case)
    sheet.refresh_from_db()
    assert answer["Location"] == page(case, "marking_receipt")
    assert sheet.receipt in client.get(page(case, "marking_receipt")).content.decode()


def test_a_wrong_password_hands_nothing_in(case):
    sheet = sheets(case)[0]
    marking.mark(sheet)
    answer, _client, _data = hand_in(sheet, case, password="another password")
    sheet.refresh_from_db()
    assert (answer.status_code, sheet.state) == (422, "open")
    assert "This is not your password" in answer.content.decode()


def test_a_double_click_hands_in_once(case):
    sheet = sheets(case)[0]
    marking.mark(sheet)
    first, client, data = hand_in(sheet, case)
    second = client.post(page(case, "marking_check"), data)
    assert (first["Location"], second["Location"]) == (page(case, "marking_receipt"),) * 2


def half_changed(case):
    """Return a sheet that is complete, and whose first mark was then changed by halves."""
    sheet = sheets(case, "competitive")[0]
    marking.mark(sheet)
    typed = form(band="high", points="95")
    browser(sheet).post(f"{page(case, 'marking_item', 1)}draft/", typed)
    return sheet


def test_a_change_that_is_not_complete_is_named_before_the_sheet_is_handed_in(case):
    sheet = half_changed(case)
    answer, *_ = hand_in(sheet, case)
    sheet.refresh_from_db()
    named = "Item 1: your last change is not complete and does not count" in answer.content.decode()
    assert (answer.status_code, named, sheet.state) == (422, True, "open")


def test_a_half_changed_mark_comes_back_with_what_it_lacks(case):
    text = browser(half_changed(case)).get(page(case, "marking_item", 1)).content.decode()
    assert "Remark: got nothing" in text


def test_another_window_that_hands_in_again_is_refused(case):
    sheet = sheets(case)[0]
    marking.mark(sheet)
    other = key_of(browser(sheet).get(page(case, "marking_check")))
    _first, client, data = hand_in(sheet, case)
    answer = client.post(page(case, "marking_check"), data | {"idempotency_key": other})
    assert answer.status_code == 422
    assert Sheet.objects.filter(state="submitted").count() == 1


def test_the_password_is_never_kept_in_a_draft(case):
    sheet = sheets(case)[0]
    client = browser(sheet)
    client.post(page(case, "marking_opinion_draft"), {"opinion": "Half an opinion", "password": PASSWORD})
    kept = Draft.objects.get().data
    assert (list(kept), "Half an opinion" in client.get(page(case, "marking_check")).content.decode()) == (
        ["opinion"],
        True,
    )


def test_stepping_aside_has_its_own_page(case):
    text = browser(sheets(case)[0]).get(page(case, "marking_recuse")).content.decode()
    assert "Your seat passes to a substitute; this cannot be undone." in text


@pytest.mark.parametrize("name", ["marking", "marking_check", "marking_recuse", "marking_receipt"])
def test_a_foreign_sheet_and_none_give_the_same_404(case, name):
    other = marking.scoring()
    stranger = browser(sheets(other)[0])
    addresses = page(case, name), page(case, name).replace(case.number, "PJ-2026-00000")
    foreign, absent = (stranger.get(address) for address in addresses)
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert without_tokens(foreign) == without_tokens(absent).replace("PJ-2026-00000", case.number)


def test_a_seat_hands_out_the_evidence_and_a_stranger_gets_none(case):
    paper = case.achievement.evidence.first()
    address = reverse("common:file", args=[paper.attachment_id])
    stranger = accounts.client_for(accounts.actor(Role.EXPERT))
    assert (browser(sheets(case)[0]).get(address).status_code, stranger.get(address).status_code) == (
        200,
        404,
    )


def without_tokens(answer) -> str:
    text = re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]+"', "", answer.content.decode())
    return re.sub(r'"X-CSRFToken": "[^"]+"', "", text)


SECRET = "Secret remark of a colleague"


def leaks(text: str, case) -> list[str]:
    """Return what a page tells of colleagues: names, codes, points, remarks."""
    rows = sheets(case)
    names = [sheet.seat.expert.person.name for sheet in rows]
    return [word for word in (*names, *[s.code for s in rows], "77.7", SECRET) if word in text]


def test_an_expert_reads_nothing_of_colleagues(case):
    mine, theirs = sheets(case, "competitive")[:2]
    services.save_mark(
        actor=expert_of(theirs),
        number=case.number,
        indicator="principle_feasibility",
        answer=marking.Answer("scored", "middle", marking.Decimal("77.7"), SECRET),
        now=NOW,
    )
    client = browser(mine)
    pages = [
        reverse("evaluation:marking_desk"),
        page(case),
        page(case, "marking_item", 1),
        page(case, "marking_check"),
    ]
    own = {mine.code, mine.seat.expert.person.name}
    found = {word for address in pages for word in leaks(client.get(address).content.decode(), case)}
    assert found <= own


@pytest.mark.parametrize("name", ["marks", "result"])
def test_the_case_manager_reads_counts_only_before_scoring_is_closed(case, name):
    for sheet in sheets(case)[:2]:
        marking.submit(sheet, lambda _sheet, _place: "77.7")
    text = accounts.client_for(marking.lead_of(case)).get(page(case, name)).content.decode()
    assert ("2 / 7" in text, leaks(text, case)) == (True, [])


@pytest.mark.parametrize("name", ["marks", "result", "marks_export"])
@pytest.mark.parametrize("who", ["client", "expert", "stranger"])
def test_nobody_else_opens_marks_or_result(case, name, who):
    actors = {
        "client": lambda: library.owner_of(case.achievement),
        "expert": lambda: expert_of(sheets(case)[0]),
        "stranger": lambda: accounts.actor(Role.LEAD),
    }
    assert accounts.client_for(actors[who]()).get(page(case, name)).status_code == 404


def test_the_export_does_not_exist_before_scoring_is_closed(case):
    marking.submit(sheets(case)[0])
    assert accounts.client_for(marking.lead_of(case)).get(page(case, "marks_export")).status_code == 404


def test_codes_of_open_sheets_are_shown_only_after_their_deadline(case, monkeypatch):
    client = accounts.client_for(marking.lead_of(case))
    before = client.get(page(case, "marks")).content.decode()
    late = sheets(case)[0].due_at + timedelta(days=1)
    monkeypatch.setattr("quanheng.platform.common.pages.clock.now", lambda: late)
    after = accounts.client_for(marking.lead_of(case)).get(page(case, "marks")).content.decode()
    assert ("E-01" in before, "E-01" in after) == (False, True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_desk_reads_in_both_languages(case, language):
    client = browser(sheets(case, "competitive")[0], language)
    pages = [
        page(case),
        page(case, "marking_item", 1),
        page(case, "marking_check"),
        page(case, "marking_recuse"),
    ]
    assert [client.get(address).status_code for address in pages] == [200] * 4

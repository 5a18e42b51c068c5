"""The pages of J1, without a script: what they show, whom they answer, what they keep."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories import accounts, library
from quanheng.platform.common import drafts
from quanheng.platform.common.roles import Role
from quanheng.platform.library import selectors, services
from quanheng.platform.library.models import Achievement, Evidence

pytestmark = pytest.mark.django_db
EDITS = ["basics", "rights", "people", "packages", "parameters", "transfer"]
HOSTILE = "<script>alert(1)</script>\"'{{ 7*7 }}"
MANAGEMENT = {"rows-INITIAL_FORMS": "0", "rows-MIN_NUM_FORMS": "0", "rows-MAX_NUM_FORMS": "300"}


def url(name: str, row=None, *args) -> str:
    return reverse(f"library:{name}", args=[row.number, *args] if row else [])


def client_of(row, language="en"):
    return accounts.client_for(library.owner_of(row), language)


def rows_data(*rows: dict, **more) -> dict:
    data = {f"rows-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    return {**MANAGEMENT, "rows-TOTAL_FORMS": str(len(rows)), **data, **more}


def basics_data(**answers) -> dict:
    values = {
        "title": "Balls",
        "category": "applied_technology",
        "field_code": "new_materials",
        "abstract": "About balls",
        "keywords": "ball，bearing",
        "need": "A need",
        "application": "An application",
        "own_level": "6",
        "source": "scene_mining",
        "source_note": "",
    }
    return values | answers


def test_registering_opens_a_draft_with_its_task_list():
    client = accounts.client_for(library.owner())
    assert "What will be needed" in client.get(url("new")).text
    typed = {"title": "Balls", "category": "software", "field_code": "software"}
    answer = client.post(url("new"), typed | {"idempotency_key": str(uuid4())}, follow=True)
    assert answer.redirect_chain == [("/achievements/CG-2026-00001/", 302)]
    assert "of 8 sections completed" in answer.text


def test_a_double_click_registers_one_achievement():
    client, key = accounts.client_for(library.owner()), str(uuid4())
    typed = {"title": "Balls", "category": "software", "field_code": "software", "idempotency_key": key}
    targets = [client.post(url("new"), typed).url for _ in range(2)]
    assert (Achievement.objects.count(), targets) == (1, ["/achievements/CG-2026-00001/"] * 2)


def test_a_new_title_that_is_missing_is_said_beside_its_field_and_the_rest_is_kept():
    answer = accounts.client_for(library.owner()).post(
        url("new"), {"title": "", "category": "software", "field_code": "software"}
    )
    assert (answer.status_code, Achievement.objects.count()) == (422, 0)
    assert '<option value="software" selected>' in answer.text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("section", EDITS)
def test_every_section_opens_in_both_languages(section, language):
    row = library.achievement(state="draft")
    assert client_of(row, language).get(url(f"edit_{section}", row)).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        *[f"edit_{section}" for section in EDITS],
        "achievement",
        "evidence",
        "check",
        "history",
        "print",
        "recall",
    ],
)
def test_a_strangers_draft_and_an_absent_one_are_the_same_404(name):
    row, stranger = library.draft(), accounts.client_for(library.owner())
    foreign, absent = (
        stranger.get(url(name, row)),
        stranger.get(reverse(f"library:{name}", args=["CG-2026-99999"])),
    )
    assert (foreign.status_code, absent.status_code) == (404, 404)


def test_basics_are_saved_and_lead_back_to_the_task_list():
    row = library.draft()
    answer = client_of(row).post(url("edit_basics", row), basics_data())
    saved = selectors.by_id(row.id)
    assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    assert (saved.keywords, saved.own_level, saved.source) == (["ball", "bearing"], 6, "scene_mining")


def test_a_change_from_the_check_page_returns_to_its_section_there():
    row = library.achievement(state="draft")
    answer = client_of(row).post(f"{url('edit_basics', row)}?back=check", basics_data())
    assert answer.url == f"{url('check', row)}#basics"


def test_a_source_of_another_stage_is_said_beside_the_field():
    row = library.draft()
    answer = client_of(row).post(url("edit_basics", row), basics_data(own_level="9"))
    assert (answer.status_code, selectors.by_id(row.id).title) == (422, row.title)
    assert "This source does not belong to the stage of the chosen level" in answer.text
    assert "About balls" in answer.text


def test_a_patent_with_a_wrong_check_digit_is_told_the_expected_one():
    row = library.draft()
    right = {
        "kind": "patent",
        "number": "202310123456.7",
        "title": "Balls",
        "holder": "Works",
        "holder_uscc": accounts.uscc(5),
        "share": "100",
    }
    answer = client_of(row).post(url("edit_rights", row), rows_data(right))
    assert (answer.status_code, row.rights.count()) == (422, 0)
    assert "whose check character would be 6" in answer.text
    assert 'value="Works"' in answer.text


def test_a_share_above_the_whole_is_told_the_most_it_takes():
    row = library.draft()
    right = {"kind": "software", "title": "Code", "holder": "Works", "holder_uscc": accounts.uscc(5)}
    answer = client_of(row).post(url("edit_rights", row), rows_data(right | {"share": "101"}))
    assert "Share (%): Ensure this value is less than or equal to 100." in answer.text
    assert row.rights.count() == 0


def test_a_fault_beside_a_field_says_the_name_of_the_field_once():
    row = library.draft()
    right = {"kind": "patent", "number": "202310123456.7", "holder_uscc": accounts.uscc(5)}
    answer = client_of(row).post(url("edit_rights", row), rows_data(right))
    assert "Application number: got 202310123456.7, whose check character would be 6" in answer.text


def test_a_form_of_too_many_rows_is_told_that_it_is_too_large(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    row = library.draft()
    answer = client_of(row).post(url("edit_packages", row), rows_data(*[{"code": str(n)} for n in range(30)]))
    assert (answer.status_code, "The file or form is too large" in answer.text) == (413, True)


def test_blank_rows_pass_by():
    row = library.draft()
    blank = {"name": "", "organisation_name": "", "organisation_uscc": ""}
    client_of(row).post(
        url("edit_people", row), rows_data(blank, {"name": "Lin Wei", "organisation_name": "Works"}, blank)
    )
    assert list(row.contributors.values_list("order", "name")) == [(1, "Lin Wei")]


def test_a_row_is_added_by_a_button_without_saving_or_losing_anything():
    row = library.draft()
    typed = {"code": "1", "title": "Chip", "weight": "40", "parent_code": ""}
    answer = client_of(row).post(url("edit_packages", row), rows_data(typed, add_row="1"))
    assert (answer.status_code, row.work_packages.count()) == (200, 0)
    assert ('value="Chip"' in answer.text, 'name="rows-1-code"' in answer.text) == (True, True)


def test_a_row_is_removed_by_a_button_and_the_others_stay():
    row = library.draft()
    names = [{"name": name, "organisation_name": "Works"} for name in ("An", "Bo", "Cao")]
    answer = client_of(row).post(url("edit_people", row), rows_data(*names, remove_row="1"))
    assert ['value="An"' in answer.text, 'value="Bo"' in answer.text, 'value="Cao"' in answer.text] == [
        True,
        False,
        True,
    ]
    assert 'name="rows-TOTAL_FORMS" value="2"' in answer.text


def test_the_total_of_the_weights_stands_under_the_editor():
    row = library.draft()
    rows = [
        {"code": "1", "title": "A"},
        {"code": "1.1", "parent_code": "1", "title": "B", "weight": "59.9"},
        {"code": "2", "title": "C", "weight": "40"},
    ]
    answer = client_of(row).post(url("edit_packages", row), rows_data(*rows, add_row="1"))
    assert '<output class="qh-total" data-total>99.9</output>' in answer.text


@pytest.mark.clause("H-8.1")
def test_a_circle_of_packages_is_named_and_the_typed_rows_are_kept():
    row = library.draft()
    rows = [
        {"code": "1", "parent_code": "2", "title": "A", "weight": "1"},
        {"code": "2", "parent_code": "1", "title": "B", "weight": "1"},
    ]
    answer = client_of(row).post(url("edit_packages", row), rows_data(*rows))
    assert (answer.status_code, row.work_packages.count()) == (422, 0)
    assert ("1 → 2 → 1 are parts of one another" in answer.text, 'value="B"' in answer.text) == (True, True)


def test_a_price_in_ten_thousands_is_kept_in_yuan():
    row = library.draft()
    data = {
        "ways": ["licence"],
        "amount": "1,200.5",
        "unit": "万元",
        "visibility": "public",
        "contact": str(row.contact_id),
    }
    client_of(row).post(url("edit_transfer", row), data)
    assert selectors.by_id(row.id).expected_price == 12_005_000


def test_a_price_that_is_no_number_is_named_and_nothing_is_cleared():
    row = library.draft()
    data = {
        "ways": ["licence"],
        "amount": "a lot",
        "unit": "元",
        "visibility": "unit",
        "contact": str(row.contact_id),
    }
    answer = client_of(row).post(url("edit_transfer", row), data)
    assert (answer.status_code, selectors.by_id(row.id).transfer_ways) == (422, [])
    assert "takes a number such as 1,200.50" in answer.text


def test_lists_in_chinese_are_joined_as_in_chinese():
    row = library.achievement()
    page = client_of(row, "zh-hans").get(url("achievement", row)).text
    assert "、".join(row.keywords) in page


def test_a_price_beyond_all_money_is_told_the_most_it_takes():
    row = library.draft()
    answer = client_of(row).post(
        url("edit_transfer", row), {"amount": "9" * 17, "unit": "元", "visibility": "unit"}
    )
    assert "Expected price: takes less than 10,000,000,000,000,000 yuan" in answer.text


def test_two_editors_see_both_versions_and_the_later_save_is_a_choice():
    row = library.draft()
    client, page = client_of(row), url("edit_basics", row)
    seen = selectors.section_print(row, "basics")
    client.post(page, basics_data(title="First", seen=seen))
    conflict = client.post(page, basics_data(title="Second", seen=seen))
    assert conflict.status_code == 409
    assert ("First" in conflict.text, 'value="Second"' in conflict.text) == (True, True)
    now_seen = selectors.section_print(selectors.by_id(row.id), "basics")
    assert f'name="seen" value="{now_seen}"' in conflict.text
    assert client.post(page, basics_data(title="Second", seen=now_seen)).status_code == 302


def test_what_is_typed_is_kept_as_a_draft_and_comes_back():
    row = library.draft()
    client = client_of(row)
    kept = client.post(url("edit_basics_draft", row), basics_data(title="Half a ti"))
    assert (kept.status_code, selectors.by_id(row.id).title) == (200, row.title)
    page = client.get(url("edit_basics", row))
    assert ('value="Half a ti"' in page.text, "What you typed was kept" in page.text) == (True, True)


def test_a_form_sent_after_the_sign_in_ended_is_there_after_signing_in_again(client):
    row = library.draft()
    owner = library.owner_of(row)
    token = drafts.token(owner.person_id, url("edit_packages", row))
    data = rows_data({"code": "1", "title": "Typed before the end", "weight": "100"}, draft_token=token)
    sent = client.post(url("edit_packages", row), data)
    assert (sent.status_code, "sign-in" in sent.url) == (302, True)
    assert 'value="Typed before the end"' in accounts.client_for(owner).get(url("edit_packages", row)).text


def evidence_data(**answers) -> dict:
    return {
        "package": "1.1",
        "asked": "5:function_test_report",
        "title": "Function test",
        "issuer": "Test house",
        "issued_on": "2026-07-01",
        "document_number": "T-12",
    } | answers


def test_an_upload_is_stored_in_its_place():
    row = library.achievement(state="draft")
    file = SimpleUploadedFile("report.txt", b"passed")
    answer = client_of(row).post(url("evidence", row), evidence_data(file=file), follow=True)
    assert "The file was stored" in answer.text
    assert selectors.evidence(row).filter(level=5).get().document_number == "T-12"


def test_an_upload_that_is_not_what_it_says_is_refused_and_the_typed_answers_stay():
    row = library.achievement(state="draft")
    file = SimpleUploadedFile("report.pdf", b"MZ this is a program")
    answer = client_of(row).post(url("evidence", row), evidence_data(file=file))
    assert (answer.status_code, Evidence.objects.count()) == (422, 1)
    assert "report.pdf was not stored: the file does not parse as PDF" in answer.text
    assert ('value="Function test"' in answer.text, 'value="Test house"' in answer.text) == (True, True)


def test_the_same_file_again_is_linked_with_a_notice():
    row = library.achievement(state="draft")
    client = client_of(row)
    for element in ("5:function_test_report", "6:performance_test_report"):
        answer = client.post(
            url("evidence", row),
            evidence_data(asked=element, file=SimpleUploadedFile("a.txt", b"same")),
            follow=True,
        )
    assert "This file is already stored as “Function test” (level 5)" in answer.text
    assert "Same file as at level 5" in answer.text


def test_the_same_file_at_the_same_place_is_told_so_and_not_called_saved():
    row = library.achievement(state="draft")
    client, file = client_of(row), b"same"
    for _ in range(2):
        answer = client.post(
            url("evidence", row), evidence_data(file=SimpleUploadedFile("a.txt", file)), follow=True
        )
    told = "This file stands at this place already; nothing was added" in answer.text
    assert (told, "The file was stored" in answer.text, "linked" in answer.text) == (True, False, False)


def test_a_paper_is_removed_after_a_confirmation():
    row = library.achievement(state="draft")
    client, paper = client_of(row), selectors.evidence(row).get()
    page = url("evidence_remove", row, paper.id)
    assert "is no longer evidence" in client.get(page).text
    client.post(page, {"idempotency_key": str(uuid4())})
    assert not selectors.evidence(row).exists()


def test_readers_of_a_dossier_see_its_files_and_no_form():
    row = library.achievement(state="submitted")
    page = accounts.client_for(accounts.actor(Role.OFFICER)).get(url("evidence", row))
    assert (page.status_code, 'name="file"' in page.text) == (200, False)


def test_a_stranger_sees_what_is_published_but_neither_evidence_nor_record_nor_names():
    row = library.achievement()
    client = accounts.client_for(accounts.actor(Role.BUYER))
    page = client.get(row.get_absolute_url())
    assert (page.status_code, row.title in page.text, "Lin Wei" in page.text) == (200, True, False)
    assert [client.get(url(name, row)).status_code for name in ("evidence", "history")] == [404, 404]


def test_the_check_page_links_every_missing_part_to_its_place():
    row = library.draft()
    page = client_of(row).get(url("check", row))
    assert f'<a href="{url("edit_rights", row)}?back=check">No right is entered</a>' in page.text


def submit_data(**answers) -> dict:
    return {
        "truth": "on",
        "no_classified": "on",
        "way": "commission",
        "idempotency_key": str(uuid4()),
    } | answers


def test_an_incomplete_dossier_is_not_sent_and_its_declarations_stay_ticked():
    row = library.draft()
    answer = client_of(row).post(url("check", row), submit_data())
    assert (answer.status_code, selectors.by_id(row.id).state) == (422, "draft")
    assert answer.text.count(" checked") == 3


def test_a_dossier_is_handed_in_once_however_often_the_button_is_pressed():
    row = library.achievement(state="draft")
    client, data = client_of(row), submit_data()
    first, second = client.post(url("check", row), data), client.post(url("check", row), data)
    assert (first.url, second.status_code) == (url("receipt", row), 409)
    receipt = client.get(first.url)
    assert [text in receipt.text for text in (row.number, "Listing officer", "Due ", "Print", "Recall")] == [
        True
    ] * 5


def test_a_self_declaration_is_labelled_wherever_it_is_shown():
    row = library.achievement(state="draft")
    client = client_of(row)
    client.post(url("check", row), submit_data(way="self_declaration"))
    label = "Self-declaration · not evaluated by a third party"
    pages = [
        client.get(page).text
        for page in (row.get_absolute_url(), url("print", row), url("receipt", row), url("list"))
    ]
    assert [label in page for page in pages] == [True] * 4


def test_the_owner_recalls_and_the_draft_is_open_again():
    row = library.achievement(state="submitted")
    answer = client_of(row).post(url("recall", row), {"idempotency_key": str(uuid4())}, follow=True)
    assert ("The dossier is a draft again" in answer.text, selectors.by_id(row.id).state) == (True, "draft")


def test_an_officer_publishes_from_the_review_page():
    row = library.achievement(state="submitted")
    officer = accounts.client_for(accounts.actor(Role.OFFICER))
    assert "Review for the library" in officer.get(row.get_absolute_url()).text
    officer.post(url("review", row), {"decision": "publish", "idempotency_key": str(uuid4())})
    assert selectors.by_id(row.id).state == "published"


def test_an_officer_returns_with_a_reason_that_the_owner_reads_at_the_section():
    row = library.achievement(state="submitted")
    officer = accounts.client_for(accounts.actor(Role.OFFICER))
    answer = officer.post(
        url("review", row), {"decision": "return", "rights": "Not proven", "idempotency_key": str(uuid4())}
    )
    assert answer.status_code == 302
    owner = client_of(row)
    assert [
        "Not proven" in owner.get(page).text for page in (row.get_absolute_url(), url("edit_rights", row))
    ] == [True, True]


def test_a_return_without_reasons_is_refused_on_the_page():
    row = library.achievement(state="submitted")
    officer = accounts.client_for(accounts.actor(Role.OFFICER))
    answer = officer.post(url("review", row), {"decision": "return", "idempotency_key": str(uuid4())})
    assert (answer.status_code, "with a reason for at least one section" in answer.text) == (422, True)


def test_a_withdrawal_takes_its_reason():
    row = library.achievement()
    answer = client_of(row).post(url("withdraw", row), {"reason": "Sold", "idempotency_key": str(uuid4())})
    assert (answer.status_code, selectors.by_id(row.id).state) == (302, "withdrawn")


def test_the_list_shows_what_is_held_and_what_the_library_offers():
    mine, theirs, draft = library.achievement(), library.achievement(), library.draft()
    client = client_of(mine)
    own, offered = client.get(url("list")).text, client.get(f"{url('list')}?scope=library").text
    assert [row.title in own for row in (mine, theirs, draft)] == [True, False, False]
    assert [row.title in offered for row in (mine, theirs, draft)] == [True, True, False]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=ceramic", [True, False]),
        ("state=draft", [True, True]),
        ("field_code=software", [False, False]),
        ("stage=none", [True, True]),
    ],
)
def test_the_list_is_narrowed_by_its_filters(query, shown):
    owner = library.owner()
    rows = [library.draft(owner, title="Ceramic balls"), library.draft(owner, title="Robots")]
    page = accounts.client_for(owner).get(f"{url('list')}?{query}").text
    assert [row.title in page for row in rows] == shown


@pytest.mark.parametrize("count", [5, 25])
def test_the_list_asks_as_many_queries_for_many_rows_as_for_few(count, django_assert_max_num_queries):
    owner = library.owner()
    for _ in range(count):
        library.draft(owner)
    client = accounts.client_for(owner)
    client.get(url("list"))
    with django_assert_max_num_queries(12) as queries:
        page = client.get(url("list"))
    assert (page.text.count("data-url"), len(queries)) == (min(count, 20), 8)


def test_hostile_text_in_every_field_shows_as_text():
    row = library.achievement(state="draft")
    Achievement.objects.filter(id=row.id).update(
        title=HOSTILE,
        abstract=HOSTILE,
        need=HOSTILE,
        application=HOSTILE,
        keywords=[HOSTILE],
        source_note=HOSTILE,
        corrections={"rights": HOSTILE},
    )
    row.rights.update(title=HOSTILE, number=HOSTILE[:40], holder=HOSTILE, legal_status=HOSTILE)
    row.contributors.update(name=HOSTILE, organisation_name=HOSTILE)
    row.work_packages.update(title=HOSTILE)
    row.parameters.update(
        name=HOSTILE,
        value=HOSTILE[:40],
        unit=HOSTILE[:24],
        condition=HOSTILE,
        comparator=HOSTILE,
        comparator_value=HOSTILE[:40],
        basis=HOSTILE,
    )
    row.evidence.update(title=HOSTILE, issuer=HOSTILE, document_number=HOSTILE)
    client = client_of(row)
    names = [
        "achievement",
        "evidence",
        "check",
        "history",
        "print",
        *[f"edit_{section}" for section in EDITS],
    ]
    for page in [client.get(url(name, row)).text for name in names]:
        assert "<script>alert" not in page
    services.submit_achievement(
        declarations=library.DECLARED, actor=library.owner_of(row), number=row.number, now=library.NOW
    )
    officer = accounts.client_for(accounts.actor(Role.OFFICER))
    assert "&lt;script&gt;alert" in officer.get(url("review", row)).text


def test_a_role_that_the_inventory_does_not_list_reaches_no_act():
    row = library.achievement(state="submitted")
    buyer = accounts.client_for(accounts.actor(Role.BUYER))
    answers = [buyer.post(url(name, row), {}).status_code for name in ("review", "recall", "check", "freeze")]
    assert (answers, services.set_level.__name__, selectors.by_id(row.id).state) == (
        [404] * 4,
        "set_level",
        "submitted",
    )

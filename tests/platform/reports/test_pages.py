"""The pages of a report, and the check page for anyone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdfium2 import PdfDocument

from factories import accounts, reports
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common import limits
from quanheng.platform.common.files.services import read
from quanheng.platform.common.roles import Role
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.services import reviewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(db) -> Report:
    return reports.report("valid")


def checked(row: Report, data: bytes) -> str:
    answer = Client(headers={"accept-language": "en"}).post(
        f"/verify/{row.number}/", {"file": SimpleUploadedFile("r.pdf", data)}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_anyone_checks_a_report_by_its_number_and_by_its_file(issued):
    page = (
        Client(headers={"accept-language": "en"})
        .get("/verify/", {"number": issued.number.lower()}, follow=True)
        .content.decode()
    )
    assert issued.pdf_sha256 in page
    assert "Valid" in page
    data = read(issued.pdf)
    assert "Same as the issued file" in checked(issued, data)
    assert "Signature sound" in checked(issued, data)
    forged = checked(issued, data[:-20] + b"x" + data[-19:])
    assert "Not the issued file" in forged
    assert "Same as the issued file</p></div>" not in forged


def test_the_check_page_names_no_expert_mark_or_value(issued):
    page = Client().get(f"/verify/{issued.number}/").content.decode()
    hidden = [seat["code"] for seat in issued.content["panel"]] + [
        issued.content["valuation"]["p50"],
        issued.content["scoring"]["score"],
    ]
    assert [text for text in hidden if text in page] == []


def test_an_unknown_number_and_a_draft_give_the_same_answer(issued):
    draft = Report.objects.get(id=issued.id)
    Report.objects.filter(id=draft.id).update(state="signing")
    client = Client(headers={"accept-language": "en"})
    answers = [client.get(f"/verify/{number}/") for number in (draft.number, "BG-2026-99999")]
    assert [a.status_code for a in answers] == [404, 404]


def test_what_was_typed_is_there_again_after_a_refusal(issued):
    Report.objects.filter(id=issued.id).update(state="review")
    reviewer = accounts.client_for(reports.holder(issued, Role.REVIEWER))
    answer = reviewer.post(
        f"/reports/{issued.number}/comment/",
        {"section": "nowhere", "text": "请补充供应风险", "idempotency_key": "x"},
    )
    assert (answer.status_code, "请补充供应风险" in answer.content.decode()) == (422, True)


def test_the_page_asks_the_same_questions_whatever_the_age(issued, django_assert_max_num_queries):
    client = accounts.client_for(reports.holder(issued, Role.LEAD))
    with django_assert_max_num_queries(40):
        assert client.get(f"/reports/{issued.number}/").status_code == 200
    assert client.get(f"/reports/{issued.number}/file/")["Content-Type"] == "application/pdf"
    assert client.get("/reports/").status_code == 200


def pdf_text(content: bytes) -> str:
    with PdfDocument(content) as pages:
        return "".join(page.get_textpage().get_text_range() for page in pages)


def told(row: Report, actor: Actor) -> dict[str, bool]:
    """Say of each thing that the client must not read yet whether its page or its preview tells it."""
    client, content = accounts.client_for(actor), row.content
    page = client.get(f"/reports/{row.number}/").text
    text = page + pdf_text(client.get(f"/reports/{row.number}/preview/").content)
    secrets = {
        "score": content["scoring"]["score"],
        "grade": "等级与不同意见",
        "code": content["panel"][0]["code"],
        "value": "P50",
        "dissent": "关于dissent",
        "remark": "Too bold",
    }
    return {name: secret in text for name, secret in secrets.items()}


@pytest.mark.parametrize("state", ["feedback", "signing"])
def test_before_the_issue_the_client_reads_facts_and_no_score_value_name_or_remark(state):
    row = reports.report("review")
    act = {"actor": reports.holder(row, Role.REVIEWER), "number": row.number, "now": reports.LATER}
    reviewing.send_back_report(**act, reason="Too bold")
    for step in (reports.submit, reports.approve, *([reports.agree] if state == "signing" else [])):
        row.refresh_from_db()
        step(row)
    row.refresh_from_db()
    client, lead = (told(row, reports.holder(row, role)) for role in (Role.OWNER, Role.LEAD))
    assert (row.state, set(client.values()), set(lead.values())) == (state, {False}, {True})


def test_an_address_that_tries_numbers_is_asked_to_wait(monkeypatch):
    few = limits.Limit("verify:address", 2, timedelta(minutes=15))
    monkeypatch.setattr("quanheng.platform.reports.views.verify.LOOKUPS", few)
    tried = ["/verify/?number=BG-2026-90001", "/verify/BG-2026-90002/", "/verify/BG-2026-90003/"]
    answers = [Client().get(address) for address in tried]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900


def test_the_code_of_a_report_that_is_not_ours_leads_to_a_page_that_says_so(client):
    answer = client.get("/verify/BG-2031-00001/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "No report BG-2031-00001 was issued by this platform" in answer.content.decode()


def test_the_check_page_names_the_level_once(issued):
    page = Client(headers={"accept-language": "en"}).get(f"/verify/{issued.number}/").content.decode()
    assert ("Level 6 Qualified sample" in page, "6 · Level 6" in page) == (True, False)

"""The pages of a valuation, as its people use them without scripts."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from factories import accounts, valuation
from factories.accounts import client_for
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.valuation import services, wording
from quanheng.platform.valuation.models import Engagement
from quanheng.schemes import default_stack

pytestmark = pytest.mark.django_db
ROOM = Path(services.__file__).parents[1]
READING = ("engagement", "figures", "cost", "income", "market", "pool", "reconciliation", "checklist")
SENTENCE = "Valuation opinion for reference in pricing; not binding"


def url(row: Engagement, name: str = "engagement") -> str:
    return reverse(f"valuation:{name}", args=[row.number])


def lead(row: Engagement):
    return client_for(valuation.lead_of(row))


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def typed(row: Engagement, **changes: str) -> dict[str, str]:
    """Return the boxes of the income split as a browser sends them."""
    figures = valuation.FIGURES["income.split"]
    boxes = {name: value for name, value in figures.items() if isinstance(value, str)}
    boxes |= {
        "base": "8,000,000\n15,000,000\n22,000,000\n26,000,000\n24,000,000",
        "rate": "18",
        "split_rate": "3.5",
    }
    sources = {
        f"{name}__{part}": value
        for name in boxes
        for part, value in (("source", "Ledger"), ("date", "2026-08-20"))
    }
    tables = {
        f"{name}-{part}": "0"
        for name in ("premiums", "criteria")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return boxes | sources | tables | changes


@pytest.mark.parametrize("state", ["draft", "locked", "opened", "signed"])
def test_every_reading_page_opens_in_every_state_with_the_fixed_sentence(state):
    row = valuation.engagement(state, "industrial")
    browser = lead(row)
    pages = [browser.get(url(row, name)) for name in READING]
    assert [page.status_code for page in pages] == [200] * len(READING)
    assert all(SENTENCE in text(page) for page in pages)


@pytest.mark.clause("H-5.1")
def test_the_fixed_sentences_are_those_of_the_pack():
    stack = default_stack()
    assert wording.msgid(wording.SENTENCE_A) == stack.text("valuation_opinion").en


def test_no_page_calls_the_value_an_appraisal_report():
    texts = {path.name: path.read_text("utf-8") for path in (*ROOM.rglob("*.html"), *ROOM.rglob("*.py"))}
    wrong = re.compile("appraisal report|\u8bc4\u4f30\u62a5\u544a")
    assert [name for name, words in texts.items() if wrong.search(words)] == ["wording.py"]


# the workbench ----------------------------------------------------------------------------------
def test_saving_keeps_the_figures_and_their_value():
    row = valuation.engagement("locked")
    row.params.filter(method="income.split").delete()
    answer = lead(row).post(url(row, "income"), typed(row), follow=True)
    assert "Saved; the value is kept" in text(answer)
    assert (row.runs.get().value, row.params.get(name="rate").source) == (
        valuation.Decimal("1919520.35"),
        "Ledger",
    )


@pytest.mark.clause("H-14.7")
def test_a_figure_without_source_is_saved_and_marked():
    row = valuation.engagement("locked")
    answer = lead(row).post(url(row, "income"), typed(row, rate__source=""), follow=True)
    assert "no source or date: kept, but it blocks the signature" in text(answer)
    assert row.params.get(method="income.split", name="rate").source == ""


def test_recomputing_without_scripts_keeps_nothing_and_loses_nothing():
    row = valuation.engagement("locked")
    answer = lead(row).post(url(row, "income"), typed(row, rate="20", recompute="1"))
    assert 'value="20"' in answer.content.decode()
    assert "CNY 1,819,945.99" in text(answer)
    assert (row.runs.count(), row.params.get(method="income.split", name="rate").value) == (0, "0.18")


def test_recomputing_as_one_types_answers_the_panel_alone():
    row = valuation.engagement("locked")
    answer = lead(row).post(
        url(row, "income_recompute"), typed(row, rate="20"), headers={"HX-Request": "true"}
    )
    assert "CNY 1,819,945.99" in text(answer)
    assert "<html" not in answer.content.decode()


def test_a_wrong_figure_is_named_and_the_last_value_stays():
    row = valuation.engagement("in")
    answer = lead(row).post(url(row, "income_recompute"), typed(row, rate="20万"))
    assert "The value kept before stays: CNY 1,919,520.35" in text(answer)
    assert 'href="#id_rate"' in answer.content.decode()


def test_errors_keep_every_box_as_it_was_typed():
    row = valuation.engagement("locked")
    answer = lead(row).post(
        url(row, "income"), typed(row, rate="twenty", split_rate="4.25", tax__source="Notice 7")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'value="{value}"' in page for value in ("twenty", "4.25", "Notice 7"))
    assert row.params.get(method="income.split", name="split_rate").value == "0.035"


def test_a_refusal_of_the_method_stands_in_plain_words():
    row = valuation.engagement("locked", methods=("income.dcf",))
    boxes = {"flows": "1\n2", "rate": "10", "terminal_growth": "12", "rate_way": "direct", "timing": "end"}
    boxes |= {"premiums-TOTAL_FORMS": "0", "premiums-INITIAL_FORMS": "0", "recompute": "1"}
    answer = lead(row).post(f"{url(row, 'income')}?method=dcf", boxes)
    assert "terminal_growth: got 0.12, takes one below the rate 0.1" in text(answer)


def test_choosing_a_way_asks_for_its_figures_and_keeps_the_others_unseen():
    row = valuation.engagement("locked")
    answer = (
        lead(row).post(url(row, "income"), typed(row, split_way="investment", recompute="1")).content.decode()
    )
    assert 'name="technology_cost"' in answer
    assert '<input type="hidden" name="split_rate" value="3.5"' in answer


def test_values_ten_times_apart_raise_the_question_of_ten_thousands():
    row = valuation.engagement("in", methods=("income.split", "cost.multiplier"))
    answer = lead(row).post(url(row, "income_recompute"), typed(row, base="80000000000"))
    assert "was an amount in ten-thousands typed as yuan?" in text(answer)


def test_an_old_source_is_told_with_its_age():
    row = valuation.engagement("locked")
    answer = lead(row).post(url(row, "income_recompute"), typed(row, rate__date="2025-05-01"))
    assert "Discount rate: 15 months old" in text(answer)


def test_what_is_typed_is_kept_and_comes_back():
    row = valuation.engagement("locked")
    browser = lead(row)
    assert browser.post(url(row, "income_draft"), typed(row, rate="19.5")).json()["version"] == 1
    page = browser.get(url(row, "income"))
    assert "What you typed was kept and is back" in text(page)
    assert 'value="19.5"' in page.content.decode()


def test_a_draft_of_one_method_stays_with_it():
    row = valuation.engagement("locked")
    browser = lead(row)
    browser.post(f"{url(row, 'income_draft')}?method=dcf", {"flows": "7"})
    assert "What you typed was kept" not in text(browser.get(f"{url(row, 'income')}?method=split"))
    assert "What you typed was kept" in text(browser.get(f"{url(row, 'income')}?method=dcf"))


def test_a_reviewer_reads_the_workbench_and_changes_nothing():
    row = valuation.engagement("locked")
    browser = client_for(valuation.people(row).second)
    page = browser.get(url(row, "income"))
    assert (page.status_code, "Recompute" in text(page)) == (200, False)
    assert browser.post(url(row, "income"), typed(row, rate="20")).status_code == 422
    assert row.params.get(method="income.split", name="rate").value == "0.18"


def test_after_the_opening_a_page_completes_sources_only():
    row = valuation.engagement("opened", sourced=False)
    lead(row).post(url(row, "income"), typed(row, rate="99", split_rate="50"))
    kept = row.params.get(method="income.split", name="rate")
    assert (kept.value, kept.source) == ("0.18", "Ledger")


# sections and acts ------------------------------------------------------------------------------
def test_the_basis_is_typed_over_days_and_locked():
    row = valuation.engagement()
    browser = lead(row)
    facts = {name: str(value) for name, value in vars_of(valuation.BASIS).items() if value}
    browser.post(url(row, "basis"), facts)
    shares = {"income.split": "60", "income.dcf": "40"}
    codes = [form["code"].value() for form in browser.get(url(row, "methods")).context["formsets"][0].forms]
    rows = {"methods-TOTAL_FORMS": str(len(codes)), "methods-INITIAL_FORMS": str(len(codes))}
    for n, code in enumerate(codes):
        rows |= {
            f"methods-{n}-code": code,
            f"methods-{n}-weight": shares.get(code, ""),
            f"methods-{n}-why": "",
        }
        rows |= {f"methods-{n}-chosen": "on"} if code in shares else {}
    browser.post(url(row, "methods"), rows)
    act(browser, url(row, "lock"))
    assert (valuation.fresh(row).state, [m["weight"] for m in valuation.fresh(row).methods]) == (
        "locked",
        ["0.6", "0.4"],
    )


def vars_of(basis) -> dict[str, object]:
    return {name: getattr(basis, name) for name in basis.__dataclass_fields__}


def act(browser, address: str, **answers: str):
    key = browser.get(address).context["key"]
    return browser.post(address, {"idempotency_key": key, **answers}, follow=True)


def test_a_lock_that_lacks_something_says_all_of_it():
    row = valuation.engagement()
    page = text(act(lead(row), url(row, "lock")))
    assert "The territory is empty" in page
    assert "The valuation date is empty" in page


def test_the_whole_way_by_clicks():
    row = valuation.engagement(
        "in", triples=((1, 2, 3), (1, 2, 4), (2, 3, 4)), panel=("customer", "industry", "investment")
    )
    browser = lead(row)
    assert "Step by step" in text(act(browser, url(row, "open")))
    act(browser, url(row, "reconcile"), reason="One method", note="Opinions are low")
    page = text(act(browser, url(row, "sign")))
    assert "The valuation is signed; the evaluation goes on to its report" in page
    assert Evaluation.objects.get(id=row.evaluation_id).state == "reporting"


def test_an_outlier_is_ruled_on_from_the_page():
    triples = (*[(9, 12, 19), (9, 13, 20)] * 2, (90, 130, 200))
    row = valuation.engagement("opened", triples=triples)
    browser = lead(row)
    ruling = reverse("valuation:ruling", args=[row.number, "E-07"])
    assert ruling in browser.get(url(row, "pool")).content.decode()
    act(browser, ruling, decision="exclude", reason="The whole plant")
    assert row.opinions.get(seat__code="E-07").ruling.decision == "exclude"


def test_two_persons_skip_by_clicks():
    row = valuation.engagement("locked")
    act(lead(row), url(row, "skip"), reason="Nobody can value it")
    second = client_for(valuation.people(row).second)
    assert "Approve skipping the valuation" in text(second.get(url(row)))
    act(second, url(row, "approve_skip"))
    assert valuation.fresh(row).state == "skipped"


# opinions ---------------------------------------------------------------------------------------
ANSWER = {"p10": "800,000", "p50": "1200000", "p90": "1900000", "reason": "Prices of like plants"}


def desk(row: Engagement):
    actor = valuation.valuers_of(row)[0]
    opinion = row.opinions.get(seat__expert__person_id=actor.person_id)
    return client_for(actor), reverse("valuation:opinion", args=[opinion.id])


def test_an_opinion_is_checked_in_words_before_it_is_sealed(time_machine):
    row = valuation.engagement("locked")
    time_machine.move_to(valuation.NOW)
    browser, address = desk(row)
    page = browser.post(address, ANSWER)
    assert "壹佰贰拾万元整" in text(page)
    assert row.opinions.filter(submitted_at__isnull=False).count() == 0
    sealed = browser.post(address, ANSWER | {"confirm": "1"}, follow=True)
    assert "Your opinion is sealed" in text(sealed)
    assert "CNY 1,200,000.00" in text(sealed)


def test_going_back_from_the_words_keeps_the_answers():
    row = valuation.engagement("locked")
    browser, address = desk(row)
    page = browser.post(address, ANSWER | {"change": "1"}).content.decode()
    assert 'value="800,000"' in page


def test_a_late_opinion_keeps_what_was_typed():
    row = valuation.engagement("locked")
    browser, address = desk(row)
    page = browser.post(address, ANSWER | {"confirm": "1"})
    assert page.status_code == 422
    assert "The time for opinions ended on" in text(page)
    assert 'value="1200000"' in page.content.decode()


def test_an_experts_typing_is_kept_and_comes_back_decrypted():
    row = valuation.engagement("locked")
    browser, address = desk(row)
    assert browser.post(f"{address}draft/", ANSWER | {"draft_version": "0"}).json()["version"] == 1
    assert 'value="1200000"' in browser.get(address).content.decode()


def test_a_sealed_opinion_sends_back_to_its_receipt():
    row = valuation.engagement("in")
    browser, address = desk(row)
    assert browser.post(address, ANSWER | {"confirm": "1"}).url == address
    assert row.opinions.order_by("seat__place").first().digest in text(browser.get(address))


# who sees it ------------------------------------------------------------------------------------
def test_the_owner_reads_the_value_once_the_report_is_issued():
    row = valuation.engagement("signed")
    browser = client_for(valuation.people(row).owner)
    assert browser.get(url(row)).status_code == 404
    Evaluation.objects.filter(id=row.evaluation_id).update(state="issued")
    page = browser.get(url(row))
    assert (page.status_code, "CNY 1,200,000.00" in text(page)) == (200, True)
    assert [browser.get(url(row, name)).status_code for name in ("income", "pool", "checklist")] == [404] * 3


def test_another_institution_sees_nothing():
    row = valuation.engagement("signed")
    browser = client_for(accounts.actor(Role.LEAD))
    assert [browser.get(url(row, name)).status_code for name in READING] == [404] * len(READING)
    assert row.number not in text(browser.get(reverse("valuation:list")))


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_who_watches_reads_all_and_changes_nothing(role):
    row = valuation.engagement("opened")
    browser = client_for(accounts.actor(role))
    assert browser.get(url(row, "pool")).status_code == 200
    assert browser.post(url(row, "lock"), {}).status_code == 404


def test_the_list_asks_the_database_no_more_for_more_rows(
    django_assert_num_queries, django_assert_max_num_queries
):
    rows = [valuation.engagement()]
    house = rows[0].evaluation.institution
    browser = lead(rows[0])
    for _ in range(4):
        Evaluation.objects.filter(id=valuation.engagement().evaluation_id).update(institution=house)
    browser.get(reverse("valuation:list"))
    with django_assert_max_num_queries(12) as few:
        browser.get(reverse("valuation:list"))
    for _ in range(10):
        Evaluation.objects.filter(id=valuation.engagement().evaluation_id).update(institution=house)
    with django_assert_num_queries(len(few)):
        browser.get(reverse("valuation:list"))


def test_the_level_is_named_once():
    row = valuation.engagement("locked", "applied")
    page = text(lead(row).get(url(row)))
    assert (f"Level {row.level} " in page, f"{row.level} Level" in page) == (True, False)

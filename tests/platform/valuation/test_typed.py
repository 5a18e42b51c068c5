"""Numbers as people type them: understood, or named; never guessed."""

from decimal import Decimal

import pytest
from django import forms

from quanheng.platform.valuation.forms.acts import OpinionForm
from quanheng.platform.valuation.forms.fields import field_for, stored_text
from quanheng.platform.valuation.forms.sheet import SheetAnswers
from quanheng.platform.valuation.sheets.catalogue import SHEETS
from quanheng.platform.valuation.sheets.income import INCOME_SPLIT
from quanheng.platform.valuation.sheets.market import COMPARABLES

SPLIT = SHEETS["income.split"]
RATE, MONEY, YEARS, FLOWS = (
    field_for(SPLIT.spec("rate")),
    field_for(SPLIT.spec("technology_cost")),
    field_for(SHEETS["cost.multiplier"].spec("used_years")),
    field_for(SPLIT.spec("base")),
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200000", "1200000"),
        ("1,200,000.50", "1200000.50"),
        ("１，２００，０００", "1200000"),
        ("1200000元", "1200000"),
        (" 1200000 ", "1200000"),
    ],
)
def test_an_amount_is_understood(typed, amount):
    assert MONEY.clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["120万", "1.2.3", "abc", "1200000.555", "NaN", "-1"])
def test_an_amount_that_is_not_plain_yuan_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        MONEY.clean(typed)


def test_an_amount_in_ten_thousands_is_named_with_its_yuan():
    with pytest.raises(forms.ValidationError, match=r"120万 is written in ten-thousands.*1,200,000.00"):
        MONEY.clean("120万")


@pytest.mark.parametrize(
    ("typed", "share"),
    [("18", "0.18"), ("3.5%", "0.035"), ("３．５ ％", "0.035"), ("0", "0"), ("0.18", "0.0018")],
)
def test_a_percentage_becomes_a_share(typed, share):
    assert RATE.clean(typed) == Decimal(share)


@pytest.mark.parametrize("typed", ["-100", "x", "12%%"])
def test_a_rate_out_of_range_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        RATE.clean(typed)


def test_a_split_rate_above_100_percent_names_what_it_takes():
    with pytest.raises(forms.ValidationError, match=r"got 101 %, takes 0 % – 100 %"):
        field_for(SPLIT.spec("split_rate")).clean("101")


def test_a_share_is_shown_as_the_percentage_that_was_typed():
    assert RATE.prepare_value(RATE.clean("3.50")) == "3.5"


@pytest.mark.parametrize("typed", ["1.5", "１．５"])
def test_a_plain_number_is_understood(typed):
    assert YEARS.clean(typed) == Decimal("1.5")


@pytest.mark.parametrize(
    "typed", ["8,000,000\n15,000,000", "8000000\t15000000", "8000000；15000000", "\n8000000\r\n15000000.00\n"]
)
def test_a_column_or_a_row_of_a_spreadsheet_is_a_series(typed):
    assert FLOWS.clean(typed) == [Decimal(8_000_000), Decimal(15_000_000)]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("8000000\n150万", "Year 2: 150万 is written in ten-thousands"),
        ("8\n\n9", "Year 2: the line is empty"),
    ],
)
def test_a_line_of_a_series_that_is_wrong_is_named_by_its_year(typed, problem):
    with pytest.raises(forms.ValidationError, match=problem):
        FLOWS.clean(typed)


def test_a_series_may_fall_below_zero():
    assert FLOWS.clean("-500000\n200000") == [Decimal(-500_000), Decimal(200_000)]


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("1E+3"), "1000"), (Decimal("0.0350"), "0.0350"), (None, ""), ("end", "end")]
)
def test_a_number_is_kept_in_plain_digits(value, text):
    assert stored_text(value) == text


# a whole sheet ----------------------------------------------------------------------------------
def answers(sheet, **typed: str) -> SheetAnswers:
    tables = {
        f"{spec.name}-{name}": number
        for spec in sheet.specs
        if spec.kind == "rows"
        for name, number in (("TOTAL_FORMS", "3"), ("INITIAL_FORMS", "0"))
    }
    return SheetAnswers(sheet, [], [], {**tables, **typed})


def test_figures_are_kept_as_strings_with_their_sources():
    sent = answers(INCOME_SPLIT, rate="18", rate__source="Bond table", rate__date="2026-08-31")
    assert sent.is_valid()
    entry = sent.entries()["rate"]
    assert (entry.value, entry.source, str(entry.as_of)) == ("0.18", "Bond table", "2026-08-31")


def test_what_has_no_source_is_named_and_choices_are_not():
    sent = answers(INCOME_SPLIT, rate="18", timing="mid", split_rate="3", split_rate__source="Table")
    assert sent.is_valid()
    assert [str(label) for label in sent.unsourced()] == ["Split rate", "Discount rate"]


def test_rows_are_numbered_and_empty_ones_left_out():
    deals = {f"deals-{n}-price": "100" for n in (0, 2)} | {f"deals-{n}-region": "1" for n in range(3)}
    sent = answers(COMPARABLES, rule="mean", **deals)
    assert sent.is_valid()
    assert [name for name in sent.entries() if name.startswith("deals.")] == ["deals.1", "deals.2"]


def test_one_wrong_box_leaves_the_others_as_they_were_typed():
    sent = answers(INCOME_SPLIT, base="8,000,000", rate="eighteen")
    assert not sent.is_valid()
    assert (sent.form["base"].value(), list(sent.form.errors)) == ("8,000,000", ["rate"])


# an opinion -------------------------------------------------------------------------------------
def opinion(**changes: str) -> OpinionForm:
    return OpinionForm(
        {"p10": "800,000", "p50": "1200000", "p90": "１９０００００", "reason": "Prices"} | changes
    )


def test_an_opinion_is_typed_with_thousands_and_full_width_digits():
    form = opinion()
    assert form.is_valid()
    assert form.cleaned_data["p90"] == Decimal(1_900_000)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"p10": "80万"}, {"p10"}),
        ({"p50": "700000"}, {"p50"}),
        ({"p10": "0"}, {"p10"}),
        ({"p90": ""}, {"p90"}),
        ({"reason": " "}, {"reason"}),
        ({"p10": "-5"}, {"p10"}),
    ],
)
def test_an_opinion_that_is_wrong_names_its_box(changes, wrong):
    assert set(opinion(**changes).errors) == wrong

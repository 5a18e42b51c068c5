"""Fields: what people type is understood or named, and an error says the same on top and beside the field."""

from decimal import Decimal

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from quanheng.platform.common.errors import Missing, Refused
from quanheng.platform.common.ui.fields import MoneyField, field_view
from quanheng.platform.common.ui.parts import Reason
from quanheng.platform.common.ui.problems import form_reasons, reasons


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class PriceForm(forms.Form):
    price = MoneyField(label="Price", help_text="Before tax.")
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect, required=False)
    sure = forms.BooleanField(label="I am sure.")


def draw(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    "typed", ["1,234.50", "1234.5", "１，２３４．５０", "1234.50 元", " ¥1234.50", "1234.50"]
)
def test_an_amount_is_understood_as_people_write_it(typed):
    assert MoneyField().clean(typed) == Decimal("1234.50")


def test_an_amount_in_ten_thousands_is_named_with_its_yuan():
    with pytest.raises(forms.ValidationError) as refusal:
        MoneyField().clean("326万")
    assert refusal.value.messages == [
        "326万 is written in ten-thousands; if you mean CNY 3,260,000.00, write the yuan in figures"
    ]


@pytest.mark.parametrize("typed", ["1.234", "abc", "万", "1e999", ""])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


def test_an_amount_is_shown_with_thousands():
    bound = PriceForm(initial={"price": Decimal(3260000)})["price"]
    assert bound.value() == "3,260,000.00"


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (forms.CharField(), "line"),
        (forms.CharField(widget=forms.Textarea), "area"),
        (forms.ChoiceField(), "select"),
        (forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple), "choices"),
        (forms.BooleanField(), "check"),
        (forms.FileField(), "file"),
        (forms.CharField(widget=forms.HiddenInput), "hidden"),
        (forms.CharField(widget=forms.PasswordInput), "line"),
    ],
)
def test_each_kind_of_field_is_drawn_as_its_kind(field, kind):
    form = type("OneForm", (forms.Form,), {"one": field})()
    assert field_view(form["one"]).kind == kind


def test_a_wrong_field_points_to_its_hint_and_its_error():
    html = draw("{% field form.price %}", form=PriceForm({}))
    assert ('aria-invalid="true"' in html, 'aria-describedby="id_price_hint id_price_error"' in html) == (
        True,
        True,
    )


def test_the_summary_says_what_the_field_says():
    form = PriceForm({"price": "x"})
    beside = draw("{% field form.price %}", form=form)
    assert "Enter a number." in beside
    assert form_reasons(form) == (
        Reason("Price: Enter a number.", "#id_price"),
        Reason("I am sure: This field is required.", "#id_sure"),
    )


def test_a_draft_that_is_still_typed_is_not_called_wrong():
    html = draw("{% form_fields form quiet=True %}", form=PriceForm({"price": "x"}))
    assert "Enter a number." not in html
    assert 'aria-invalid="true"' not in html


def test_a_summary_of_a_formset_names_each_row():
    rows = forms.formset_factory(PriceForm, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-price": "x"}
    )
    assert [r.url for r in form_reasons(rows)] == ["#id_form-0-price", "#id_form-0-sure"]


def test_a_form_without_errors_has_no_summary():
    assert draw("{% error_summary form %}", form=PriceForm()) == "\n"


def test_a_summary_takes_focus_and_is_announced():
    html = draw("{% problem_summary problems %}", problems=[Reason("3 sheets are missing", "/marks/")])
    assert '<div class="qh-problems" role="alert" tabindex="-1" autofocus data-problems>' in html
    assert '<a href="/marks/">3 sheets are missing</a>' in html


def test_refusals_and_missing_parts_become_reasons():
    given = [
        Refused("%(n)s sheets are missing", n=3),
        Missing("Rights", "/achievements/CG-2026-00001/edit/rights/"),
        Missing("Field", "field"),
    ]
    assert reasons(given) == (
        Reason("3 sheets are missing"),
        Reason("Rights", "/achievements/CG-2026-00001/edit/rights/"),
        Reason("Field"),
    )


def test_a_money_field_has_a_unit_and_a_place_for_its_words():
    html = draw("{% field form.price %}", form=PriceForm())
    assert '<span class="qh-unit">yuan</span>' in html
    assert '<output class="qh-words" id="id_price_words" for="id_price"></output>' in html


def test_a_label_that_asks_keeps_its_own_mark():
    class AskingForm(forms.Form):
        sure = forms.BooleanField(label="Are you sure?")

    assert form_reasons(AskingForm({}))[0].text == "Are you sure? This field is required."


class BoundsForm(forms.Form):
    title = forms.CharField(label="名称", max_length=5)
    weight = forms.DecimalField(label="权重", max_value=100, decimal_places=1)
    way = forms.ChoiceField(label="方式", choices=[("a", "A")])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, ["名称：此项必填", "权重：此项必填", "方式：此项必填"]),
        (
            {"title": "too long", "weight": "101", "way": "a"},
            ["名称：最多 5 个字符，现有 8 个", "权重：最大为 100"],
        ),
        (
            {"title": "A", "weight": "1.25", "way": "b"},
            ["权重：最多 1 位小数", "方式：“b”不在所列选项中，请重新选择"],
        ),
    ],
)
def test_djangos_own_faults_are_said_in_the_words_of_the_house(typed, says):
    with translation.override("zh-hans"):
        assert [reason.text for reason in form_reasons(BoundsForm(typed))] == says


@pytest.mark.parametrize("typed", ["1e5", "1E5", "２e３"])
def test_an_amount_with_an_exponent_is_not_understood(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)

"""Amounts, days, masks and sentences as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from quanheng.methods.errors import MethodError
from quanheng.methods.result import Message
from quanheng.platform.common.errors import Missing, Refused
from quanheng.platform.common.ui import formats, masks
from quanheng.platform.common.ui.sentences import sentence

NIGHT = datetime(2026, 9, 20, 17, 30, tzinfo=UTC)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(1234567), "CNY 1,234,567.00"),
        ("0.005", "CNY 0.01"),
        (-12, "CNY -12.00"),
        (None, "—"),
        ("", "—"),
        (0, "CNY 0.00"),
    ],
)
def test_money_has_two_decimals_and_thousands(english, value, text):
    assert formats.money(value) == text


def test_large_money_is_read_in_millions_in_english(english):
    assert formats.wan(Decimal("1919512.34")) == "CNY 1.9195 million"


def test_a_day_is_the_day_in_china(english):
    assert (formats.day(NIGHT), formats.day(date(2026, 9, 20))) == ("21 Sep 2026", "20 Sep 2026")


def test_a_moment_is_told_in_chinas_time(english):
    assert (formats.moment(NIGHT), formats.moment(None)) == ("21 Sep 2026 01:30", "—")


def test_a_chinese_day_is_written_in_chinese(chinese):
    assert (formats.day(NIGHT), formats.moment(NIGHT)) == ("2026年9月21日", "2026年9月21日 01:30")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (75.425, "75.425"),
        (1234567, "1,234,567"),
        (Decimal("0.50000"), "0.5"),
        (2.0, "2"),
        (True, "Yes"),
        (None, "—"),
        (float("nan"), "—"),
        ((1, 2.5), "1, 2.5"),
        ("text", "text"),
    ],
)
def test_a_computed_value_is_short(english, value, text):
    assert formats.number(value) == text


@pytest.mark.parametrize(
    ("mask", "text", "masked"),
    [
        (masks.name, "欧阳修", "欧**"),
        (masks.name, "Jane Smith", "J*** S****"),
        (masks.name, "", ""),
        (masks.phone, "13812345678", "138****5678"),
        (masks.resident_id, "990000199001011234", "990*************34"),
        (masks.resident_id, "123", "***"),
    ],
)
def test_a_mask_leaves_too_little_to_use(mask, text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Message("weight: got %(got)s", got=3), "weight: got 3"),
        (MethodError("packages: got none"), "packages: got none"),
        (Refused("%(verb)s: not possible", verb=gettext_lazy("Draft")), "Draft: not possible"),
        (Missing("Rights", values={}), "Rights"),
        (Message("outer: %(inner)s", inner=Message("inner %(n)s", n=1)), "outer: inner 1"),
        (Message("100 % of it"), "100 % of it"),
        ("", ""),
        (None, ""),
        (7, "7"),
    ],
)
def test_a_sentence_is_said_with_its_values(english, value, text):
    assert sentence(value) == text


def test_a_sentence_is_translated_with_the_values_in_it(chinese, monkeypatch):
    known = {"got %(what)s": "得到 %(what)s", "Level": "级别"}
    monkeypatch.setattr("quanheng.platform.common.ui.sentences.gettext", lambda text: known.get(text, text))
    assert sentence(Message("got %(what)s", what=Message("Level"))) == "得到 级别"

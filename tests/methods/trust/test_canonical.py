"""Canonical JSON: every row of cases/trust.json, and what a reader in another language relies on."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.trust import canonical_json, load_json

CASES = json.loads((Path(__file__).parents[2] / "cases" / "trust.json").read_text(encoding="utf-8"))[
    "canonical_json"
]
NAMES = {"Decimal": Decimal, "date": date, "datetime": datetime, "timezone": timezone, "timedelta": timedelta}
SAFE = 2**53 - 1
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("case", CASES["examples"], ids=lambda case: case["input_json"][:40])
def test_a_json_example_has_its_published_bytes(case):
    written = canonical_json(load_json(case["input_json"]))
    assert (written.decode(), sha256(written).hexdigest()) == (case["canonical"], case["sha256"])


@pytest.mark.parametrize("case", CASES["python_examples"], ids=lambda case: case["python"])
def test_a_python_value_has_its_published_bytes(case):
    assert canonical_json(eval(case["python"], dict(NAMES))).decode() == case["canonical"]


@pytest.mark.parametrize("text", CASES["refused_json"], ids=ascii)
def test_a_text_that_is_not_canonical_material_is_refused(text):
    with pytest.raises(MethodError, match="takes"):
        load_json(text)


@pytest.mark.parametrize("python", CASES["refused_python"])
def test_a_value_without_canonical_bytes_is_refused(python):
    with pytest.raises(MethodError, match=r"value: got .*takes"):
        canonical_json(eval(python, dict(NAMES)))


@given(VALUES)
def test_canonical_bytes_read_back_and_are_written_the_same_again(value):
    assert load_json(canonical_json(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_as_itself(number):
    assert float(canonical_json(number)) == number


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xef\xbb\xbf{}", "no JSON at character 0"),
        (b'"\xff"', "not UTF-8"),
        ("[1e400]", "got inf"),
        ("9" * 5000, "integer of 5000 digits"),
        ("[" * 100_000, "nested too deeply"),
        ('{"\\udc00": 1}', "half of a surrogate pair"),
        ('"\ud800"', "not UTF-8"),
    ],
    ids=["bom", "not utf-8", "infinite", "long integer", "deep", "escaped half pair", "raw half pair"],
)
def test_a_hostile_text_is_refused_with_its_reason(text, message):
    with pytest.raises(MethodError, match=message):
        load_json(text)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Decimal("NaN"), "got NaN"),
        (10**5000, "integer of 16610 bits"),
        ("\ud800", "half of a surrogate pair"),
        (bytearray(b"a"), "got bytearray"),
    ],
    ids=["not a number", "huge integer", "half a pair", "bytearray"],
)
def test_a_hostile_value_is_refused_with_its_reason(value, message):
    with pytest.raises(MethodError, match=message):
        canonical_json(value)


def test_a_list_that_contains_itself_is_refused():
    endless: list = []
    endless.append(endless)
    with pytest.raises(MethodError, match="nested too deeply"):
        canonical_json(endless)


def test_a_year_before_1000_is_written_with_four_digits():
    assert canonical_json(datetime(33, 4, 3, tzinfo=UTC)) == b'"0033-04-03T00:00:00.000000Z"'


def test_a_narrow_decimal_context_changes_nothing():
    with localcontext(prec=3):
        assert canonical_json([0.1234567, Decimal("1.23456")]) == b'[0.1234567,"1.23456"]'

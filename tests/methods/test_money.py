"""Money as people write it (domain.md 16): yuan, typed amounts, 人民币大写."""

import random
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.money import capital_amount, parse_amount, parse_capital_amount, yuan

FEN = st.integers(0, 10**18 - 1).map(lambda fen: Decimal(fen).scaleb(-2))
SAMPLES = {
    "107000.53": "壹拾万柒仟元伍角叁分",
    "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "1409.50": "壹仟肆佰零玖元伍角",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "0": "零元整",
    "0.50": "伍角",
    "0.05": "伍分",
    "10": "壹拾元整",
    "100.05": "壹佰元零伍分",
    "100010": "壹拾万零壹拾元整",
    "100005000": "壹亿零伍仟元整",
    "1050000000": "壹拾亿伍仟万元整",
    "1000000000000": "壹万亿元整",
    "1000000000001": "壹万亿零壹元整",
    "1000050000000": "壹万亿零伍仟万元整",
    "9999999999999999.99": "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


def read_aloud(words):
    """Read 大写 from left to right with one accumulator per power: nothing shared with the library."""
    digits = {word: n for n, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
    total = Decimal(0)
    group = section = digit = 0
    for word in words.removesuffix("整"):
        if word in digits:
            digit = digits[word]
        elif word in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(word) + 1), 0
        elif word == "万":
            group, section, digit = group + (section + digit) * 10_000, 0, 0
        elif word == "亿":
            total, group, section, digit = total + (group + section + digit) * 10**8, 0, 0, 0
        elif word == "元":
            total, group, section, digit = total + group + section + digit, 0, 0, 0
        else:
            total, digit = total + digit * {"角": Decimal("0.1"), "分": Decimal("0.01")}[word], 0
    return total


@pytest.mark.parametrize(("amount", "words"), SAMPLES.items())
def test_an_amount_is_written_in_capitals(amount, words):
    assert capital_amount(Decimal(amount)) == words


@pytest.mark.parametrize(("amount", "words"), SAMPLES.items())
def test_capitals_are_read_back(amount, words):
    assert parse_capital_amount(words) == Decimal(amount)


def test_twenty_thousand_random_amounts_are_read_aloud_as_they_were():
    chance = random.Random(20260921)
    amounts = [Decimal(chance.randrange(10 ** chance.randint(1, 18))).scaleb(-2) for _ in range(20_000)]
    assert [a for a in amounts if read_aloud(capital_amount(a)) != a] == []


@given(FEN)
def test_every_amount_is_read_back(amount):
    assert parse_capital_amount(capital_amount(amount)) == amount


@given(FEN)
def test_capitals_never_hold_two_zeros_or_one_before_a_unit(amount):
    words = capital_amount(amount)
    assert not any(
        bad in words for bad in ("零零", "零万", "零亿", "零仟", "零佰", "零拾", "零角", "零分", "兆")
    )
    assert words.endswith("整") == (amount == amount.to_integral_value())


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("人民币：壹拾万零柒仟元零伍角叁分", "107000.53"),
        ("人民币 壹佰圆正", "100"),
        ("壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("叄萬陸仟億圓整", "3600000000000"),
        ("伍角整", "0.5"),
        ("壹佰元", "100"),
    ],
)
def test_lawful_variants_of_capitals_are_read(words, amount):
    assert parse_capital_amount(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "整",
            "元整",
            "壹佰",
            "一百元整",
            "陆仟柒元整",
            "壹零拾元整",
            "壹拾贰万零叁仟元整",
            "壹拾零元整",
        ),
        *(
            "壹佰元零零伍分",
            "伍分整",
            "万元整",
            "亿元整",
            "壹佰壹佰元整",
            "拾元整",
            "壹亿亿元整",
            "零",
            None,
            100,
        ),
    ],
)
def test_what_is_no_amount_in_capitals_is_refused(words):
    with pytest.raises(MethodError, match=r"text: got .*takes an amount in capitals"):
        parse_capital_amount(words)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Decimal("NaN"), "takes a Decimal"),
        (Decimal("Infinity"), "takes a Decimal"),
        (1.5, "got float"),
        (True, "got bool"),
        (None, "got NoneType"),
        (Decimal("1.005"), "at most two decimals"),
        (Decimal("-0.01"), "from 0 to below"),
        (Decimal("1e16"), "from 0 to below"),
    ],
    ids=str,
)
def test_what_cannot_stand_in_capitals_is_refused(value, message):
    with pytest.raises(MethodError, match=message):
        capital_amount(value)


def test_a_narrow_decimal_context_changes_nothing():
    with localcontext(prec=3):
        words = capital_amount(Decimal("123456.78"))
        assert (parse_capital_amount(words), parse_amount("1,234.56", "元")) == (
            Decimal("123456.78"),
            Decimal("1234.56"),
        )


def test_a_third_decimal_of_zero_is_no_third_decimal():
    assert capital_amount(Decimal("1.500")) == "壹元伍角"


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("0.0049", "0.00"),
        ("-0.001", "0.00"),
        (7, "7.00"),
        ("1.10", "1.10"),
    ],
)
def test_yuan_are_rounded_half_up_to_the_fen(value, rounded):
    assert (str(yuan(value)), str(yuan(Decimal(value)))) == (rounded, rounded)


def test_a_large_amount_keeps_every_digit():
    assert str(yuan("12345678901234567890123456789012345.675")) == "12345678901234567890123456789012345.68"


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        True,
        None,
        "",
        "1e3",
        "1_000",
        "1,000",
        " 1",
        "٣",
        "NaN",
        b"1",
        Decimal("sNaN"),
        Decimal("1e99"),
    ],
    ids=repr,
)
def test_what_is_no_amount_of_yuan_is_refused(value):
    with pytest.raises(MethodError, match=r"value: got .*takes"):
        yuan(value)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("1,200.5", "元", "1200.50"),
        ("1,200.5", "万元", "12005000.00"),
        ("３.2", "亿元", "320000000.00"),
        (" 12，345，678.9 ", "元", "12345678.90"),
        ("-0.5", "万元", "-5000.00"),
        ("0.000001", "万元", "0.01"),
    ],
)
def test_a_typed_amount_is_read_in_its_unit(text, unit, amount):
    assert str(parse_amount(text, unit)) == amount


@pytest.mark.parametrize(
    "text", ["", "abc", "1,20", "1,2000", "1.2.3", "12万", "1e5", ".5", "5.", "NaN", None, 5]
)
def test_a_typed_amount_that_is_no_number_is_refused(text):
    with pytest.raises(MethodError, match=r"amount: got .*takes a number such as"):
        parse_amount(text, "万元")


def test_a_typed_amount_finer_than_a_fen_is_refused_not_rounded():
    with pytest.raises(MethodError, match=r"amount: got 1\.23456789 万元, takes an amount of whole fen"):
        parse_amount("1.23456789", "万元")


@pytest.mark.parametrize("unit", ["", "美元", "yuan", None, ["元"]])
def test_an_unknown_unit_is_refused(unit):
    with pytest.raises(MethodError, match=r"unit: got .*, takes one of 元, 万元, 亿元"):
        parse_amount("1", unit)

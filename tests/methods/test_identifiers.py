"""Identifiers: the samples of domain.md 16, and every single wrong character in them."""

from datetime import UTC, date, datetime

import pytest

from quanheng.methods.errors import IdentifierError, MethodError
from quanheng.methods.identifiers import parse_cn_patent, parse_resident_id, parse_uscc

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-*"
USCC = ["91350100M000100Y43", "91110000600037341L", "12100000400002259P"]
RESIDENTS = {"11010519491231002X": date(1949, 12, 31), "440524188001010014": date(1880, 1, 1)}
PATENTS = ["202010566088.9", "201811564288.X", "200510096239.4"]


def accepted(parse, number):
    """Which single-character substitutions of `number` the parser takes for a valid one."""
    found = []
    for place, right in enumerate(number):
        for wrong in CHARACTERS.replace(right, ""):
            try:
                found.append(parse(number[:place] + wrong + number[place + 1 :]))
            except IdentifierError:
                continue
    return found


@pytest.mark.parametrize("code", USCC)
def test_a_credit_code_is_read(code):
    assert parse_uscc(code) == code


@pytest.mark.parametrize(("number", "birth_date"), RESIDENTS.items())
def test_a_resident_id_is_read_with_its_birth_date(number, birth_date):
    resident = parse_resident_id(number)
    assert (resident.number, resident.birth_date) == (number, birth_date)


@pytest.mark.parametrize("number", PATENTS)
def test_a_patent_number_is_read(number):
    patent = parse_cn_patent(number)
    assert (patent.number, patent.kind) == (number, "invention")


@pytest.mark.parametrize(
    ("parse", "number"),
    [(parse_uscc, n) for n in USCC]
    + [(parse_resident_id, n) for n in RESIDENTS]
    + [(parse_cn_patent, n) for n in PATENTS],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_no_single_wrong_character_goes_unnoticed(parse, number):
    assert accepted(parse, number) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 9135 0100 m000 100y 43 ", "91350100M000100Y43"),
        ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
    ],
)
def test_a_credit_code_is_understood_as_people_paste_it(text, number):
    assert parse_uscc(text) == number


def test_a_resident_id_is_understood_with_a_small_x():
    assert parse_resident_id(" 11010519491231002x").number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("ZL202010566088.9", "202010566088.9", "invention"),
        ("CN 2020 1056 6088 9", "202010566088.9", "invention"),
        ("zl201811564288x", "201811564288.X", "invention"),
        ("ＺＬ２００５１００９６２３９．４", "200510096239.4", "invention"),
        ("202020566088.4", "202020566088.4", "utility_model"),
        ("202030566088.X", "202030566088.X", "design"),
        ("202080566088.7", "202080566088.7", "pct_invention"),
        ("202090566088.2", "202090566088.2", "pct_utility_model"),
        ("ZL85100001.0", "85100001.0", "invention"),
    ],
)
def test_a_patent_number_is_understood_as_people_paste_it(text, number, kind):
    patent = parse_cn_patent(text)
    assert (patent.number, patent.kind) == (number, kind)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("911100001000013428", "would be C"),
        ("9111000060003734L", "takes 18"),
        ("91110000600037341O", "without I, O, S, V and Z"),
        ("", "takes 18"),
        (None, "got None"),
        (91110000600037341, "takes 18"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(text, message):
    with pytest.raises(IdentifierError, match=message):
        parse_uscc(text)


def test_a_credit_code_with_a_wrong_organisation_code_inside_is_refused():
    with pytest.raises(IdentifierError, match="organisation code takes 4 as its last character"):
        parse_uscc("91350100M000100Y56")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("110105194912310021", "does not fit"),
        ("110105199902300015", "not in the calendar"),
        ("11010519491231002", "another form"),
        ("H12345678", "another form"),
        (None, "another form"),
    ],
)
def test_a_wrong_resident_id_says_what_is_wrong_and_is_not_repeated(text, message):
    with pytest.raises(IdentifierError, match=message) as refusal:
        parse_resident_id(text)
    assert str(text) not in str(refusal.value)


def test_a_birth_date_after_today_is_refused():
    assert parse_resident_id("11010519491231002X", on=date(1949, 12, 31))
    with pytest.raises(IdentifierError, match="after 1949-12-30"):
        parse_resident_id("11010519491231002X", on=date(1949, 12, 30))


@pytest.mark.parametrize("on", [datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01"])
def test_today_is_a_date(on):
    with pytest.raises(MethodError, match="takes a date"):
        parse_resident_id("11010519491231002X", on=on)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("202310123456.7", "would be 6"),
        ("202410123456.7", "would be 0"),
        ("202040566088.5", "digit of its kind"),
        ("2020105660.889", "takes 12"),
        ("US10123456", "takes 12"),
        (None, "got None"),
    ],
)
def test_a_wrong_patent_number_says_what_is_wrong(text, message):
    with pytest.raises(IdentifierError, match=message):
        parse_cn_patent(text)

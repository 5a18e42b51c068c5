"""The hand-worked lots of cases/bidding.json, on the core alone."""

import pytest

from factories.lots import CASES, played

NUMBERS = [case["id"] for case in CASES["cases"]]


def test_there_are_all_forty_six_worked_lots():
    assert (len(NUMBERS), sum(len(case["commands"]) for case in CASES["cases"])) == (46, 334)


@pytest.mark.clause("H-29.6")
@pytest.mark.parametrize("number", NUMBERS)
def test_the_core_decides_as_worked_by_hand(number):
    happened, expected = zip(*played(number), strict=True)
    assert happened == expected


@pytest.mark.parametrize("number", [n for n in NUMBERS if n.startswith("EXT")])
def test_extension_variants(number):
    *_, (result, expected) = played(number)
    assert result == expected

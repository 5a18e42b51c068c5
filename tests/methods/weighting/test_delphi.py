"""One round of the Delphi method, and whether another follows."""

import numpy as np
import pytest

from methods.weighting.factory import written_and_read
from quanheng.methods.agreement import kendall_w
from quanheng.methods.errors import MethodError
from quanheng.methods.weighting import authority_coefficient, delphi_round

AGREED = [[9, 5, 8, 6], [10, 5, 8, 6], [9, 5, 8, 7], [9, 6, 8, 7]]
RESTLESS = [[9, 5, 8, 2], [10, 5, 8, 2], [9, 5, 8, 4], [9, 5, 8, 1]]
DIVIDED = [[9, 8, 7], [7, 8, 9], [8, 9, 7], [8, 7, 9]]
ALIKE = [[8, 8], [8, 8]]


@pytest.mark.parametrize(
    ("scores", "round_number", "stop", "reason"),
    [
        (AGREED, 1, True, "The experts agree: p < 0.05 and every coefficient of variation is below 0.25"),
        (RESTLESS, 2, False, "Another round: a coefficient of variation is 0.25 or more"),
        (DIVIDED, 2, False, "Another round: the ranking of the indicators is not shared (p ≥ 0.05)"),
        (DIVIDED, 3, True, "Round 3 is the last, with or without agreement"),
        (RESTLESS, 4, True, "Round 4 is the last, with or without agreement"),
        (ALIKE, 1, False, "Another round: the ranking of the indicators is not shared (p ≥ 0.05)"),
    ],
)
def test_rounds_end_with_agreement_or_after_the_third(scores, round_number, stop, reason):
    result = delphi_round(scores, full_mark=10, round_number=round_number)
    assert (result.stop, result.reason) == (stop, reason)


def test_agreement_is_kendalls():
    result, agreement = delphi_round(AGREED, full_mark=10), kendall_w(AGREED)
    assert (result.kendall_w, result.chi2, result.p_value) == (
        agreement.value,
        agreement.chi2,
        agreement.p_value,
    )


@pytest.mark.parametrize("scores", [ALIKE, [[3], [4]]])
def test_agreement_that_is_not_defined_is_none_and_said(scores):
    result = delphi_round(scores, full_mark=10)
    assert (result.kendall_w, result.chi2, result.p_value) == (None, None, None)
    assert "Kendall's W is not defined: no expert tells two indicators apart" in result.warnings


def test_an_indicator_on_which_experts_differ_is_named():
    (warning,) = delphi_round(RESTLESS, full_mark=10, names=["a", "b", "c", "d"]).warnings
    assert warning == "Column d: the coefficient of variation 0.5592 is 0.25 or more"


REFUSED = {
    "one expert": ([[1, 2]], 10, "scores: got 1 experts, takes at least 2"),
    "above": ([[1, 11], [1, 1]], 10, "scores: got 11.0 in row 1, column 2, takes marks from 0 to 10"),
    "below": ([[1, 1], [-1, 1]], 10, "scores: got -1.0 in row 2, column 1, takes marks from 0 to 10"),
    "mean": (
        [[1, 0], [1, 0]],
        10,
        (
            "scores: got a mean of 0 in column 2, takes a positive mean: "
            "a coefficient of variation has no meaning otherwise"
        ),
    ),
    "full mark": ([[1, 1], [1, 1]], 0, "full_mark: got 0.0, takes a number above 0"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_marks_that_make_no_round_are_refused(kind):
    scores, full_mark, text = REFUSED[kind]
    with pytest.raises(MethodError) as refusal:
        delphi_round(scores, full_mark=full_mark)
    assert str(refusal.value) == text


@pytest.mark.parametrize("full_mark", [5e-324, 1e-300, 1e308])
def test_marks_of_any_size_are_described(full_mark):
    result = delphi_round(np.array([[1.0, 0.5], [1.0, 1.0]]) * full_mark, full_mark=full_mark)
    assert result.full_mark_share.tolist() in ([1, 0.5], [1, 1])
    assert np.isfinite([result.mean, result.sd, result.cv]).all()


@pytest.mark.parametrize(("basis", "familiarity", "expected"), [(0, 0, 0), (1, 1, 1), (0.9, 0.6, 0.75)])
def test_authority_is_the_mean_of_basis_and_familiarity(basis, familiarity, expected):
    assert authority_coefficient(basis, familiarity) == expected


@pytest.mark.parametrize("arguments", [(1.1, 0.5), (0.5, -0.1)])
def test_authority_takes_shares(arguments):
    with pytest.raises(MethodError, match="takes a number from 0 to 1"):
        authority_coefficient(*arguments)


def test_a_round_comes_back_from_json():
    result = delphi_round(AGREED, full_mark=10)
    again = written_and_read(result)
    assert again.cv.tolist() == result.cv.tolist()
    assert (again.stop, again.reason, again.explanation) == (True, result.reason, result.explanation)

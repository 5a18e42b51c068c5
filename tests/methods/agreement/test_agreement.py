"""Agreement: bounds, what is not defined, refusals, explanations."""

import numpy as np
import pytest

from methods.weighting.factory import cases_of, explained, written_and_read
from quanheng.methods.agreement import fleiss_kappa, icc, kendall_w, krippendorff_alpha
from quanheng.methods.errors import MethodError

JUDGES = cases_of("icc")[0].values[0]["inputs"]["ratings"]
FLEISS = cases_of("fleiss_kappa")[0].values[0]["inputs"]["counts"]
SAME = [[1, 2, 3, 4], [1, 2, 3, 4]]
LEVELS = ["nominal", "ordinal", "interval", "ratio"]


def test_raters_of_one_mind_agree_fully():
    result = kendall_w(SAME)
    assert (result.value, result.uncorrected) == (1, 1)
    assert icc(np.transpose(SAME)).icc2 == pytest.approx(1)
    assert fleiss_kappa([[3, 0], [0, 3]]).value == 1


@pytest.mark.parametrize("level", LEVELS)
def test_raters_of_one_mind_have_an_alpha_of_one(level):
    assert krippendorff_alpha(SAME, level=level).value == 1


def test_the_rank_sums_are_those_of_the_book():
    ratings = next(param.values[0] for param in cases_of("kendall_w") if param.values[0]["id"] == "W-2")[
        "inputs"
    ]["ratings"]
    spread = kendall_w(ratings).explanation.children[0].children[0]
    sums = [14.5, 21, 30.5, 6, 11, 3.5, 20, 11.5, 29, 28.5, 22.5, 36]
    assert [step.value for step in spread.children] == sums


def test_opposite_orders_have_no_concordance():
    result = kendall_w([[1, 2, 3], [3, 2, 1]])
    assert (result.value, result.chi2, result.p_value) == (0, 0, 1)


def test_a_rater_who_ties_everything_is_named():
    assert kendall_w([[1, 2, 3], [5, 5, 5], [1, 2, 3]]).warnings == (
        "Rater 2 gave every item the same rating",
    )


def test_only_kendalls_w_has_a_chi_square():
    for result in (krippendorff_alpha(SAME, level="nominal"), fleiss_kappa(FLEISS)):
        assert (result.chi2, result.p_value, result.uncorrected) == (None, None, None)


def test_items_that_do_not_differ_leave_forms_undefined():
    result = icc([[1, 2], [1, 2], [1, 2]])
    assert (result.icc1, result.icc2) == (-1, 0)
    assert (result.icc3, result.icc1k, result.icc3k) == (None, None, None)
    assert result.warnings == (
        "Not defined: ICC(3,1), ICC(1,k), ICC(3,k); the items hardly differ from each other",
    )


@pytest.mark.parametrize("scale", [1e-250, 1e-3, 1e99])
def test_the_six_forms_do_not_depend_on_the_unit(scale):
    one, other = icc(JUDGES), icc(np.array(JUDGES) * scale)
    forms = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")
    assert [getattr(other, form) for form in forms] == pytest.approx([getattr(one, form) for form in forms])


def test_the_mean_squares_are_those_of_the_table_in_print():
    squares = [step.value for step in icc(JUDGES).explanation.children[:4]]
    assert squares == pytest.approx([11.2417, 6.2639, 32.4861, 1.0194], abs=5e-5)


def test_units_with_one_rating_count_for_nothing_and_are_told():
    result = krippendorff_alpha([[1, 2, 3, 9], [1, 2, 2, None]], level="interval")
    assert result.value == krippendorff_alpha([[1, 2, 3], [1, 2, 2]], level="interval").value
    assert result.warnings == ("Units with fewer than two ratings, not counted: 1",)


def test_two_zeros_are_equal_at_the_ratio_level():
    assert krippendorff_alpha([[0, 0, 1], [0, 0, 1]], level="ratio").value == 1


def test_more_values_than_one_block_give_the_plain_alpha():
    ratings = np.random.default_rng(5).normal(size=(2, 400))
    pooled = ratings.ravel()
    expected = ((pooled[:, None] - pooled) ** 2).sum() / (800 * 799)
    observed = ((ratings[0] - ratings[1]) ** 2).mean()
    assert krippendorff_alpha(ratings, level="interval").value == pytest.approx(1 - observed / expected)


REFUSED = {
    "one rater": (kendall_w, [[1, 2, 3]], "ratings: got 1 raters, takes at least 2"),
    "one item": (kendall_w, [[1], [2]], "ratings: got 1 rated items, takes at least 2"),
    "icc, one rater": (icc, [[1], [2]], "ratings: got 1 raters, takes at least 2"),
    "icc, one item": (icc, [[1, 2]], "ratings: got 1 rated items, takes at least 2"),
    "icc, too large": (icc, [[1e101, 2], [3, 4]], "ratings: got 1e+101, takes ratings up to 10^100"),
    "kappa, one rater": (fleiss_kappa, [[1, 0], [0, 1]], "counts: got 1 raters, takes at least 2"),
    "kappa, no rater": (fleiss_kappa, [[0, 0], [0, 0]], "counts: got 0 raters, takes at least 2"),
    "kappa, one subject": (fleiss_kappa, [[2, 1]], "counts: got 1 rated items, takes at least 2"),
    "kappa, unequal": (
        fleiss_kappa,
        [[2, 1], [2, 2]],
        "counts: got 4 raters in row 2, takes 3 as in the first row",
    ),
    "kappa, half a rater": (
        fleiss_kappa,
        [[1.5, 1.5], [2, 1]],
        "counts: got 1.5 in row 1, column 1, takes numbers of raters, whole and from 0 on",
    ),
    "kappa, negative": (
        fleiss_kappa,
        [[3, 0], [4, -1]],
        "counts: got -1.0 in row 2, column 2, takes numbers of raters, whole and from 0 on",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_too_little_to_agree_on_is_refused(kind):
    function, table, text = REFUSED[kind]
    with pytest.raises(MethodError) as refusal:
        function(table)
    assert str(refusal.value) == text


@pytest.mark.parametrize(
    ("function", "table", "options"),
    [
        (kendall_w, [[5, 5, 5], [2, 2, 2]], {}),
        (icc, [[5, 5], [5, 5]], {}),
        (icc, [[0, 0], [0, 0]], {}),
        (icc, [[0.1 + 0.2, 0.3], [0.3, 0.3]], {}),
        (fleiss_kappa, [[0, 3], [0, 3]], {}),
        *((krippendorff_alpha, [[4, 4], [4, None]], {"level": level}) for level in LEVELS),
        (krippendorff_alpha, [[0, 0], [0, 0]], {"level": "ratio"}),
    ],
)
def test_no_variation_is_no_agreement(function, table, options):
    with pytest.raises(MethodError, match="ratings that do not vary, takes some that do"):
        function(table, **options)


ALPHA_REFUSED = {
    "one rater": ([[1, 2]], "nominal", "ratings: got 1 raters, takes at least 2"),
    "no pair": (
        [[1, None], [None, 2]],
        "nominal",
        "ratings: got no unit with two ratings, takes at least one",
    ),
    "nothing": ([[], []], "nominal", "ratings: got no unit with two ratings, takes at least one"),
    "ragged": ([[1, 2], [1]], "nominal", "ratings: got 1 values in row 2, takes 2 as in the first row"),
    "nan": (
        [[1, float("nan")], [1, 2]],
        "interval",
        "ratings: got nan in row 1, column 2, takes a finite number",
    ),
    "negative ratio": (
        [[1, 2], [1, -2]],
        "ratio",
        "ratings: got -2.0 in row 2, column 2, takes ratings from 0 on at the ratio level",
    ),
    "level": ([[1, 2], [1, 2]], "rank", "level: got 'rank', takes one of: nominal, ordinal, interval, ratio"),
}


@pytest.mark.parametrize("kind", ALPHA_REFUSED)
def test_ratings_without_an_alpha_are_refused(kind):
    ratings, level, text = ALPHA_REFUSED[kind]
    with pytest.raises(MethodError) as refusal:
        krippendorff_alpha(ratings, level=level)
    assert str(refusal.value) == text


@pytest.mark.parametrize(
    ("result", "method"),
    [
        (kendall_w(SAME), "Kendall's W, corrected for ties"),
        (icc(JUDGES), "ICC, six forms of Shrout and Fleiss 1979"),
        (krippendorff_alpha([[1, 2, 2], [1, 2, 3]], level="ordinal"), "Krippendorff's alpha, ordinal"),
        (fleiss_kappa(FLEISS), "Fleiss' kappa"),
    ],
)
def test_a_coefficient_is_explained_and_comes_back_from_json(result, method):
    assert result.method == method
    assert written_and_read(result) == result
    assert result.explanation.children
    assert all(total == pytest.approx(value, abs=1e-12) for value, total in explained(result.explanation))


@pytest.mark.parametrize("function", [kendall_w, icc, fleiss_kappa])
def test_lists_tuples_and_arrays_are_the_same_and_stay_as_they_are(function):
    table = np.array([[3.0, 1.0], [1.0, 3.0], [4.0, 0.0]])
    table.setflags(write=False)
    assert (
        function(table) == function(table.tolist()) == function(tuple(map(tuple, table.astype(int).tolist())))
    )

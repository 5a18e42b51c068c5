"""What holds for all ratings: order, unit, bounds."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from methods.weighting.factory import tables, written_and_read
from quanheng.methods.agreement import fleiss_kappa, icc, kendall_w, krippendorff_alpha
from quanheng.methods.errors import MethodError

EXAMPLES = settings(max_examples=200, deadline=None)
LEVELS = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])
RATINGS = tables(low=0, high=5, rows=(2, 6), columns=(2, 8))


def answered(function, *args, **options):
    """Return the result where the ratings allow one."""
    try:
        return function(*args, **options)
    except MethodError:
        assume(False)


@EXAMPLES
@given(RATINGS, st.data())
def test_concordance_lies_between_nought_and_one_in_any_order(ratings, data):
    result = answered(kendall_w, ratings)
    rows = data.draw(st.permutations(range(len(ratings))))
    columns = data.draw(st.permutations(range(ratings.shape[1])))
    assert kendall_w(ratings[np.ix_(rows, columns)]).value == pytest.approx(result.value, abs=1e-12)
    assert 0 <= result.uncorrected <= result.value + 1e-12 <= 1 + 2e-12
    assert 0 <= result.p_value <= 1


@EXAMPLES
@given(RATINGS, st.sampled_from([0.5, 3.0, 1000.0]), st.integers(-9, 9))
def test_ranks_know_no_unit(ratings, unit, shift):
    result = answered(kendall_w, ratings)
    assert kendall_w(ratings * unit + shift).value == result.value


@EXAMPLES
@given(RATINGS, st.data(), st.sampled_from([0.5, 3.0, 1000.0]), st.integers(-9, 9))
def test_intraclass_correlation_knows_no_order_and_no_unit(ratings, data, unit, shift):
    result = answered(icc, ratings)
    rows = data.draw(st.permutations(range(len(ratings))))
    columns = data.draw(st.permutations(range(ratings.shape[1])))
    again = icc(ratings[np.ix_(rows, columns)] * unit + shift)
    forms = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")
    found = {form: getattr(again, form) for form in forms if getattr(result, form) is not None}
    assert found == pytest.approx({form: getattr(result, form) for form in found}, rel=1e-6, abs=1e-9)
    assert [form for form in forms if getattr(again, form) is not None] == list(found)
    assert (
        max(value for value in (result.icc1, result.icc2, result.icc3, 0) if value is not None) <= 1 + 1e-12
    )


@EXAMPLES
@given(RATINGS, LEVELS, st.data())
def test_alpha_knows_no_order_of_raters_and_units(ratings, level, data):
    holes = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(ratings) - 1), st.integers(0, ratings.shape[1] - 1)), max_size=4
        )
    )
    given_ratings = ratings.astype(object)
    for hole in holes:
        given_ratings[hole] = None
    result = answered(krippendorff_alpha, given_ratings, level=level)
    rows = data.draw(st.permutations(range(len(ratings))))
    columns = data.draw(st.permutations(range(ratings.shape[1])))
    again = krippendorff_alpha(given_ratings[np.ix_(rows, columns)], level=level)
    assert again.value == pytest.approx(result.value, abs=1e-10)
    assert written_and_read(result).value <= 1


@EXAMPLES
@given(RATINGS, st.sampled_from([0.5, 4.0]), LEVELS)
def test_alpha_knows_no_unit(ratings, unit, level):
    result = answered(krippendorff_alpha, ratings, level=level)
    assert krippendorff_alpha(ratings * unit, level=level).value == pytest.approx(result.value, abs=1e-12)


@st.composite
def sortings(draw):
    raters, categories = draw(st.integers(2, 6)), draw(st.integers(2, 4))
    votes = st.lists(st.integers(0, categories - 1), min_size=raters, max_size=raters)
    return np.array(
        [np.bincount(one, minlength=categories) for one in draw(st.lists(votes, min_size=2, max_size=8))]
    )


@EXAMPLES
@given(sortings(), st.data())
def test_kappa_knows_no_order_of_subjects_and_categories(counts, data):
    result = answered(fleiss_kappa, counts)
    rows = data.draw(st.permutations(range(len(counts))))
    columns = data.draw(st.permutations(range(counts.shape[1])))
    assert fleiss_kappa(counts[np.ix_(rows, columns)]).value == pytest.approx(result.value, abs=1e-12)
    assert -1 <= result.value <= 1


@EXAMPLES
@given(sortings())
def test_a_category_that_nobody_chose_changes_nothing(counts):
    result = answered(fleiss_kappa, counts)
    assert fleiss_kappa(np.insert(counts, 0, 0, axis=1)).value == pytest.approx(result.value, abs=1e-14)

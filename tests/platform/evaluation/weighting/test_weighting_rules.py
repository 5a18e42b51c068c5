"""The 17 steps, the reciprocal matrix, and points that make exactly 100.0."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.common.states import StateTable
from quanheng.platform.evaluation.weighting import judging, rules
from quanheng.platform.evaluation.weighting.states import PAIR_SHEET_STATES, ROUND_STATES


def test_the_scale_has_seventeen_steps_from_nine_to_a_ninth():
    assert (len(rules.SCALE), rules.SCALE[0], rules.SCALE[8], rules.SCALE[-1]) == (17, "9", "1", "1/9")


def test_the_matrix_is_reciprocal_and_open_pairs_are_open_on_both_sides():
    assert rules.matrix(3, {"1-2": "1/4", "2-3": "5"}) == [[1, 0.25, None], [4, 1, 5], [None, 0.2, 1]]


@pytest.mark.parametrize(
    ("ratio", "step"), [(9.22, "9"), (40, "9"), (1.35, "1"), (1.5, "2"), (0.45, "1/2"), (0.001, "1/9")]
)
def test_a_ratio_is_said_by_the_nearest_step(ratio, step):
    assert rules.nearest_step(ratio) == step


@pytest.mark.parametrize(
    ("weights", "points"),
    [
        ([1, 1, 1], ["33.4", "33.3", "33.3"]),
        ([0.5, 0.25, 0.25], ["50.0", "25.0", "25.0"]),
        ([0.57014, 0.33307, 0.09679], ["57.0", "33.3", "9.7"]),
        ([0.9999, 0.00005, 0.00005], ["99.8", "0.1", "0.1"]),
        ([1, 0.00006, 0.00006, 0.00006], ["99.7", "0.1", "0.1", "0.1"]),
    ],
)
def test_points_go_to_the_largest_remainders(weights, points):
    assert [str(value) for value in rules.points(weights)] == points


@given(st.lists(st.floats(1e-6, 1), min_size=3, max_size=15))
def test_points_make_exactly_a_hundred_and_none_is_lost(weights):
    points = rules.points(weights)
    assert sum(points) == Decimal(100)
    assert min(points) >= Decimal("0.1")


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=15))
def test_points_are_less_than_a_tenth_away_from_the_weights(weights):
    total = sum(weights)
    exact = [100 * weight / total for weight in weights]
    if min(exact) >= 0.1:
        assert max(abs(float(p) - e) for p, e in zip(rules.points(weights), exact, strict=True)) < 0.1 + 1e-9


def test_weights_appear_as_soon_as_the_answers_connect_all_indicators():
    none, some = judging.standing(3, {"1-2": "3"}), judging.standing(3, {"1-2": "3", "2-3": "2"})
    assert (none.weights, none.ratio) == ((), None)
    assert some.weights == pytest.approx((6 / 9, 2 / 9, 1 / 9))
    assert (some.ratio, some.consistent, some.complete) == (None, False, False)


def test_answers_that_leave_two_islands_give_no_weights():
    assert judging.standing(4, {"1-2": "3", "3-4": "2"}).weights == ()
    assert judging.standing(4, {"1-2": "3", "1-3": "2", "2-3": "1"}).weights == ()


def test_a_step_off_the_scale_is_refused_by_name():
    with pytest.raises(Refused, match="Pair 1-2: got 1/10, takes a step of the scale"):
        rules.require_answers(3, {"1-2": "1/10"})


def arrows(table: StateTable) -> set[tuple[str, str, str, str]]:
    return {
        (source, move.verb, move.target, str(role)) for source, move in table.arrows() for role in move.by
    }


def test_a_round_passes_exactly_these_arrows():
    lead, system = str(Role.LEAD), str(Role.SYSTEM)
    assert arrows(ROUND_STATES) == {
        ("open", "close_round", "closed", lead),
        ("open", "cancel_round", "cancelled", lead),
        ("open", "cancel_round", "cancelled", system),
        ("closed", "adopt_weights", "adopted", lead),
        ("adopted", "adopt_weights", "adopted", lead),
    }


def test_a_sheet_passes_exactly_these_arrows():
    handing_in = {("open", "submit_pairs", "submitted", str(role)) for role in INSTITUTION}
    lapsing = {("open", "lapse_pairs", "lapsed", str(role)) for role in (Role.LEAD, Role.SYSTEM)}
    assert arrows(PAIR_SHEET_STATES) == handing_in | lapsing

"""The figures of a comparison, against worked cases and a computation of its own."""

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from factories import campaigns
from quanheng.platform.common.errors import Refused
from quanheng.platform.evaluation.campaigns import comparing, pages, selectors, yardstick

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parents[3] / "cases" / "scoring.json").read_text("utf-8"))["cases"]
}


def contenders(matrix, spread=1.0, scores=None):
    """Return one entry per row of a printed matrix; `None` is an indicator that was not assessed."""
    totals = scores or [50] * len(matrix)
    return [
        comparing.Contender(
            number=f"PJ-{place}",
            place=place,
            title=f"Entry {place}",
            score=Decimal(totals[place - 1]),
            grade="B",
            nodes={
                f"c{n}": {"score": value, "sd": None if value is None else spread}
                for n, value in enumerate(row)
            },
        )
        for place, row in enumerate(matrix, 1)
    ]


def weighted(weights):
    return {f"c{n}": weight for n, weight in enumerate(weights)}


def compared(case_id):
    given = CASES[case_id]["inputs"]
    return comparing.compare(contenders(given["matrix"]), weighted(given["weights"]), 1)


def places(values):
    """Return 1 for the largest; equal values share the smaller number."""
    return [1 + int(sum(other > value + 1e-12 for other in values)) for value in values]


# worked cases ----------------------------------------------------------------------------------
def test_topsis_ranks_as_the_book_prints():
    assert compared("TOP-1").methods.ranks[0].tolist() == CASES["TOP-1"]["expected"]["ranks"]


def test_vikor_ranks_as_the_paper_prints():
    q = np.array(CASES["VIK-2"]["expected"]["q"])
    assert compared("VIK-2").methods.ranks[1].tolist() == places(-q)


# left out --------------------------------------------------------------------------------------
def test_an_indicator_that_one_entry_lacks_is_left_out_for_all_and_named():
    gap = [[80, 70, 10], [70, 90, None], [60, 60, 99]]
    found = comparing.compare(contenders(gap), weighted([0.4, 0.4, 0.2]), 1)
    without = comparing.compare(contenders([row[:2] for row in gap]), weighted([0.5, 0.5]), 1)
    assert dict(found.left_out) == {"c2": ["PJ-2"]}
    assert found.methods.ranks.tolist() == without.methods.ranks.tolist()
    assert found.chances.counts.tolist() == without.chances.counts.tolist()


def test_entries_that_share_no_indicator_are_not_compared():
    with pytest.raises(Refused):
        comparing.compare(contenders([[1, None], [None, 2]]), weighted([0.5, 0.5]), 1)


def test_a_score_without_a_spread_is_named_and_drawn_as_it_is():
    rows = contenders([[80], [70], [60]], spread=None)
    found = comparing.compare(rows, weighted([1.0]), 1)
    assert dict(found.exact) == {"c0": ["PJ-1", "PJ-2", "PJ-3"]}
    assert found.chances.expected_ranks.tolist() == [1, 2, 3]


# words -----------------------------------------------------------------------------------------
def test_equal_scores_share_the_better_place():
    assert comparing.certified_ranks([Decimal(80), Decimal(90), Decimal(80)]) == [2, 1, 2]


def test_entries_that_the_methods_rank_alike_are_no_disagreement():
    found = comparing.compare(
        contenders([[90, 90], [80, 80], [70, 70]], scores=[90, 80, 70]), weighted([0.5, 0.5]), 1
    )
    assert (found.disagreements(), found.methods.kendall_w) == ([], 1.0)
    assert pages.agreement(found) == "The three methods rank almost alike (Kendall's W 1)."


def test_equal_entries_are_told_apart_by_no_method():
    found = comparing.compare(contenders([[80, 80]] * 3), weighted([0.5, 0.5]), 1)
    assert pages.agreement(found) == "No method tells the entries apart."


def test_the_explanation_names_entries_and_indicators():
    found = comparing.compare(contenders([[90, 70], [80, 80], [70, 95]]), weighted([0.5, 0.5]), 1)
    told = comparing.named(found.explanation, ["Alpha", "Beta", "Gamma"], ["Novelty", "Method"])
    first = told.children[0].children[0]
    labels = {child.label for half in first.children for child in half.children}
    assert first.label in {"Alpha", "Beta", "Gamma"}
    assert labels == {"Novelty", "Method"}


# independently ---------------------------------------------------------------------------------
def table_of(standings, measure):
    """Return scores, spreads and weights straight from the stored results."""
    codes = list(yardstick.leaves(measure))
    nodes = [one.result.summary["by_node"] for one in standings]
    scores = np.array([[node[code]["score"] for code in codes] for node in nodes])
    spread = np.array([[node[code]["sd"] for code in codes] for node in nodes])
    plan = standings[0].result.plan
    share = {
        "competitive": float(plan.competitive_share),
        "authoritative": float(100 - plan.competitive_share),
    }
    weights = np.array([float(row["weight"]) * share[row["role"]] / 1e4 for row in plan.indicators])
    return scores, spread, weights


def topsis_of(x, w):
    y = w * x / np.sqrt((x**2).sum(0))
    near = np.sqrt(((y - y.max(0)) ** 2).sum(1))
    far = np.sqrt(((y - y.min(0)) ** 2).sum(1))
    return far / (near + far)


def vikor_of(x, w):
    d = w * (x.max(0) - x) / np.where(np.ptp(x, 0) == 0, 1, np.ptp(x, 0))
    s, r = d.sum(1), d.max(1)
    return -(0.5 * (s - s.min()) / np.ptp(s) + 0.5 * (r - r.min()) / np.ptp(r))


def grey_of(x, w):
    away = (x.max(0) - x) / np.where(np.ptp(x, 0) == 0, 1, np.ptp(x, 0))
    return (0.5 / (away + 0.5)) @ w


@pytest.mark.django_db
def test_the_page_shows_what_plain_numpy_computes_from_the_stored_results():
    _lead, row = campaigns.running()
    standings = selectors.standings(row)
    found = pages.comparison_of(row, standings)
    x, sd, w = table_of(standings, row.measure)
    assert np.allclose(found.weights, w)
    assert found.certified == places([float(one.result.score) for one in standings])
    assert found.methods.ranks.tolist() == [places(of(x, w)) for of in (topsis_of, vikor_of, grey_of)]
    drawn = (x + sd * np.random.default_rng(7).standard_normal((20_000, *x.shape))) @ w
    ranks = 1 + (drawn[:, :, None] < drawn[:, None, :]).sum(2)
    assert np.allclose(found.chances.expected_ranks, ranks.mean(0), atol=0.06)
    assert np.allclose(found.chances.acceptability[:, 0], (ranks == 1).mean(0), atol=0.04)


@pytest.mark.django_db
def test_the_same_results_give_the_same_figures_every_time():
    _lead, row = campaigns.running()
    first, second = (pages.comparison_of(row, selectors.standings(row)) for _ in range(2))
    assert first.chances.counts.tolist() == second.chances.counts.tolist()

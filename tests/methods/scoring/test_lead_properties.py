"""What must hold for every comparison of performance, by hypothesis."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.methods.scoring import Comparator, Fact, LeadParameter, performance_lead

settings.register_profile("lead", max_examples=200, deadline=None)
LIMITS = settings.get_profile("lead")
values = st.floats(0.1, 1000)


@st.composite
def contests(draw):
    """Return (subject, comparators, parameters); the first rival states everything."""
    shares = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    names = [f"p{i}" for i in range(len(shares))]
    parameters = [
        LeadParameter(
            name=name,
            direction=draw(st.sampled_from(["higher", "lower"])),
            weight=share / sum(shares),
            core=draw(st.booleans()),
        )
        for name, share in zip(names, shares, strict=True)
    ]
    subject = {name: Fact(value=draw(values)) for name in names}
    count = draw(st.integers(1, 4))
    rivals = [
        Comparator(
            name=f"R{i}",
            scope=draw(st.sampled_from(["international", "domestic"])),
            values={name: Fact(value=draw(values)) for name in names if i == 0 or draw(st.booleans())},
        )
        for i in range(count)
    ]
    return subject, rivals, parameters


def lead(contest, **more):
    return performance_lead(*contest, **({"scope": "international"} | more))


@LIMITS
@given(contests(), st.randoms(use_true_random=False))
def test_the_order_of_rivals_and_parameters_does_not_matter(contest, rng):
    subject, rivals, parameters = contest
    one = lead(contest)
    other = lead((subject, rng.sample(rivals, len(rivals)), rng.sample(parameters, len(parameters))))
    assert replace(other, explanation=one.explanation, warnings=one.warnings) == one


@LIMITS
@given(contests(), st.floats(1e-3, 1e3))
def test_another_unit_changes_nothing_on_a_ratio_scale(contest, factor):
    subject, rivals, parameters = contest

    def scaled(facts):
        return {k: replace(f, value=f.value * factor) if k == "p0" else f for k, f in facts.items()}

    other = lead((scaled(subject), [replace(one, values=scaled(one.values)) for one in rivals], parameters))
    assert other.lead == pytest.approx(lead(contest).lead, abs=1e-9)


@LIMITS
@given(contests())
def test_one_more_rival_never_raises_the_lead(contest):
    subject, rivals, parameters = contest
    assert lead(contest).lead <= lead((subject, rivals[:1], parameters)).lead


@LIMITS
@given(contests(), st.floats(1, 10))
def test_a_better_value_never_lowers_lead_score_or_level(contest, factor):
    subject, rivals, parameters = contest
    better = parameters[0].direction == "higher"
    value = subject["p0"].value * factor if better else subject["p0"].value / factor
    one, other = lead(contest), lead((subject | {"p0": Fact(value=value)}, rivals, parameters))
    order = ["behind", "par", "leading"]
    assert other.lead >= one.lead - 1e-12
    assert other.score >= one.score - 1e-9
    assert order.index(other.level) >= order.index(one.level)


@LIMITS
@given(contests())
def test_nobody_is_stronger_than_the_best_of_everyone_combined(contest):
    subject, rivals, parameters = contest
    full = [one for one in rivals if len(one.values) == len(parameters)]
    result = lead((subject, full, parameters))
    assert result.composite <= result.lead + 1e-12


@LIMITS
@given(contests())
def test_numbers_stay_within_their_bounds(contest):
    result = lead(contest)
    assert -1 <= result.lead <= 1
    assert -1 <= result.composite <= 1
    assert 0 <= result.band[0] <= result.band[1] <= result.band[2] <= 100
    assert 0 <= result.score <= 100
    assert 0 <= result.coverage <= 1
    assert sum(result.probabilities.values()) == pytest.approx(1)
    assert all(
        -1 <= one.low <= (one.lead or 0) <= one.high <= 1 for one in result.standings if one.coverage == 1
    )


@LIMITS
@given(contests())
def test_a_subject_equal_to_its_rival_is_on_a_par(contest):
    _, rivals, parameters = contest
    result = lead((rivals[0].values, rivals[:1], parameters))
    assert (result.lead, result.level, result.score) == (0, "par", 75)


@LIMITS
@given(contests())
def test_swapping_subject_and_rival_turns_the_lead_round(contest):
    subject, rivals, parameters = contest
    one = lead((subject, rivals[:1], parameters))
    other = lead((rivals[0].values, [replace(rivals[0], values=subject)], parameters))
    assert other.lead == pytest.approx(-one.lead, abs=1e-12)

"""What holds for every input: the invariants of valuation."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.valuation import cost, income, market, pooling, reserve

steady = settings(max_examples=60, deadline=None)

amounts = st.decimals(0, 10**9, places=2)
prices = st.decimals("0.01", 10**9, places=2)
signed = st.decimals(-(10**9), 10**9, places=2)
rates = st.decimals("-0.5", 2, places=4)
shares = st.decimals(0, 1, places=4)
years = st.decimals("0.1", 50, places=1)
levels = st.integers(1, 13)
flows = st.lists(signed, min_size=1, max_size=12)
paid = st.lists(prices, min_size=1, max_size=12)
opinion = st.lists(prices, min_size=3, max_size=3).map(sorted).map(tuple)
opinions = st.lists(opinion, min_size=3, max_size=8)


def close(a, b, scale):
    return abs(a - b) <= abs(scale) * Decimal("1e-20") + Decimal("1e-20")


def size(values):
    return sum(abs(v) for v in values)


@steady
@given(flows, rates, st.decimals(-100, 100, places=3))
def test_present_value_scales_with_the_money(cash, rate, factor):
    whole = income.present_value(cash, rate)
    scale = factor * income.present_value([abs(c) for c in cash], rate)
    assert close(income.present_value([c * factor for c in cash], rate), whole * factor, scale)


@steady
@given(st.lists(st.tuples(signed, signed), min_size=1, max_size=12), rates)
def test_present_value_is_additive(pairs, rate):
    both = income.present_value([a + b for a, b in pairs], rate)
    apart = income.present_value([a for a, _ in pairs], rate) + income.present_value(
        [b for _, b in pairs], rate
    )
    scale = income.present_value([abs(a) + abs(b) for a, b in pairs], rate)
    assert close(both, apart, scale * 10**6)


@steady
@given(paid, rates, st.decimals("0.0001", 1, places=4))
def test_present_value_of_receipts_falls_with_the_rate(cash, rate, more):
    assert income.present_value(cash, rate + more) < income.present_value(cash, rate)


@steady
@given(paid, rates)
def test_money_in_mid_year_is_worth_half_a_year_more(cash, rate):
    end, mid = income.present_value(cash, rate), income.present_value(cash, rate, timing="mid")
    assert close(mid, end * (1 + rate).sqrt(), mid * 10**6)


@steady
@given(st.lists(prices, min_size=2, max_size=12), rates, st.data())
def test_the_whole_is_the_first_part_and_the_rest_discounted(cash, rate, data):
    cut = data.draw(st.integers(1, len(cash) - 1))
    rest = income.present_value(cash[cut:], rate) / (1 + rate) ** cut
    whole = income.present_value(cash, rate)
    assert close(whole, income.present_value(cash[:cut], rate) + rest, whole * 10**6)


@steady
@given(flows, rates)
def test_the_cash_flow_method_without_terminal_value_is_the_present_value(cash, rate):
    assert income.discounted_cash_flow(cash, rate).value == income.present_value(cash, rate)


@steady
@given(amounts, years, years, amounts, amounts)
@pytest.mark.clause("H-14.7")
def test_a_cost_value_lies_between_nothing_and_the_replacement_cost(rc, used, left, functional, economic):
    value = cost.cost_value(
        rc, used_years=used, remaining_years=left, functional_loss=functional, economic_loss=economic
    ).value
    assert 0 <= value <= rc


@steady
@given(prices, shares, prices, shares)
def test_a_split_rate_by_investment_is_a_share(ours, our_margin, theirs, their_margin):
    assert 0 <= income.split_rate_by_investment(ours, our_margin, theirs, their_margin) <= 1


@steady
@given(shares, shares, st.lists(st.tuples(prices, shares), min_size=1, max_size=6))
def test_a_split_rate_by_score_stays_between_its_ends(one, other, rows):
    low, high = sorted((one, other))
    total = sum(weight for weight, _ in rows)
    rate = income.split_rate_by_score(
        low, high, [weight / total for weight, _ in rows], [score for _, score in rows]
    )
    assert low <= rate <= high


@steady
@given(st.lists(st.tuples(prices, shares), min_size=1, max_size=8), rates)
def test_a_split_rate_by_profit_is_a_share(rows, rate):
    ours = [profit * part for profit, part in rows]
    assert 0 <= income.split_rate_by_profit(ours, [profit for profit, _ in rows], rate) <= 1


@steady
@given(paid, shares, st.decimals(0, "0.5", places=3), st.decimals(0, 1, places=3), st.integers(1, 20))
def test_relief_with_the_benefit_is_relief_without_it_times_the_factor(revenues, royalty, tax, rate, n):
    plain = income.relief_from_royalty(revenues, royalty, rate, tax=tax).value
    full = income.relief_from_royalty(revenues, royalty, rate, tax=tax, amortisation_years=n).value
    assert close(full, plain * income.amortisation_benefit(tax, n, rate), full * 10**6)


@steady
@given(st.lists(prices, min_size=3, max_size=9), st.sampled_from(["mean", "median"]))
def test_a_market_value_lies_between_its_prices(adjusted, rule):
    result = market.market_value(adjusted, rule=rule)
    assert min(adjusted) == result.low <= result.value <= result.high == max(adjusted)


def every_method(cash, rate, tax, price, factor):
    yield cost.replacement_by_multiplier(price, price / 2, creativity="1.3", risk=tax, profit="0.2")
    items, index = [("a", price, 2020), ("b", 7, 2022)], {2020: 95, 2022: 101, 2024: 107}
    yield cost.replacement_by_ledger(items, index=index, profit=tax, capital_cost=rate)
    yield cost.cost_value(price, used_years=2, remaining_years=7, functional_loss=price, economic_loss=3)
    yield income.discounted_cash_flow(cash, rate, terminal_growth=rate - Decimal("0.01"))
    yield income.income_split(cash, "0.3", rate, basis="profit", tax=tax, timing="mid")
    yield income.excess_earnings(cash, [1] * len(cash), abs(rate), tax=tax, amortisation_years=6)
    yield income.risk_adjusted(cash, [tax] * len(cash), rate, rate_kind="wacc")
    yield market.adjusted_price(price, {"date": factor, "region": 1 / factor})


inputs = st.tuples(
    flows,
    st.decimals("-0.4", 1, places=4),
    st.decimals(0, "0.9", places=4),
    prices,
    st.decimals("0.5", 2, places=3),
)


@steady
@given(inputs)
def test_every_value_is_finite_and_its_explanation_adds_up(adds_up, values):
    results = list(every_method(*values))
    assert all(
        r.value.is_finite() and r.explanation.value == r.value and adds_up(r.explanation) for r in results
    )


@steady
@given(opinions, st.randoms(use_true_random=False))
def test_the_order_of_the_opinions_changes_nothing(given_opinions, random):
    shuffled = list(given_opinions)
    random.shuffle(shuffled)
    one, other = pooling.pool_opinions(given_opinions), pooling.pool_opinions(shuffled)
    assert (one.p50, one.low, one.p25, one.high, one.trimmed, one.dispersion) == (
        (other.p50, other.low, other.p25, other.high, other.trimmed, other.dispersion)
    )


@steady
@given(opinion, st.integers(3, 9))
def test_equal_opinions_give_their_own_value(one, n):
    pooled = pooling.pool_opinions([one] * n)
    assert (pooled.p50, pooled.outliers, pooled.dispersion) == (one[1], (), 1)


@steady
@given(opinions)
def test_the_pooled_quantiles_stand_in_order(rows):
    pooled = pooling.pool_opinions(rows)
    assert pooled.low <= pooled.p25 <= pooled.p50 <= pooled.high


@steady
@given(opinions, st.data())
def test_one_expert_times_ten_moves_the_value_no_further_than_to_a_neighbour(rows, data):
    i = data.draw(st.integers(0, len(rows) - 1))
    moved = [tuple(10 * q for q in row) if j == i else row for j, row in enumerate(rows)]
    neighbour = sorted(row[1] for row in rows)[len(rows) // 2 + 1]
    before = pooling.pool_opinions(rows).p50
    assert before <= pooling.pool_opinions(moved).p50 <= neighbour


@steady
@given(opinions, amounts, amounts, st.integers(5, 13))
def test_the_reserve_keeps_the_floors_and_the_start_keeps_below_it(rows, walk_away, floor, level):
    advice = reserve.suggest_reserve(
        pooling.pool_opinions(rows), seller_walk_away=walk_away, legal_floor=floor, level=level
    )
    assert max(walk_away, floor) <= advice.reserve
    assert floor <= advice.start <= advice.reserve


@steady
@given(levels)
def test_the_allowed_methods_are_a_partition(level):
    policy = reserve.allowed_methods(level)
    assert not set(policy.default) & set(policy.with_reason)
    assert set(policy.required) <= {code.split(".")[0] for code in policy.default}


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(max_size=5),
    st.decimals(),
    st.lists(st.integers(), max_size=2),
)


def answer(method, *args, **options):
    try:
        return method(*args, **options)
    except MethodError as refused:
        return str(refused)


@steady
@given(st.one_of(anything, st.lists(anything, max_size=3)), anything, anything)
def test_whatever_flows_come_are_computed_finitely_or_refused(cash, rate, growth):
    result = answer(income.discounted_cash_flow, cash, rate, terminal_growth=growth)
    assert ", takes " in result if isinstance(result, str) else result.value.is_finite()


@steady
@given(st.one_of(anything, st.lists(st.one_of(anything, opinion), max_size=4)), anything)
def test_whatever_opinions_come_are_pooled_or_refused(rows, weights):
    result = answer(pooling.pool_opinions, rows, weights=weights)
    assert ", takes " in result if isinstance(result, str) else result.p50 > 0

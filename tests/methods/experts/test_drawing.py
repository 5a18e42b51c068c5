"""M-6.3: the draw is fair, complete, explained row by row, and blind to the order of its input."""

import random
import subprocess
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.experts import Candidate, Seat, draw, next_substitute, rfc3797
from quanheng.methods.experts.drawing import ticket_of

SEED = bytes(range(32))


def row(expert, role="technical", institution=""):
    return Candidate(expert, role, institution)


def outcomes(result):
    return [line.outcome for line in result.log]


# ---- the oracle: every set of seats, tried one by one -----------------------------------------


def allowed(seats, quotas, limit):
    roles, experts = Counter(s.role for s in seats), Counter(s.expert for s in seats)
    houses = Counter(s.institution for s in seats if s.institution)
    return (
        all(n <= 1 for n in experts.values())
        and all(roles[role] <= quotas[role] for role in roles)
        and (limit is None or all(n <= limit for n in houses.values()))
    )


def every_panel(rows, quotas, limit):
    """Return all sets of rows that may sit together, as bit masks."""
    panels = [0]
    for n in range(len(rows)):
        for panel in list(panels):
            seats = [rows[k] for k in range(n) if panel >> k & 1]
            if allowed([*seats, rows[n]], quotas, limit):
                panels.append(panel | 1 << n)
    return panels


def seats_by_trial(rows, quotas, limit, seed):
    """Take each row in ticket order if some greatest panel still holds all that is taken."""
    rows = sorted(rows, key=lambda r: ticket_of(seed, r.role, r.expert))
    panels = every_panel(rows, quotas, limit)
    most = max(panel.bit_count() for panel in panels)
    greatest = [panel for panel in panels if panel.bit_count() == most]
    taken = 0
    for n in range(len(rows)):
        if any(panel & (taken | 1 << n) == taken | 1 << n for panel in greatest):
            taken |= 1 << n
    return [(rows[n].role, rows[n].expert) for n in range(len(rows)) if taken >> n & 1]


def small_instance(number):
    """Return a tight random list: few institutions, experts with several roles."""
    rng = random.Random(number)
    roles, experts = "abc"[: rng.randint(1, 3)], range(rng.randint(2, 6))
    homes = [rng.choice(["", "I1", "I2", "I3"]) for _ in experts]
    rows = [row(f"e{n}", role, homes[n]) for n, role in product(experts, roles) if rng.random() < 0.6]
    quotas = {role: rng.randint(1, 2) for role in roles}
    return rows or [row("e0", "a", "I1")], quotas, rng.choice([1, 1, 2, None]), rng.randbytes(16)


def test_the_look_ahead_seats_exactly_whom_trying_every_panel_seats():
    wrong = []
    for number in range(600):
        rows, quotas, limit, seed = small_instance(number)
        found = [(s.role, s.expert) for s in draw(rows, quotas, seed, institution_limit=limit).seats]
        if found != seats_by_trial(rows, quotas, limit, seed):
            wrong.append(number)
    assert wrong == []


def test_the_instances_above_need_the_look_ahead_often_enough():
    passed_over = sum(
        "would leave a seat empty" in outcomes(draw(rows, quotas, seed, institution_limit=limit))
        for rows, quotas, limit, seed in map(small_instance, range(600))
    )
    assert passed_over > 50


# ---- the walk -----------------------------------------------------------------------------------


def test_a_ticket_is_what_sha256sum_prints():
    text = f"quanheng-draw-1|{SEED.hex()}|technical|a"
    done = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True)
    assert ticket_of(SEED, "technical", "a") == done.stdout.decode().split()[0]


def test_each_row_has_a_line_that_says_what_became_of_it():
    house = [row("a", "x", "I1"), row("a", "y", "I1"), row("b", "x", "I1"), row("e", "z", "I1")]
    result = draw([*house, row("c", "y", "I2"), row("d", "x")], {"x": 2, "y": 1, "z": 1}, bytes([14]) * 32)
    assert [(line.ticket[:4], line.role, line.expert, line.outcome) for line in result.log] == [
        ("04d1", "x", "a", "seated"),
        ("341b", "z", "e", "institution limit"),
        ("8ac4", "x", "d", "seated"),
        ("9082", "y", "a", "already seated"),
        ("b084", "x", "b", "quota full"),
        ("e114", "y", "c", "seated"),
    ]


def test_an_expert_with_two_roles_sits_once():
    result = draw([row("a", "x"), row("a", "y")], {"x": 1, "y": 1}, SEED)
    assert (sorted(outcomes(result)), len(result.seats)) == (["already seated", "seated"], 1)


def test_experts_without_an_institution_and_draws_without_a_limit_are_not_limited():
    free = [row(name) for name in "abc"]
    one_house = [row(name, institution="I1") for name in "abc"]
    seated = [
        len(draw(rows, {"technical": 3}, SEED, institution_limit=limit).seats)
        for rows, limit in ((free, 1), (one_house, None), (one_house, 2))
    ]
    assert seated == [3, 3, 2]


def test_a_short_panel_is_a_result_with_shortages_and_a_warning():
    result = draw([row("a", "x", "I1"), row("b", "y", "I1")], {"x": 1, "y": 2, "z": 1}, SEED)
    assert (sum(short.missing for short in result.shortages), result.warnings) == (
        3,
        ("3 of 4 seats cannot be filled from this list",),
    )


def test_a_shortage_names_role_and_number():
    assert draw([row("a", "x")], {"x": 1, "z": 2}, SEED).shortages == (("z", 2),)


def test_nobody_with_a_seat_is_a_substitute_and_everybody_else_is():
    rows = [row(name, role) for name in "abcdef" for role in "xy"]
    result = draw(rows, {"x": 2, "y": 1}, SEED)
    waiting = set("abcdef") - {seat.expert for seat in result.seats}
    assert {(s.role, s.expert) for s in result.substitutes} == {
        (role, name) for role in "xy" for name in waiting
    }


def test_substitutes_stand_in_ticket_order_and_are_numbered_in_each_role():
    rows = [row(f"e{n}", role) for n in range(9) for role in "xy"]
    result = draw(rows, {"x": 2, "y": 1}, SEED)
    tickets = {role: [s.ticket for s in result.substitutes if s.role == role] for role in "xy"}
    orders = [s.order for s in result.substitutes if s.role == "y"]
    assert (all(found == sorted(found) for found in tickets.values()), orders) == (True, [1, 2, 3, 4, 5, 6])


# ---- substitutes ------------------------------------------------------------------------------------


def test_the_first_substitute_who_keeps_the_limit_and_is_not_barred_moves_up():
    rows = [row(name, institution=home) for name, home in zip("abcdef", "112334", strict=True)]
    result = draw(rows, {"technical": 2}, SEED)
    declined, stays = result.seats
    found = next_substitute(result, "technical", [stays], barred={declined.expert})
    waiting = [
        s for s in result.substitutes if s.institution != stays.institution and s.expert != declined.expert
    ]
    assert found == waiting[0]


def test_a_barred_substitute_is_passed_over():
    result = draw([row(name) for name in "abcd"], {"technical": 1}, SEED)
    first, second, _ = result.substitutes
    assert next_substitute(result, "technical", [], barred={first.expert}) == second


def test_who_has_moved_up_in_one_role_does_not_sit_in_another():
    result = draw([row(name, role) for name in "abc" for role in "xy"], {"x": 1, "y": 1}, SEED)
    moved = next_substitute(result, "x", [result.seats[1]])
    assert next_substitute(result, "y", [moved]) is None


def test_an_exhausted_list_gives_nobody():
    result = draw([row("a", institution="I1"), row("b", institution="I1")], {"technical": 1}, SEED)
    elsewhere = Seat("industry", "z", "I1", 1, "")
    assert (next_substitute(result, "technical", [elsewhere]), next_substitute(result, "legal", [])) == (
        None,
        None,
    )


# ---- properties -----------------------------------------------------------------------------------------


@st.composite
def lists_to_draw_from(draw_value):
    experts = draw_value(st.lists(st.sampled_from("abcdefghij"), min_size=1, unique=True))
    homes = {e: draw_value(st.sampled_from(["", "I1", "I2", "I3"])) for e in experts}
    roles = {e: draw_value(st.sets(st.sampled_from("xyz"), min_size=1)) for e in experts}
    quotas = {role: draw_value(st.integers(1, 3)) for role in "xyz"}
    return [row(e, role, homes[e]) for e in experts for role in sorted(roles[e])], quotas


@given(lists_to_draw_from(), st.binary(min_size=16, max_size=32), st.randoms(use_true_random=False))
def test_the_order_of_candidates_and_quotas_changes_nothing(request_, seed, rng):
    rows, quotas = request_
    shuffled = rng.sample(rows, len(rows)), dict(rng.sample(sorted(quotas.items()), len(quotas)))
    assert [draw(rows, quotas, seed), draw(rows, quotas, b"key/", algorithm="rfc3797")] == [
        draw(*shuffled, seed),
        draw(*shuffled, b"key/", algorithm="rfc3797"),
    ]


@given(lists_to_draw_from(), st.binary(min_size=16, max_size=32), st.sampled_from([1, 2, None]))
def test_no_panel_breaks_a_quota_or_a_limit_or_seats_anybody_twice(request_, seed, limit):
    rows, quotas = request_
    seats = [
        row(s.expert, s.role, s.institution) for s in draw(rows, quotas, seed, institution_limit=limit).seats
    ]
    assert allowed(seats, quotas, limit)


@given(lists_to_draw_from(), st.binary(min_size=16, max_size=32))
def test_seats_and_shortages_add_up_to_the_quotas(request_, seed):
    rows, quotas = request_
    result = draw(rows, quotas, seed)
    filled = Counter(seat.role for seat in result.seats) + Counter(dict(result.shortages))
    assert dict(filled) == quotas


def spread(counts, draws, seats):
    """Return χ² of how often each was seated, corrected for drawing without putting back."""
    expected = draws * seats / len(counts)
    raw = sum((n - expected) ** 2 / expected for n in counts)
    return raw * (len(counts) - 1) / (len(counts) - seats)


@pytest.mark.parametrize("algorithm", ["sha256", "rfc3797"])
def test_everybody_on_the_list_has_the_same_chance(algorithm):
    rows, seats, draws = [row(f"e{n:02}") for n in range(20)], 5, 2000
    seated = Counter()
    for number in range(draws):
        result = draw(rows, {"technical": seats}, b"fixed-seed-%06d" % number, algorithm=algorithm)
        seated.update(seat.expert for seat in result.seats)
    counts = [seated[r.expert] for r in rows]
    assert spread(counts, draws, seats) < 43.82  # 19 degrees of freedom, p = 0.001


# ---- RFC 3797 ---------------------------------------------------------------------------------------------


def test_an_rfc3797_draw_walks_the_rows_in_the_order_of_the_rfc():
    rows = [row(f"e{n:02}") for n in range(25)]
    key = "9319./2.5.8.10.12./9.18.26.34.41.45./"
    result = draw(rows, {"technical": 10}, key.encode(), algorithm="rfc3797")
    assert [seat.expert for seat in result.seats] == [f"e{n - 1:02}" for n in rfc3797(25, 10, key)]


def test_an_rfc3797_ticket_is_the_published_digest_of_its_step():
    rows = [row(f"e{n:02}") for n in range(25)]
    result = draw(rows, {"technical": 2}, b"9319./2.5.8.10.12./9.18.26.34.41.45./", algorithm="rfc3797")
    assert [seat.ticket.upper() for seat in result.seats] == [
        "990DD0A5692A029A98B5E01AA28F3459",
        "3691E55CB63FCC37914430B2F70B5EC6",
    ]


def test_rfc3797_selects_everybody_once_when_all_are_asked_for():
    assert sorted(rfc3797(65_535, 65_535, "k/")) == list(range(1, 65_536))


@pytest.mark.parametrize(
    ("pool", "count", "key"), [(65_536, 1, "k"), (True, 1, "k"), (5, 1.0, "k"), (5, 1, "键")]
)
def test_rfc3797_refuses_other_pools_counts_and_keys(pool, count, key):
    with pytest.raises(MethodError, match=r"got .*takes"):
        rfc3797(pool, count, key)


# ---- refusals -----------------------------------------------------------------------------------------------

ONE = {"technical": 1}


@pytest.mark.parametrize(
    "act",
    [
        lambda: draw([row("a")], {}, SEED),
        lambda: draw([row("a")], {"technical": 0}, SEED),
        lambda: draw([row("a")], {"technical": True}, SEED),
        lambda: draw([row("a")], {"technical": 1.0}, SEED),
        lambda: draw([row("a", "legal")], ONE, SEED),
        lambda: draw([row("a")], ONE, SEED, institution_limit=0),
        lambda: draw([row("a")], ONE, SEED, institution_limit=True),
        lambda: draw([row("a")], ONE, SEED, algorithm="dice"),
        lambda: draw([row("a")], ONE, bytearray(32)),
        lambda: draw([row("a")], ONE, b"", algorithm="rfc3797"),
        lambda: draw([row("a")], ONE, b"\xff/", algorithm="rfc3797"),
        lambda: draw([row("a|b")], ONE, SEED),
        lambda: draw([row("")], ONE, SEED),
        lambda: draw([row(7)], ONE, SEED),
        lambda: draw([row("a", institution=None)], ONE, SEED),
        lambda: draw([("a", "technical")], ONE, SEED),
        lambda: draw([row(f"e{n}") for n in range(65_536)], ONE, b"k/", algorithm="rfc3797"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_is_refused(act):
    with pytest.raises(MethodError, match=r"got .*takes"):
        act()

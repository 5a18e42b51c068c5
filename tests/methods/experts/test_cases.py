"""Every row of cases/experts.json of the functions that stand; the rest waits here by name."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from quanheng.methods.errors import MethodError
from quanheng.methods.experts import (
    Candidate,
    Claim,
    ConflictRule,
    Profile,
    QualificationRule,
    Relation,
    Subject,
    check_qualification,
    draw,
    find_conflicts,
    rfc3797,
)

CASES = json.loads((Path(__file__).parents[2] / "cases" / "experts.json").read_text(encoding="utf-8"))
NOT_YET = {"assignment"}
"""Sections whose function is not built; this set only shrinks."""

TODAY = date(2026, 3, 1)
SEED = bytes(16)
ROW = Candidate("a", "technical", "I1")
RULES = [QualificationRule(**row) for row in CASES["qualification"]["rules"]]
CONFLICT_RULES = [ConflictRule(**row) for row in CASES["conflicts"]["rules"]]
SUBJECT = Subject(**CASES["conflicts"]["subject"])


def day(text):
    return date.fromisoformat(text) if text else None


def named(rows):
    return [pytest.param(row, id=row.get("name", row.get("source"))) for row in rows]


def claim(row):
    dates = {key: day(row[key]) for key in ("since", "until", "expires") if key in row}
    return Claim(**({"verified": True} | row | dates))


def relation(row):
    kind, a, b, since, until, level = row
    return Relation(kind, a, b, day(since), day(until), level)


def test_every_section_of_the_cases_is_tested_or_waits_by_name():
    tested = {"about", "rfc3797", "qualification", "conflicts", "draw", "errors"}
    assert set(CASES) - tested == NOT_YET


@pytest.mark.parametrize("case", named(CASES["rfc3797"]))
def test_rfc3797_selects_the_published_numbers(case):
    assert rfc3797(case["pool"], case["count"], case["key"]) == case["want"]


@pytest.mark.clause("H-13.2", "H-13.4", "H-25.3")
@pytest.mark.parametrize("case", named(CASES["qualification"]["cases"]))
def test_a_qualification_case_is_decided_as_published(case):
    profile = Profile(expert="e", on=day(case["on"]), claims=[claim(row) for row in case["claims"]])
    found = check_qualification(profile, case["role"], case["stage"], RULES, subject=case["subject"])
    unmet = [reason.rule for reason in found.reasons if not reason.met]
    assert (found.eligible, unmet) == (case["eligible"], case["unmet"])


@pytest.mark.clause("M-8.3")
@pytest.mark.parametrize("case", named(CASES["conflicts"]["cases"]))
def test_a_conflict_case_is_decided_as_published(case):
    relations = [relation(row) for row in case["relations"]]
    found = find_conflicts(SUBJECT, case["experts"], relations, CONFLICT_RULES, on=day(case["on"]))
    assert [[hit.rule, hit.severity] for hit in found] == case["want"]


def drawn(case):
    candidates = [Candidate(*row) for row in case["candidates"]]
    limit = case["institution_limit"]
    return draw(candidates, case["quotas"], bytes.fromhex(case["seed_hex"]), institution_limit=limit)


@pytest.mark.parametrize("case", named(CASES["draw"]))
def test_a_draw_gives_the_published_tickets_in_order(case):
    assert [list(line[:3]) for line in drawn(case).log] == case["tickets"]


@pytest.mark.parametrize("case", named(CASES["draw"]))
def test_a_draw_seats_whom_the_case_says(case):
    assert [[seat.role, seat.expert] for seat in drawn(case).seats] == case["seats"]


@pytest.mark.parametrize("case", named(CASES["draw"]))
def test_a_draw_has_the_published_substitutes_in_order(case):
    found = drawn(case).substitutes
    by_role = {role: [seat.expert for seat in found if seat.role == role] for role in case["quotas"]}
    assert by_role == case["substitutes"]


def conflicts_of(*relations, rules=CONFLICT_RULES, on=TODAY):
    return find_conflicts(SUBJECT, ["e"], relations, rules, on=on)


def qualified(role, stage, rules=RULES):
    return check_qualification(Profile(expert="e", on=TODAY, claims=[]), role, stage, rules)


REFUSED = {
    "draw: no candidates; seed that is text or shorter than 16 bytes": [
        lambda: draw([], {"technical": 1}, SEED),
        lambda: draw([ROW], {"technical": 1}, "0" * 32),
        lambda: draw([ROW], {"technical": 1}, bytes(15)),
    ],
    "draw: the same (role, expert) twice; one expert with two institutions": [
        lambda: draw([ROW, ROW], {"technical": 1}, SEED),
        lambda: draw([ROW, Candidate("a", "industry", "I2")], {"technical": 1, "industry": 1}, SEED),
    ],
    "find_conflicts: no rules; unknown relation kind; until before since; on that is not a date": [
        lambda: conflicts_of(rules=[]),
        lambda: conflicts_of(Relation("neighbour", "e", "owner")),
        lambda: conflicts_of(Relation("kin", "e", "owner", date(2020, 1, 2), date(2020, 1, 1))),
        lambda: conflicts_of(on="2026-03-01"),
        lambda: conflicts_of(on=datetime(2026, 3, 1)),  # noqa: DTZ001  # naive on purpose
    ],
    "check_qualification: unknown role or stage; no rule for the role at the stage": [
        lambda: qualified("poet", "basic"),
        lambda: qualified("technical", "later"),
        lambda: qualified("investment", "basic", [rule for rule in RULES if rule.id == "V3"]),
    ],
    "rfc3797: count 0 or above the pool; empty key; key as bytes": [
        lambda: rfc3797(25, 0, "k/"),
        lambda: rfc3797(25, 26, "k/"),
        lambda: rfc3797(25, 1, ""),
        lambda: rfc3797(25, 1, b"k/"),
    ],
}


@pytest.mark.parametrize(
    "act",
    [pytest.param(act, id=f"{what} {n}") for what, acts in REFUSED.items() for n, act in enumerate(acts)],
)
def test_what_a_method_does_not_take_is_refused(act):
    with pytest.raises(MethodError, match=r"takes|before the start"):
        act()


def test_every_published_error_has_a_refusal_here_or_waits_for_its_function():
    published = {f"{row['call']}: {row['what']}" for row in CASES["errors"] if row["call"] != "assign"}
    assert published == set(REFUSED)

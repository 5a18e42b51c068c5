"""M-8.3: which relations keep an expert away, and which do not."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.experts import Conflict, ConflictRule, Relation, RelationIndex, Subject, find_conflicts

TODAY = date(2026, 3, 1)
OLD, FRESH = date(2015, 6, 1), date(2025, 6, 1)
RULES = [
    ConflictRule("C01", (), None),
    ConflictRule("C02", ("employment",), 0),
    ConflictRule("C03", ("employment", "adjunct"), 3),
    ConflictRule("C04", ("work",), 5),
    ConflictRule("C05", ("team",), 5),
    ConflictRule("C06", ("supervision",), None),
    ConflictRule("C07", ("kin",), None),
    ConflictRule("C08", ("holding",), 3),
    ConflictRule("C09", ("application",), None),
    ConflictRule("C10", ("excluded",), None),
    ConflictRule("C11", ("recommended",), None),
    ConflictRule("C12", ("acquaintance",), 2, "soft"),
    ConflictRule("C13", ("reviewed",), 2),
    ConflictRule("C14", ("sanction",), 0),
    ConflictRule("C15", ("interest",), 1),
]
ITEM = Subject("P1", ("owner", "inventor"), ("ORG",), "2026-A")


def find(*relations, experts=("e",), rules=RULES, subject=ITEM, on=TODAY):
    return find_conflicts(subject, experts, relations, rules, on=on)


def ids(*relations, **more):
    return [hit.rule for hit in find(*relations, **more)]


def work(person, number, day, level=""):
    return Relation("work", person, number, day, day, level)


def team(person, number, since=None, until=None):
    return Relation("team", person, number, since, until)


HITS_AND_MISSES = [
    ("C02", [Relation("employment", "e", "ORG")], [Relation("employment", "e", "OTHER")]),
    ("C03", [Relation("adjunct", "e", "ORG", OLD, FRESH)], [Relation("adjunct", "e", "ORG", None, OLD)]),
    (
        "C04",
        [work("e", "W", FRESH), work("owner", "W", FRESH)],
        [work("e", "W", OLD), work("owner", "W", OLD)],
    ),
    ("C05", [team("e", "T"), team("inventor", "T")], [team("e", "T"), team("inventor", "T2")]),
    ("C06", [Relation("supervision", "e", "owner", OLD, OLD)], [Relation("supervision", "e", "third")]),
    ("C07", [Relation("kin", "inventor", "e")], [Relation("kin", "third", "e")]),
    ("C08", [Relation("holding", "e", "ORG", OLD)], [Relation("holding", "e", "ORG", None, OLD)]),
    ("C09", [Relation("application", "e", "2026-A")], [Relation("application", "e", "2026-B")]),
    ("C10", [Relation("excluded", "e", "P1")], [Relation("excluded", "e", "P2")]),
    ("C11", [Relation("recommended", "e", "P1")], [Relation("recommended", "e", "P2")]),
    ("C12", [Relation("acquaintance", "owner", "e")], [Relation("acquaintance", "owner", "third")]),
    ("C13", [Relation("reviewed", "e", "P1", FRESH, FRESH)], [Relation("reviewed", "e", "P1", OLD, OLD)]),
    ("C14", [Relation("sanction", "e", "S1", OLD, TODAY)], [Relation("sanction", "e", "S1", OLD, FRESH)]),
    ("C15", [Relation("interest", "e", "P1", FRESH, FRESH)], [Relation("interest", "e", "P1", OLD, OLD)]),
]


@pytest.mark.clause("M-8.3")
@pytest.mark.parametrize(("rule", "hit", "miss"), HITS_AND_MISSES, ids=[row[0] for row in HITS_AND_MISSES])
def test_each_rule_hits_and_misses(rule, hit, miss):
    assert (rule in ids(*hit), ids(*miss)) == (True, [])


@pytest.mark.clause("M-8.3")
def test_one_of_the_people_of_the_item_is_hit_and_a_stranger_is_not():
    assert find(experts=("owner", "e")) == [Conflict("owner", "C01", "hard", "person:owner")]


@pytest.mark.parametrize(
    ("relations", "via"),
    [
        ([Relation("employment", "e", "ORG")], {"org:ORG"}),
        ([work("e", "W", FRESH), work("owner", "W", FRESH)], {"work:W"}),
        ([team("e", "T"), team("owner", "T")], {"team:T"}),
        ([Relation("kin", "owner", "e")], {"person:owner"}),
        ([Relation("application", "e", "2026-A")], {"batch:2026-A"}),
        ([Relation("excluded", "e", "P1")], {"project:P1"}),
    ],
)
def test_a_finding_names_the_kind_of_key_and_the_key(relations, via):
    assert {hit.via for hit in find(*relations)} == via


def test_the_employer_of_one_of_the_people_today_belongs_to_the_side_of_the_item():
    assert ids(Relation("employment", "inventor", "LAB"), Relation("employment", "e", "LAB")) == [
        "C02",
        "C03",
    ]


def test_a_former_employer_of_the_people_does_not():
    assert (
        ids(Relation("employment", "inventor", "LAB", OLD, FRESH), Relation("employment", "e", "LAB")) == []
    )


@pytest.mark.parametrize(("level", "severity"), [("legal", "hard"), ("control", "hard"), ("system", "soft")])
def test_a_post_at_a_part_of_the_organisation_is_as_hard_as_the_step(level, severity):
    found = find(Relation("employment", "e", "PART"), Relation("part_of", "PART", "ORG", level=level))
    assert {(hit.severity, hit.via) for hit in found} == {(severity, "org:PART")}


def test_the_hardest_of_two_ways_up_decides():
    steps = [
        Relation("part_of", "PART", "MID", level="system"),
        Relation("part_of", "MID", "ORG", level="legal"),
        Relation("part_of", "PART", "ORG", level="control"),
        Relation("part_of", "ORG", "PART", level="system"),
    ]
    assert {hit.severity for hit in find(Relation("employment", "e", "PART"), *steps)} == {"hard"}


def test_a_part_that_has_left_the_whole_is_not_lifted():
    assert (
        ids(Relation("employment", "e", "PART"), Relation("part_of", "PART", "ORG", OLD, FRESH, "legal"))
        == []
    )


def test_parts_under_one_roof_are_not_lifted_downwards_into_each_others_people():
    relations = [Relation("employment", "e", "ROOF"), Relation("part_of", "SISTER", "ROOF", level="legal")]
    assert ids(*relations) == []


def test_holdings_are_lifted_like_posts():
    assert ids(Relation("holding", "e", "GROUP"), Relation("part_of", "ORG", "GROUP", level="control")) == [
        "C08"
    ]


def test_a_team_that_both_left_within_five_years_hits_and_one_that_either_left_before_does_not():
    mine = team("e", "T", OLD, FRESH)
    assert (ids(mine, team("owner", "T", OLD, FRESH)), ids(mine, team("owner", "T", OLD, OLD))) == (
        ["C05"],
        [],
    )


def test_a_person_is_no_co_author_and_no_kin_of_himself():
    relations = [work("owner", "W", FRESH), Relation("kin", "owner", "owner")]
    assert ids(*relations, experts=("owner",)) == ["C01"]


def test_who_reviewed_one_of_the_people_must_declare_it():
    assert find(Relation("reviewed", "owner", "e", FRESH, FRESH)) == [
        Conflict("e", "C13", "soft", "person:owner")
    ]


def test_an_item_outside_any_batch_meets_no_application():
    subject = Subject("P1", ("owner",), ("ORG",))
    assert ids(Relation("application", "e", ""), subject=subject) == []


def test_identical_findings_collapse_to_the_strongest():
    relations = [work("e", "W", FRESH, "many_authors"), work("e", "W", FRESH), work("owner", "W", FRESH)]
    assert find(*relations) == [Conflict("e", "C04", "hard", "work:W")]


def test_findings_are_sorted_by_expert_rule_and_via():
    relations = [Relation("employment", x, org) for x in ("b", "a") for org in ("ORG2", "ORG")]
    subject = Subject("P1", (), ("ORG", "ORG2"))
    found = find(*relations, experts=("b", "a"), subject=subject)
    keys = [(hit.expert, hit.rule, hit.via) for hit in found]
    assert (len(keys), all(a < b for a, b in pairwise(keys))) == (8, True)


def test_one_index_serves_many_items():
    index = RelationIndex([Relation("kin", "e", "owner"), Relation("excluded", "e", "P2")], on=TODAY)
    items = [ITEM, Subject("P2", ("other",), ())]
    assert [[hit.rule for hit in index.conflicts(item, ["e"], RULES)] for item in items] == [["C07"], ["C10"]]


PEOPLE = st.sampled_from(["e", "f", "owner", "third"])
DAYS = st.none() | st.dates(date(2012, 1, 1), date(2027, 1, 1))


@st.composite
def some_relations(draw):
    kind = draw(st.sampled_from(["employment", "holding", "work", "kin", "part_of", "reviewed", "team"]))
    since, until = draw(DAYS), draw(DAYS)
    if since and until and until < since:
        since, until = until, since
    if kind == "part_of":
        level = draw(st.sampled_from(["legal", "control", "system"]))
        parts = st.sampled_from(["ORG", "PART", "ROOF"])
        return Relation(kind, draw(parts), draw(parts), since, until, level)
    keys = PEOPLE if kind == "kin" else st.sampled_from(["ORG", "PART", "ROOF", "W", "P1", "owner"])
    return Relation(kind, draw(PEOPLE), draw(keys), since, until)


def strengths(found):
    return {(hit.expert, hit.rule, hit.via): hit.severity for hit in found}


def no_weaker(before, after):
    return all(after.get(key) in {severity, "hard"} for key, severity in before.items())


@given(st.lists(some_relations(), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_relations_experts_and_rules_changes_nothing(relations, random):
    shuffled = random.sample(relations, len(relations))
    rules = random.sample(RULES, len(RULES))
    assert find(*relations, experts=("e", "f")) == find(*shuffled, experts=("f", "e"), rules=rules)


@given(st.lists(some_relations(), max_size=12), some_relations())
def test_a_further_relation_never_takes_a_conflict_away(relations, more):
    assert no_weaker(strengths(find(*relations)), strengths(find(*relations, more)))


@given(st.lists(some_relations(), max_size=12), st.integers(0, 6))
def test_a_longer_window_never_takes_a_conflict_away(relations, years):
    kinds = ("employment", "holding", "work", "team", "reviewed")
    short, long = ConflictRule("X", kinds, years), ConflictRule("X", kinds, years + 1)
    assert no_weaker(strengths(find(*relations, rules=[short])), strengths(find(*relations, rules=[long])))


@pytest.mark.parametrize(
    "act",
    [
        lambda: find(experts=()),
        lambda: find(experts=("e", "e")),
        lambda: find(experts="e"),
        lambda: find(subject={"project": "P1"}),
        lambda: find(subject=Subject("P1", "owner", ())),
        lambda: find(rules=[ConflictRule("X", ("part_of",), 1)]),
        lambda: find(rules=[ConflictRule("X", ("kin",), -1)]),
        lambda: find(rules=[ConflictRule("X", ("kin",), None, "mild")]),
        lambda: find(rules=[("X", ("kin",), 1)]),
        lambda: find(("kin", "e", "owner")),
        lambda: find(Relation("part_of", "A", "B")),
        lambda: find(Relation("kin", "e", "owner", since="2020-01-01")),
    ],
)
def test_what_cannot_be_judged_is_refused(act):
    with pytest.raises(MethodError, match=r"got .*takes"):
        act()

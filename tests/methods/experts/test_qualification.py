"""H-13, H-19, H-25: which claims count, and what each rule answers."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.methods.errors import MethodError
from quanheng.methods.experts import Claim, Profile, QualificationRule, check_qualification

TODAY = date(2026, 3, 1)
ALL = ("basic", "applied", "industrial")
FIVE_YEARS_AGO = date(2021, 3, 1)


def rule(number, role, stages, claim, test, **more):
    return QualificationRule(id=number, roles=[role], stages=stages, claim=claim, test=test, **more)


RULES = [
    rule("T1", "technical", ALL, "title", "level", levels=("associate_senior", "senior"), article="13(1)"),
    rule("T2", "technical", ALL, "rd_experience", "years", minimum=10, article="13(1)"),
    rule("T3", "technical", ALL, "led_project", "level", levels=("provincial", "national"), article="13(1)"),
    rule("T4", "technical", ALL, "standing", "present", article="13(1)"),
    rule(
        "I1", "industry", ALL, "industry_experience", "years", minimum=5, match=("industry",), article="13(2)"
    ),
    rule("I2", "industry", ALL[:2], "scenario_statement", "present", article="13(2)"),
    rule("I3", "industry", ALL[2:], "market_statement", "present", article="25(3)"),
    rule(
        "V1",
        "investment",
        ALL,
        "investment_experience",
        "years",
        minimum=5,
        match=("track",),
        article="13(3)",
    ),
    rule("V2", "investment", ALL[:2], "investment_case", "count", article="13(3)"),
    rule("V3", "investment", ALL[2:], "investment_case", "count", minimum=3, article="25(4)"),
    rule("U1", "customer", ALL[1:2], "enterprise_technical", "present", match=("customer",), article="19(2)"),
    rule("K1", "chain", ALL[2:], "enterprise_technical", "present", match=("chain",), article="25(2)"),
    rule("L1", "legal", ALL[2:], "licence", "present", article="25(5)"),
    rule("L2", "legal", ALL[2:], "opinion_experience", "years", minimum=5, article="25(5)"),
    rule("F1", "finance", ALL[2:], "licence", "present", article="25(5)"),
    rule("F2", "finance", ALL[2:], "opinion_experience", "years", minimum=5, article="25(5)"),
]
SUBJECT = {"track": "optics", "industry": "C39", "customer": {"ORG-C"}, "chain": {"ORG-D"}}


def proven(kind, **more):
    return Claim(kind=kind, verified=True, **more)


def check(role, stage, *claims, subject=SUBJECT, on=TODAY, rules=RULES):
    profile = Profile(expert="e", on=on, claims=claims)
    return check_qualification(profile, role, stage, rules, subject=subject)


def unmet(*arguments, **more):
    return [reason.rule for reason in check(*arguments, **more).reasons if not reason.met]


PEER = (
    proven("title", level="senior"),
    proven("rd_experience", since=date(2016, 3, 1)),
    proven("led_project", level="national", ref="G1"),
    proven("standing"),
)


@pytest.mark.clause("H-13.2")
def test_a_peer_who_meets_all_four_conditions_is_eligible_at_every_stage():
    assert [check("technical", stage, *PEER).eligible for stage in ALL] == [True, True, True]


@pytest.mark.clause("H-13.2")
def test_nine_years_and_eleven_months_are_refused_with_the_article():
    claims = [claim for claim in PEER if claim.kind != "rd_experience"]
    short = proven("rd_experience", since=date(2016, 4, 1))
    reason = next(r for r in check("technical", "basic", *claims, short).reasons if not r.met)
    assert (reason.rule, reason.article, reason.found, reason.missing) == (
        "T2",
        "13(1)",
        "R&D experience: 9 years and 334 days",
        "R&D experience: 31 more days to complete 10 years",
    )


@pytest.mark.clause("H-13.2", "M-6.1")
def test_every_rule_answers_and_all_failures_are_named_at_once():
    found = check("technical", "basic")
    assert [(r.rule, r.met) for r in found.reasons] == [
        ("T1", False),
        ("T2", False),
        ("T3", False),
        ("T4", False),
    ]


@pytest.mark.clause("M-6.1")
def test_what_is_missing_is_said_for_each_kind_of_test():
    missing = [reason.missing for reason in check("technical", "basic").reasons]
    assert missing == [
        "Professional title of one of these levels: Associate senior title, Senior title",
        "R&D experience: 3653 more days to complete 10 years",
        "Project led independently of one of these levels: Provincial level, National level",
        "Standing in the field with verified proof",
    ]


@pytest.mark.clause("H-13.3")
def test_five_years_in_another_industry_are_refused_with_the_reason():
    claims = (
        proven("industry_experience", industry="C28", since=FIVE_YEARS_AGO),
        proven("scenario_statement"),
    )
    reason = check("industry", "basic", *claims).reasons[0]
    assert (reason.met, reason.notes) == (
        False,
        ("Experience in the industry: 1 not for this achievement (Industry)",),
    )


@pytest.mark.clause("H-13.3")
def test_an_industry_expert_needs_five_years_and_a_statement_on_scenarios():
    years = proven("industry_experience", industry="C39", since=FIVE_YEARS_AGO)
    assert (
        unmet("industry", "basic", years),
        unmet("industry", "basic", years, proven("scenario_statement")),
    ) == (["I2"], [])


@pytest.mark.clause("H-25.3")
def test_the_industrial_stage_asks_the_industry_expert_for_market_trend_and_outlook():
    claims = (
        proven("industry_experience", industry="C39", since=FIVE_YEARS_AGO),
        proven("scenario_statement"),
    )
    assert unmet("industry", "industrial", *claims) == ["I3"]


INVESTOR = proven("investment_experience", track="optics", since=FIVE_YEARS_AGO)
DEALS = tuple(proven("investment_case", ref=ref) for ref in ("D1", "D2", "D3"))


@pytest.mark.clause("H-13.4")
def test_five_years_in_another_track_are_refused():
    steel = proven("investment_experience", track="steel", since=FIVE_YEARS_AGO)
    assert unmet("investment", "basic", steel, *DEALS) == ["V1"]


@pytest.mark.clause("H-25.3")
def test_two_cases_are_enough_at_the_applied_stage_and_too_few_at_the_industrial():
    claims = (INVESTOR, *DEALS[:2])
    assert (unmet("investment", "applied", *claims), unmet("investment", "industrial", *claims)) == (
        [],
        ["V3"],
    )


def test_a_case_without_a_number_does_not_count_and_the_missing_field_is_named():
    reason = check("investment", "basic", INVESTOR, proven("investment_case")).reasons[1]
    assert (reason.met, reason.notes) == (
        False,
        ("Successful investment case: 1 without an entry (Number of the deal or project)",),
    )


@pytest.mark.clause("H-19.2")
@pytest.mark.parametrize(("enterprise", "eligible"), [("ORG-C", True), ("ORG-X", False), ("", False)])
def test_a_customer_stands_for_a_prospective_downstream_enterprise(enterprise, eligible):
    claim = proven("enterprise_technical", enterprise=enterprise)
    assert check("customer", "applied", claim).eligible is eligible


@pytest.mark.clause("H-25.2")
@pytest.mark.parametrize(("enterprise", "eligible"), [("ORG-D", True), ("ORG-C", False), ("", False)])
def test_a_chain_seat_needs_a_link_with_the_achievement(enterprise, eligible):
    claim = proven("enterprise_technical", enterprise=enterprise)
    assert check("chain", "industrial", claim).eligible is eligible


@pytest.mark.clause("H-25.4")
@pytest.mark.parametrize("role", ["legal", "finance"])
@pytest.mark.parametrize(("expires", "eligible"), [(TODAY, True), (date(2026, 2, 28), False)])
def test_a_licence_holds_through_its_last_day(role, expires, eligible):
    claims = (proven("licence", expires=expires), proven("opinion_experience", since=FIVE_YEARS_AGO))
    assert check(role, "industrial", *claims).eligible is eligible


@pytest.mark.clause("H-25.4")
def test_an_expired_licence_is_said_to_be_expired():
    reason = check("legal", "industrial", proven("licence", expires=date(2026, 2, 28))).reasons[0]
    assert reason.notes == ("Professional licence: 1 expired",)


def test_a_self_declared_claim_is_shown_as_not_verified():
    reason = check("technical", "basic", Claim(kind="title", level="senior")).reasons[0]
    assert (reason.found, reason.notes) == (
        "Professional title: nothing that counts",
        ("Professional title: 1 not verified",),
    )


def test_experience_without_a_start_names_the_missing_field():
    reason = check("technical", "basic", proven("rd_experience", until=TODAY)).reasons[1]
    assert reason.notes == ("R&D experience: 1 without an entry (Start date)",)


def test_a_title_that_begins_tomorrow_does_not_count():
    assert "T1" in unmet("technical", "basic", proven("title", level="senior", since=date(2026, 3, 2)))


def test_time_after_the_day_of_the_check_does_not_count():
    future = proven("rd_experience", since=date(2020, 1, 1), until=date(2040, 1, 1))
    assert "T2" in unmet("technical", "basic", future)


def test_years_from_29_february_complete_on_28_february():
    leap = proven("industry_experience", industry="C39", since=date(2016, 2, 29))
    assert [unmet("industry", "basic", leap, on=date(2021, 2, day)) for day in (27, 28)] == [
        ["I1", "I2"],
        ["I2"],
    ]


def test_at_admission_what_must_fit_the_achievement_is_not_tested_and_the_reason_says_so():
    steel = proven("investment_experience", track="steel", since=FIVE_YEARS_AGO)
    found = check("investment", "basic", steel, DEALS[0], subject=None)
    assert (found.eligible, found.reasons[0].notes) == (
        True,
        ("Not tested, because no achievement is given: Investment track",),
    )


def test_an_achievement_of_unknown_track_qualifies_nobody_and_the_reason_says_so():
    reason = check("investment", "basic", INVESTOR, DEALS[0], subject={"industry": "C39"}).reasons[0]
    assert (reason.met, reason.notes[-1]) == (False, "Not known of the achievement: Investment track")


def test_a_reason_keeps_its_sentence_and_its_words_apart_for_translation():
    missing = check("technical", "basic").reasons[0].missing
    assert (missing.text, missing.values["levels"].text) == (
        "%(claim)s of one of these levels: %(levels)s",
        "%(first)s, %(rest)s",
    )


@given(
    st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 6000)).map(sorted), max_size=6),
    st.randoms(use_true_random=False),
)
def test_years_are_the_union_of_the_intervals_in_whatever_order(intervals, random):
    begin = date(2009, 10, 1).toordinal()
    union = {
        day for since, until in intervals for day in range(since, until) if begin + day < TODAY.toordinal()
    }
    claims = [
        proven("rd_experience", since=date.fromordinal(begin + a), until=date.fromordinal(begin + b))
        for a, b in intervals
    ]
    random.shuffle(claims)
    start = date.fromordinal(TODAY.toordinal() - len(union))
    assert ("T2" not in unmet("technical", "basic", *claims)) == (start <= date(2016, 3, 1))


@pytest.mark.parametrize(
    "claim",
    [
        proven("title", expires="2026-03-01"),
        proven("title", since=datetime(2020, 1, 1)),  # noqa: DTZ001  # naive on purpose
        proven("title", since=date(2020, 1, 2), until=date(2020, 1, 1)),
        "title",
    ],
)
def test_a_claim_with_a_bad_date_is_refused(claim):
    with pytest.raises(MethodError, match=r"title|claims"):
        check("technical", "basic", claim)


@pytest.mark.parametrize("profile", [None, {"on": TODAY}, Profile(expert="e", on="2026-03-01", claims=())])
def test_a_profile_of_another_type_or_without_a_date_is_refused(profile):
    with pytest.raises(MethodError, match=r"takes a (Profile|date)"):
        check_qualification(profile, "technical", "basic", RULES)


@pytest.mark.parametrize(
    "wrong",
    [
        rule("X", "technical", ALL, "title", "taste"),
        rule("X", "technical", ALL, "title", "level"),
        rule("X", "technical", ALL, "title", "present", match=("colour",)),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_by_name(wrong):
    with pytest.raises(MethodError, match="rule X: got"):
        check("technical", "basic", rules=[*RULES, wrong])


def test_no_rules_are_refused_because_they_would_pass_everybody():
    with pytest.raises(MethodError, match="rules: got none"):
        check("technical", "basic", rules=[])


def test_rules_of_another_type_are_refused():
    with pytest.raises(MethodError, match="rules: got dict, takes QualificationRule"):
        check("technical", "basic", rules=[{"id": "T1"}])

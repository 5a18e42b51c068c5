"""A report says what it lacks, by name, all at once (`domain.md` 8)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from factories.facts import report_facts, scoring, valuation
from quanheng.platform.reports.content import (
    AnswerFacts,
    FigureFacts,
    FlagFacts,
    OpinionFacts,
    missing_contents,
)


def test_a_complete_report_lacks_nothing():
    assert missing_contents(report_facts(), issuing=True) == []


@pytest.mark.clause("H-15.1")
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"number": ""}, "Report number: missing"),
        ({"uses": ()}, "Allowed uses: missing"),
        ({"rights": ()}, "Rights and rights holders: missing"),
        ({"evidence": ()}, "Evidence list: missing"),
        ({"maturity": None}, "Work breakdown and maturity level: missing"),
        ({"information": ()}, "Information collected and its sources: missing"),
        ({"scoring": None}, "Indicators, weights and scores: missing"),
        ({"competitive": ""}, "Competitive conclusion: missing"),
        ({"authoritative": ""}, "Authoritative conclusion: missing"),
        ({"valuation": None}, "Valuation, or the reason why there is none: missing"),
        ({"panel": ()}, "Panel: missing"),
        ({"declarations": ()}, "Declaration of E-01: missing"),
        ({"draw": None}, "Root of the draw, or how the panel was named: missing"),
        ({"limits": ()}, "Assumptions and limits: missing"),
        ({"notice": ""}, "Notice of reference: missing"),
        ({"not_an_appraisal": ""}, "Sentence that this is no asset appraisal report: missing"),
        ({"valid_until": None}, "Validity: missing"),
        ({"signatures": ()}, "Signatures: missing"),
    ],
)
def test_each_missing_part_is_named(changes, named):
    assert named in missing_contents(report_facts(**changes), issuing=True)


@pytest.mark.clause("H-2.7")
def test_a_report_without_a_risk_section_cannot_be_signed():
    assert missing_contents(report_facts(risks=())) == ["Risks: missing"]


@pytest.mark.clause("H-10", "H-16", "H-22")
def test_an_unanswered_question_of_the_stage_is_named():
    answers = (*report_facts().answers[:2], AnswerFacts(question="市场潜力", answer=""))
    assert missing_contents(report_facts(answers=answers)) == [
        "Answer to the open question “市场潜力”: missing"
    ]


@pytest.mark.clause("M-P1")
@pytest.mark.parametrize(
    "summary", ["发表论文12篇，效果良好。", "团队有 3 名教授。", "获省级奖励2项。", "授权专利 15 件。"]
)
def test_a_summary_that_counts_papers_titles_or_prizes_is_refused(summary):
    (refusal,) = missing_contents(report_facts(summary=summary))
    assert refusal.text.startswith("Summary: got the count")


@pytest.mark.clause("M-P1")
def test_a_summary_may_speak_of_performance_in_numbers():
    assert missing_contents(report_facts(summary="编程工时由 26 小时降至 5.5 小时，已交付 14 条线。")) == []


def test_what_only_the_issue_brings_is_not_asked_for_before():
    facts = report_facts(issued_on=None, valid_until=None, signatures=())
    assert missing_contents(facts) == []


def test_a_flag_without_an_answer_is_named():
    facts = report_facts(scoring=replace(scoring(), flags=(FlagFacts(text="离群"),)))
    assert missing_contents(facts) == ["Answer to the flag “离群”: missing"]


def test_a_figure_without_source_or_date_is_named_with_its_method():
    method = replace(valuation().methods[0], parameters=(FigureFacts(title="投资报酬", value="10%"),))
    facts = report_facts(valuation=replace(valuation(), methods=(method,)))
    assert missing_contents(facts) == ["Source or date of 投资报酬 (成本法（台账）): missing"]


def test_an_outlying_opinion_without_a_ruling_is_named():
    far = OpinionFacts(
        code="E-09", role="投资专家", p10=Decimal(9), p50=Decimal(9), p90=Decimal(9), flagged=True
    )
    facts = report_facts(valuation=replace(valuation(), opinions=(far,)))
    assert missing_contents(facts) == ["Ruling on the outlying opinion of E-09: missing"]

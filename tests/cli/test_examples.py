"""Three real dossiers from end to end: pages, data and workbook say what an independent computation says."""

import tomllib
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from quanheng.cli.main import main
from quanheng.methods.trust.canonical import canonical_json
from quanheng.platform.reports.content import conclusion_json, facts_of

SIDES = ("competitive", "authoritative")
TRIM_FROM = 7
EXPECTED = {
    "basic-material": (3, "仿真级", "国内领先", "360.00"),
    "applied-sensor": (6, "正样级", "国际先进", "484.97"),
    "industrial-software": (8, "产品级", "国际先进", "1,020"),
}


def expected(concluded):
    return EXPECTED[concluded.folder.name]


def dossier(concluded, name="dossier.toml"):
    return tomllib.loads((concluded.folder / name).read_text("utf-8"))


def raw_marks(folder: Path) -> dict[str, list[float]]:
    """Read the points by indicator title straight from the workbook."""
    rows = load_workbook(folder / "marks.xlsx")["评分"].iter_rows(min_row=2, values_only=True)
    found = defaultdict(list)
    for _expert, title, _band, points, *_rest in rows:
        if points is not None:
            found[title].append(points)
    return found


def averaged(points: list[float]) -> float:
    ordered = np.sort(points)
    return float(np.mean(ordered[1:-1] if len(ordered) >= TRIM_FROM else ordered))


def indicators(concluded, side):
    return [i for i in concluded.data["scoring"]["indicators"] if i["side"] == side]


# the level -----------------------------------------------------------------------------------------
@pytest.mark.clause("H-8.2")
def test_the_level_follows_the_accepted_evidence(concluded):
    level, title, _grade, _value = expected(concluded)
    assert (concluded.data["maturity"]["level"], concluded.data["maturity"]["level_title"]) == (level, title)


def test_the_level_stands_on_the_page_of_the_conclusion(concluded):
    level, title, _grade, _value = expected(concluded)
    assert (f"第 {level} 级" in concluded.pages[2], title in concluded.pages[2]) == (True, True)


@pytest.mark.clause("H-8.2")
def test_each_example_has_a_gap_that_holds_a_package_down(concluded):
    gaps = [(p["level"], p["gaps"]) for p in concluded.data["maturity"]["packages"] if p["gaps"]]
    assert [level + 1 for level, _ in gaps] == [g for _, (g,) in gaps]


def test_the_hashes_are_those_of_the_files(concluded):
    files = {e["file"]: e["sha256"] for e in concluded.data["evidence"]}
    assert files == {
        name: sha256((concluded.folder / "evidence" / name).read_bytes()).hexdigest() for name in files
    }


# scores --------------------------------------------------------------------------------------------
@pytest.mark.clause("H-15.1")
def test_each_indicator_agrees_with_the_raw_marks(concluded):
    marks = raw_marks(concluded.folder)
    for indicator in concluded.data["scoring"]["indicators"]:
        points = marks[indicator["title"]]
        statistics = [
            len(points),
            np.mean(points),
            np.std(points, ddof=1),
            min(points),
            max(points),
            averaged(points),
        ]
        stated = [float(indicator[name]) for name in ("n", "mean", "sd", "low", "high", "score")]
        assert stated == pytest.approx(statistics)


@pytest.mark.clause("H-2.6")
def test_the_two_sides_are_the_weighted_sums_of_their_own_indicators(concluded):
    weights, marks = dossier(concluded)["plan"]["weights"], raw_marks(concluded.folder)
    for side in SIDES:
        total = sum(weights[i["id"]] * averaged(marks[i["title"]]) / 100 for i in indicators(concluded, side))
        assert float(concluded.data["scoring"][side]) == pytest.approx(total)


def test_the_total_is_rounded_half_up_and_gives_the_grade(concluded):
    share = Decimal(dossier(concluded)["plan"]["competitive_share"]) / 100
    raw = share * Decimal(concluded.data["scoring"]["competitive"]) + (1 - share) * Decimal(
        concluded.data["scoring"]["authoritative"]
    )
    score = raw.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert (Decimal(concluded.data["scoring"]["score"]), concluded.data["scoring"]["grade"]) == (score, expected(concluded)[2])  # fmt: skip


def test_the_grade_and_both_scores_are_printed(concluded):
    scoring = concluded.data["scoring"]
    shown = [f"{Decimal(scoring[side]).quantize(Decimal('0.01'), ROUND_HALF_UP)}" for side in SIDES]
    assert [word in concluded.pages[2] for word in (scoring["grade"], *shown)] == [True] * 3


def test_one_expert_abstains_with_a_reason_and_is_not_counted_as_zero(concluded):
    (abstained,) = [m for m in concluded.data["scoring"]["marks"] if m["status"] == "abstained"]
    assert (abstained["points"], bool(abstained["reason"])) == (None, True)


def test_every_flag_is_answered_on_paper(concluded):
    answers = [flag["answer"] for flag in concluded.data["scoring"]["flags"]]
    assert [(answer != "", answer[:12] in concluded.text) for answer in answers] == [(True, True)] * len(
        answers
    )
    assert answers


@pytest.mark.clause("M-1.2")
def test_five_values_are_fed_by_their_shares_or_said_to_be_unevaluated(concluded):
    values = {v["id"]: v["score"] for v in concluded.data["scoring"]["values"]}
    unfed = [name for name, score in values.items() if score is None]
    assert (len(values), unfed) == (5, ["scientific"] if "software" in concluded.folder.name else [])


# value ---------------------------------------------------------------------------------------------
def test_the_pooled_value_is_the_median_of_the_opinions_that_count(concluded):
    opinions = [o for o in dossier(concluded, "valuation.toml")["opinions"] if o.get("ruling") != "exclude"]
    middle = np.exp(np.median(np.log([o["p50"] for o in opinions])))
    assert float(concluded.data["valuation"]["p50"]) == pytest.approx(middle)


def test_the_methods_are_joined_by_their_preset_weights(concluded):
    value = concluded.data["valuation"]
    joined = sum(Decimal(m["weight"]) * Decimal(m["value"]) for m in value["methods"])
    assert float(value["reconciled"]) == pytest.approx(float(joined))


@pytest.mark.clause("H-14.6", "H-20.3", "H-26.4")
def test_the_methods_are_those_of_the_stage(concluded):
    families = {m["code"].partition(".")[0] for m in concluded.data["valuation"]["methods"]}
    stages = {"basic": {"cost"}, "applied": {"income"}, "industrial": {"income", "market"}}
    assert families == stages[concluded.data["maturity"]["stage"]]


def test_the_value_is_printed_with_its_fixed_sentence(concluded):
    sentence = concluded.data["valuation"]["sentence_a"]
    assert (expected(concluded)[3] in concluded.pages[2], sentence in concluded.pages[2]) == (True, True)


def test_every_figure_of_a_method_names_source_and_date_unless_it_is_a_decision(concluded):
    figures = [p for m in concluded.data["valuation"]["methods"] for p in m["parameters"]]
    assert [bool(p["source"] and p["as_of"]) for p in figures] == [not p["decided"] for p in figures]


# notice, questions, risks --------------------------------------------------------------------------
@pytest.mark.clause("H-5.1", "H-5.2")
def test_the_notice_stands_in_pages_data_and_workbook(concluded):
    notice = "不具有强制性，不作为决策依据"
    places = (concluded.pages[1], concluded.data["notice"], str(concluded.book["结论"]["B2"].value))
    assert [notice in place for place in places] == [True] * 3


@pytest.mark.clause("H-10", "H-16", "H-22")
def test_the_three_open_questions_of_the_stage_are_answered_on_paper(concluded):
    answers = concluded.data["answers"]
    clauses = {"basic": "H-10", "applied": "H-16", "industrial": "H-22"}
    assert [a["clause"] for a in answers] == [clauses[concluded.data["maturity"]["stage"]]] * 3
    assert all(a["question"] in concluded.text and a["answer"][:20] in concluded.text for a in answers)


@pytest.mark.clause("H-2.7")
def test_the_risks_stand_beneath_the_authoritative_conclusion(concluded):
    assert all(risk["text"][:12] in concluded.text for risk in concluded.data["risks"])


def test_no_expert_has_a_name(concluded):
    assert [seat["name"] for seat in concluded.data["panel"]] == [""] * len(concluded.data["panel"])


# data and workbook ---------------------------------------------------------------------------------
def test_the_data_read_back_as_facts_give_the_same_conclusion(concluded):
    content = {k: v for k, v in concluded.data.items() if k not in {"format", "fingerprint"}}
    assert conclusion_json(facts_of(content)) == concluded.data


def test_the_report_prints_the_fingerprint_of_the_data(concluded):
    content = {k: v for k, v in concluded.data.items() if k != "fingerprint"}
    seal = sha256(canonical_json(content)).hexdigest()
    assert (concluded.data["fingerprint"], seal in concluded.pages[-1] or seal in concluded.pages[-2]) == (
        seal,
        True,
    )


def test_the_workbook_agrees_with_the_data(concluded):
    rows = list(concluded.book["指标"].iter_rows(min_row=2, values_only=True))
    scores = [float(i["score"]) for i in concluded.data["scoring"]["indicators"]]
    assert [row[3] for row in rows] == pytest.approx(scores)


def test_the_workbook_keeps_numbers_as_numbers_and_dates_as_dates(concluded):
    values = {row[0]: row[1] for row in concluded.book["结论"].iter_rows(values_only=True)}
    assert values["估值中位值（元）"] == pytest.approx(float(concluded.data["valuation"]["p50"]), abs=0.005)
    assert values["出具日期"].date().isoformat() == concluded.data["issued_on"]


def test_the_report_is_no_longer_than_its_readers_bear(concluded):
    assert 10 <= len(concluded.pages) <= 17


def test_the_same_dossier_gives_the_same_bytes(conclude, tmp_path):
    concluded = conclude("basic-material")
    main(["evaluate", str(concluded.folder), "--out", str(tmp_path / "again")])
    names = ("report.pdf", "conclusion.json", "conclusion.xlsx")
    assert [(tmp_path / "again" / n).read_bytes() == (concluded.out / n).read_bytes() for n in names] == [
        True
    ] * 3

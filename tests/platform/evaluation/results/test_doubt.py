"""The result page says how sure a grade is: every figure is computed a second time here, by hand or by counting."""

import json
from decimal import Decimal
from html import unescape
from io import BytesIO
from itertools import product
from statistics import mean

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from factories import accounts, marking
from factories.marking import lead_of
from quanheng.methods.scoring import Mark, Panelist, StoredEvaluation, evaluate
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.results import doubt, pages, services, strip, tornado
from quanheng.platform.evaluation.results.models import Result
from quanheng.platform.evaluation.results.reading import Reading
from quanheng.platform.evaluation.results.selectors import result_of

pytestmark = pytest.mark.django_db
COMPETITIVE = (84, 79, 88, 81)
AUTHORITATIVE = (75, 92, 70)
POINTS = dict(zip((f"E-{n:02d}" for n in range(1, 8)), COMPETITIVE + AUTHORITATIVE, strict=True))
ADDED = ("band", "grade_probabilities", "sensitivity", "averages", "view")
PARTS = sorted(pages.EXPORTS)


def closed() -> Evaluation:
    """Return a case whose experts gave the same points throughout: 83 and 79, so 81 at equal shares."""
    row = marking.scoring()
    marking.all_in(row, lambda sheet, _place: POINTS[sheet.code])
    return marking.close(row)


def with_panel(row: Evaluation, size: int) -> Result:
    """Give the case the result of so many experts on each side, who mark 60, 63, 66 …"""
    result = result_of(row)
    given = StoredEvaluation.from_data(result.inputs)
    sides = {"competitive": "technical", "authoritative": "industry"}
    panel = [Panelist(id=f"{s[0]}-{n}", role=s, group=g) for s, g in sides.items() for n in range(size)]
    marks = [
        Mark(expert=one.id, indicator=leaf.id, points=60.0 + 3 * int(one.id[2:]), reason="Shown")
        for one in panel
        for leaf in given.tree.leaves
        if leaf.role == one.role
    ]
    outcome = evaluate(given.tree, panel, marks, rules=given.rules, seed=given.seed)
    for name, value in services.columns(outcome, stack_of(row.scheme)).items():
        setattr(result, name, value)
    result.save()
    return result


def as_before(row: Evaluation) -> Result:
    """Leave in the row what the engine before this one stored."""
    result = result_of(row)
    result.inputs["engine"] = "scoring/1"
    result.summary = {key: value for key, value in result.summary.items() if key not in ADDED}
    result.save()
    return result


def text_of(row: Evaluation, language: str = "en") -> str:
    answer = accounts.client_for(lead_of(row), language).get(reverse("evaluation:result", args=[row.number]))
    return unescape(answer.content.decode())


def plain(value: object) -> object:
    """Return a figure as a workbook gives it back: numbers to nine decimals, nothing for an empty text."""
    return round(float(value), 9) if isinstance(value, int | float) else str(value or "") or None


def export(row: Evaluation, part: str, fmt: str = "xlsx"):
    address = reverse("evaluation:result_export", args=[row.number, part])
    return accounts.client_for(lead_of(row)).get(address, {"format": fmt})


def test_interval_and_probability_agree_with_counting_every_panel_that_could_be_drawn():
    summary = result_of(closed()).summary
    drawn = [
        0.5 * mean(own) + 0.5 * mean(other)
        for own in product(COMPETITIVE, repeat=4)
        for other in product(AUTHORITATIVE, repeat=3)
    ]
    low, middle, high = np.percentile(drawn, (2.5, 50, 97.5))
    advanced = mean(80 <= round(score, 2) < 90 for score in drawn)
    assert summary["band"] == pytest.approx([low, middle, high], abs=0.6)
    assert summary["grade_probabilities"]["world_advanced"] == pytest.approx(advanced, abs=0.04)


def test_the_head_shows_score_with_interval_and_grade_with_probability():
    row = closed()
    summary, text = result_of(row).summary, text_of(row)
    low, _middle, high = summary["band"]
    assert f"<b>81.00</b><span>Score interval <strong>{low:.2f} – {high:.2f}</strong>" in text
    chance = summary["grade_probabilities"]["world_advanced"]
    assert f"<b>World advanced</b><span>Probability <strong>{chance:.1%}</strong>" in text


def test_as_many_panels_are_drawn_as_the_scheme_asks_for():
    row = closed()
    samples = stack_of(row.scheme).scoring_rules().samples
    assert result_of(row).inputs["rules"]["samples"] == samples
    assert f"95 in 100 of {samples} panels" in text_of(row)


def test_the_sentence_names_the_smallest_change_that_reaches_another_grade():
    row = closed()
    weights = {item["id"]: Decimal(str(item["weight"])) / 200 for item in row.plans.get().indicators}
    pull, side = max((weight, leaf) for leaf, weight in weights.items())
    cents = (Decimal("1.005") / pull * 100).to_integral_value("ROUND_FLOOR") + 1
    leaf = result_of(row).summary["sensitivity"]["nearest"]
    now = result_of(row).summary["by_node"][leaf["id"]]["score"]
    assert weights[leaf["id"]] == pull, side
    assert leaf["change"] == pytest.approx(-float(cents) / 100)
    assert (
        f"The nearest cut is at 80, 1.00 points from the score: {Reading.of(result_of(row)).titles[leaf['id']]} at "
        f"{now - float(cents) / 100:.2f} instead of {now:.2f} would give Nationally leading."
    ) in text_of(row)


@pytest.mark.clause("H-15.1")
def test_the_three_averages_stand_beside_each_other_with_the_grade_they_would_give():
    row = closed()
    assert result_of(row).summary["averages"] == {
        "mean": {"score": 81.0, "grade": "world_advanced"},
        "trimmed": {"score": 81.0, "grade": "world_advanced"},
        "median": {"score": 78.75, "grade": "nationally_leading"},
    }
    assert "Median: the grade would be Nationally leading." in text_of(row)


def test_averages_that_agree_are_said_to_agree():
    row = marking.scoring()
    marking.all_in(row)
    assert "All three averages give the same grade." in text_of(marking.close(row))


def test_the_tornado_says_what_comes_out_without_an_expert():
    row = closed()
    without = 0.5 * (84 + 79 + 81) / 3 + 0.5 * 79
    rows = {line[0]: line[1:] for line in tornado.figures(Reading.of(result_of(row))).rows}
    low, high, effect, grades = rows["Without E-03"]
    assert (low, high, grades) == (round(without, 2), 81.0, "")
    assert effect == pytest.approx(81 - round(without, 2))


def test_a_bar_that_passes_a_cut_is_marked_and_its_row_names_the_grade():
    reading = Reading.of(result_of(closed()))
    chart, rows = tornado.chart(reading, ""), tornado.figures(reading).rows
    low = chart.data["series"][0]
    for row, marked in zip(rows, low["marked"], strict=False):
        assert marked == ("Nationally" in row[4])
    assert (chart.data["centre"], {cut["name"]: cut["value"] for cut in chart.data["cuts"]}["80"]) == (
        81.0,
        -1.0,
    )


def test_all_rows_that_reach_another_grade_are_on_the_page():
    reading = Reading.of(result_of(closed()))
    figures = tornado.figures(reading)
    assert [row for row in figures.rows[figures.shown :] if row[4]] == []


@pytest.mark.clause("H-14.4")
def test_the_strip_tells_sides_by_shape_and_dropped_marks_by_a_hollow_dot():
    row = closed()
    reading = Reading.of(with_panel(row, 8))
    series = {one["name"]: one for one in strip.chart(reading, "").data["series"]}
    competitive, dropped = series["Competitive evaluation"], series["Competitive evaluation, dropped"]
    assert (competitive["shape"], series["Authoritative evaluation"]["shape"]) == ("circle", "diamond")
    assert (competitive["hollow"], dropped["hollow"]) == (False, True)
    assert {(points, code) for points, _place, code in dropped["values"]} == {(60.0, "c-0"), (81.0, "c-7")}
    assert {points for points, _place, _code in competitive["values"]} == {63, 66, 69, 72, 75, 78}


def test_marks_without_points_are_words_and_never_dots():
    row = marking.scoring()
    for sheet in marking.sheets(row):
        marking.mark(sheet)
    first = marking.sheets(row)[0]
    leaf = marking.selectors.items(first)[0].indicator.id
    answer = marking.Answer("abstained", reason="Outside my field")
    marking.services.save_mark(
        actor=marking.expert_of(first), number=row.number, indicator=leaf, answer=answer, now=marking.NOW
    )
    for sheet in marking.sheets(row):
        marking.services.submit_sheet(
            actor=marking.expert_of(sheet), number=row.number, opinion="", now=marking.NOW
        )
    found = [
        mark for mark in strip.panel_marks(Reading.of(result_of(marking.close(row)))) if mark.points is None
    ]
    assert [(mark.expert, mark.leaf, mark.state) for mark in found] == [(first.code, leaf, "Abstained")]


def test_the_four_dimensions_gather_social_and_cultural_value():
    summary = result_of(closed()).summary
    values = [summary["by_value"][code] for code in ("social", "cultural")]
    fed = [value for value in values if value["score"] is not None]
    joint = next(one for one in summary["view"]["dimensions"] if one["id"] == "social")
    assert joint["weight"] == pytest.approx(sum(value["weight"] for value in values))
    assert joint["score"] == pytest.approx(
        np.average([v["score"] for v in fed], weights=[v["weight"] for v in fed])
    )


def test_a_file_holds_the_figures_of_its_part():
    row = closed()
    reading = Reading.of(result_of(row))
    for part in PARTS:
        figures = pages.EXPORTS[part](reading)
        head, *rows = load_workbook(BytesIO(export(row, part).content)).active.iter_rows(values_only=True)
        assert list(head) == [str(one.label) for one in figures.heads]
        assert [list(map(plain, line)) for line in rows] == [list(map(plain, line)) for line in figures.rows]


def test_the_same_figures_are_had_as_text():
    row = closed()
    lines = export(row, "grades", "csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == '"Grade","Lower bound","Probability"'
    assert lines[1].startswith('"World leading",')


def test_a_part_that_is_not_handed_out_does_not_exist():
    row = closed()
    assert [export(row, part).status_code for part in ("unheard-of", "explanation")] == [404, 404]


def test_nothing_is_handed_out_before_all_sheets_are_in():
    row = marking.scoring()
    assert [export(row, part).status_code for part in PARTS] == [404] * len(PARTS)


def test_the_client_gets_neither_page_nor_file():
    row = closed()
    owner = accounts.client_for(accounts.actor(Role.OWNER, row.client))
    paths = [reverse("evaluation:result", args=[row.number])]
    paths += [reverse("evaluation:result_export", args=[row.number, part]) for part in PARTS]
    assert {owner.get(path).status_code for path in paths} == {404}


@pytest.mark.parametrize(("language", "words"), [("en", "Not computed then"), ("zh-hans", "当时未计算")])
def test_a_result_of_the_engine_before_shows_without_what_it_did_not_compute(language, words):
    row = closed()
    as_before(row)
    text = text_of(row, language)
    assert "81.00" in text
    assert f"<strong>{words}</strong>" in text
    assert [part for part in ("data-chart", "E-06 92") if part not in text] == []
    assert [part for part in ("tornado", "GB/T 44731-2024") if part in text] == []


def test_files_of_an_old_result_have_marks_and_no_probabilities():
    row = closed()
    as_before(row)
    sizes = {part: len(list(load_workbook(BytesIO(export(row, part).content)).active.rows)) for part in PARTS}
    assert (sizes["grades"], sizes["sensitivity"], sizes["marks"]) == (1, 1, 1 + 7 * 3)


def test_a_case_without_conclusion_has_an_interval_and_no_grade_to_be_sure_of():
    row = closed()
    result = result_of(row)
    result.grade, result.summary["grade_probabilities"] = "", {}
    result.save()
    reading = Reading.of(result)
    assert (doubt.chance(reading), doubt.nearest(reading), doubt.average_notes(reading)) == ("", "", [])
    assert "No conclusion, so no grade has a probability" in text_of(row)


def test_the_page_asks_the_database_as_often_for_a_large_panel():
    row = closed()
    client = accounts.client_for(lead_of(row))
    address = reverse("evaluation:result", args=[row.number])
    asked = []
    for size in (3, 3, 12):
        with_panel(row, size)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        asked.append(len(queries))
    assert asked[1] == asked[2]


def test_what_is_stored_is_plain_data_with_grades_by_code():
    summary = result_of(closed()).summary
    codes = {grade.code for grade in stack_of("").grades()}
    assert json.loads(json.dumps({key: summary[key] for key in ADDED})) == {
        key: summary[key] for key in ADDED
    }
    assert set(summary["grade_probabilities"]) == codes

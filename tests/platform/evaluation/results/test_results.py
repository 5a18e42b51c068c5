"""H-15.1: what is computed once is stored with all its inputs, and comes out again from them."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from factories import accounts, marking
from factories.marking import NOW, expert_of, sheets
from quanheng.methods.scoring import StoredEvaluation, replay_evaluation
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.evaluation.marking import services as desk
from quanheng.platform.evaluation.marking.rules import Answer
from quanheng.platform.evaluation.models import Evaluation, Result
from quanheng.platform.evaluation.results import flags
from quanheng.platform.evaluation.results import services as results
from quanheng.platform.evaluation.results.selectors import result_of

pytestmark = pytest.mark.django_db
POINTS = {"E-01": 84, "E-02": 79, "E-03": 88, "E-04": 81, "E-05": 75, "E-06": 92, "E-07": 70}


def closed(
    *, share: int = 50, points=lambda sheet, _place: POINTS[sheet.code], stage: str = "basic"
) -> Evaluation:
    row = marking.scoring(share=share, stage=stage)
    marking.all_in(row, points)
    return marking.close(row)


def page(row, name: str) -> str:
    return reverse(f"evaluation:{name}", args=[row.number])


def text_of(row, name: str, language: str = "en") -> str:
    return accounts.client_for(marking.lead_of(row), language).get(page(row, name)).content.decode()


def test_the_two_sides_are_added_by_the_share_of_the_plan():
    row = closed(share=60)
    result = result_of(row)
    competitive, authoritative = (84 + 79 + 88 + 81) / 4, (75 + 92 + 70) / 3
    assert (result.competitive, result.authoritative, result.score, result.grade) == (
        Decimal("83.00"),
        Decimal("79.00"),
        Decimal(str(round(0.6 * competitive + 0.4 * authoritative, 2))).quantize(Decimal("0.01")),
        "world_advanced",
    )


@pytest.mark.clause("H-15.1")
def test_a_stored_result_comes_out_again_to_the_same_fingerprint():
    result = result_of(closed())
    again = replay_evaluation(StoredEvaluation.from_json(json.dumps(result.inputs)))
    assert (again.fingerprint, results.replay(result).score) == (result.fingerprint, float(result.score))


def test_a_result_that_was_changed_is_found():
    result = result_of(closed())
    result.inputs["sheets"][0]["points"] += 1
    with pytest.raises(Refused, match=r"comes out otherwise|differs"):
        results.replay(result)


@pytest.mark.clause("H-15.1")
def test_every_indicator_is_printed_with_n_mean_spread_and_trimmed_value():
    row = closed()
    node = result_of(row).summary["by_node"]["team_strength"]
    assert (node["n"], node["low"], node["high"], round(node["mean"], 2), round(node["sd"], 2)) == (
        3,
        70,
        92,
        79.0,
        11.53,
    )
    assert "11.53" in text_of(row, "result")


@pytest.mark.clause("M-1.2")
def test_a_value_that_nothing_feeds_is_not_evaluated():
    row = closed(stage="industrial", points=lambda _sheet, _place: 80)
    values = result_of(row).summary["by_value"]
    text = text_of(row, "result")
    assert [code for code, value in values.items() if value["score"] is None] == ["scientific"]
    assert 'Scientific value</td><td class="qh-num">Not evaluated' in text


@pytest.mark.clause("M-P3")
def test_the_share_of_investors_and_users_is_shown():
    text = text_of(closed(stage="applied", points=lambda _sheet, _place: 80), "result")
    assert "Investment expert" in text
    assert "Potential customer" in text


def test_abstentions_and_recusals_are_states_and_never_zeros():
    row = marking.scoring_by_draw(stage="applied")
    quitter = sheets(row, "authoritative")[0]
    marking.mark(quitter, lambda _sheet, _place: 0)
    desk.recuse(actor=expert_of(quitter), number=row.number, reason="I know them", now=NOW)
    marking.experts.take(quitter.seat.request.seats.get(state="invited"))
    silent = sheets(row, "competitive")[0]
    for sheet in sheets(row):
        if sheet.state == "recused":
            continue
        marking.mark(sheet)
        if sheet.id == silent.id:
            desk.save_mark(
                actor=expert_of(sheet),
                number=row.number,
                indicator="route_novelty",
                answer=Answer("abstained", reason="Outside my field"),
                now=NOW,
            )
        desk.submit_sheet(actor=expert_of(sheet), number=row.number, opinion="", now=NOW)
    result = result_of(marking.close(row))
    statuses = {(m["expert"], m["status"]) for m in result.inputs["sheets"]}
    assert (quitter.code, "recused") in statuses
    assert (silent.code, "abstained") in statuses
    assert (result.score, result.summary["by_node"]["route_novelty"]["n"]) == (Decimal("80.00"), 4)


def test_nothing_is_computed_while_a_sheet_is_out():
    row = marking.scoring()
    for sheet in sheets(row)[:6]:
        marking.submit(sheet)
    before = JournalEntry.objects.count()
    with pytest.raises(Incomplete):
        marking.close(row)
    row.refresh_from_db()
    assert (row.state, Result.objects.count(), JournalEntry.objects.count()) == ("scoring", 0, before)


def test_a_plan_is_computed_once():
    row = closed()
    with pytest.raises(Refused, match="already computed"):
        results.compute_result(actor=marking.lead_of(row), evaluation=row, now=NOW)


def test_the_result_names_experts_by_code_only():
    row = closed()
    names = [sheet.seat.expert.person.name for sheet in sheets(row)]
    stored = json.dumps([result_of(row).inputs, result_of(row).explanation])
    seen = text_of(row, "result") + text_of(row, "marks")
    assert [name for name in names if name in stored or name in seen] == []
    assert "E-07" in stored


def test_the_explanation_goes_down_to_the_coded_mark_in_both_languages():
    row = closed()
    english, chinese = text_of(row, "result"), text_of(row, "result", "zh-hans")
    assert "E-06/team_strength/1" in english
    assert ("Strength of the R&amp;D team" in english, "研发团队实力" in chinese) == (True, True)


def test_coded_marks_show_band_and_remark():
    text = text_of(closed(), "marks")
    assert "E-06" in text
    assert "Shown by the papers" in text


def test_the_export_holds_one_row_per_mark():
    row = closed()
    answer = accounts.client_for(marking.lead_of(row)).get(page(row, "marks_export"))
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (len(rows), rows[0][0], rows[1][0]) == (1 + 7 * 3, "Code", "E-05")


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("few_experts", "Fewer experts marked"),
        ("outlier:E-03/scene_fit", "Fit: the mark of E-03 lies far from the others"),
        ("constant:E-03", "E-03 gave the same points to every indicator"),
        ("decisive:E-03", "Without E-03 the grade would be another one"),
        ("single_role:scene_fit", "Fit: only one side of the panel"),
        ("unheard_of", "unheard_of"),
    ],
)
def test_flags_are_read_as_sentences(flag, words):
    assert words in flags.in_words(flag, {"scene_fit": "Fit"})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["result", "marks"])
def test_result_and_marks_read_in_both_languages(name, language):
    row = closed()
    assert accounts.client_for(marking.lead_of(row), language).get(page(row, name)).status_code == 200

"""What the tags draw."""

import re
from dataclasses import replace

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from quanheng.methods.result import Step
from quanheng.platform.common.ui import samples
from quanheng.platform.common.ui.explanations import lines
from quanheng.platform.common.ui.parts import Action, Cell, Row, StepItem


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def draw(source, **context):
    request = context.pop("request", None)
    return engines["django"].from_string(source).render(context, request)


def words(html):
    """Return the text of some markup, as a reader hears it."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_case_header_answers_the_four_questions():
    text = words(draw("{% case_header header %}", header=samples.header()))
    answers = (
        "Scoring",
        "Next: 3 × Expert: score the indicators",
        "Due 09-28 17:00 (3 working days left)",
        "Remind",
    )
    assert [answer for answer in answers if answer not in text] == []


def test_a_state_is_an_icon_and_words():
    html = draw("{% state_tag tag %}", tag=samples.tags()[5])
    assert html.startswith('<span class="qh-tag qh-tag-bad"><svg')
    assert words(html) == "Revoked"


def test_steps_fold_to_one_line_on_phones():
    items = [StepItem("Plan", "done", "/p/"), StepItem("Score", "current"), StepItem("Report", "open")]
    assert "<summary>" in (html := draw("{% steps items %}", items=items))
    assert "Step 2 of 3: Score" in words(html)


def test_an_act_that_is_not_possible_says_why_and_is_no_link():
    html = draw("{% actions acts %}", acts=[Action("Sign", "/sign/", reason="a score sheet is missing")])
    assert words(html) == "Sign Not possible yet: a score sheet is missing"
    assert "/sign/" not in html


def test_the_primary_act_stands_first_and_the_impossible_ones_last():
    acts = [Action("A", "/a/", reason="no"), Action("B", "/b/"), Action("C", "/c/", primary=True)]
    assert words(draw("{% actions acts %}", acts=acts)).split(" Not ")[0] == "C B A"


def test_many_acts_go_into_a_menu():
    html = draw("{% actions acts %}", acts=[Action(name, f"/{name}/") for name in "abcdef"])
    assert html.count('<a class="btn') == 4
    assert html.count('<a class="qh-menu-item"') == 2


def test_a_task_list_counts_what_is_done():
    assert words(draw("{% task_list rows %}", rows=samples.tasks())).startswith("1 of 4 sections completed")


def test_an_answer_not_given_is_a_dash():
    assert words(draw("{% check_answers answers %}", answers=samples.answers()[2:])) == "Field — Change Field"


def test_a_table_outside_a_list_page_leads_to_whole_pages():
    assert "hx-" not in draw("{% data_table table %}", table=samples.table())


def test_a_table_of_a_list_page_swaps_its_rows():
    assert (
        draw('{% data_table table "rows" %}', table=samples.table()).count(
            'hx-boost="true" hx-target="#rows"'
        )
        == 2
    )


def test_a_table_without_rows_says_what_belongs_there():
    assert (
        words(draw("{% data_table table %}", table=samples.empty_table()))
        == "Achievements you register are listed here Register"
    )


def test_a_table_heading_tells_its_order_to_screen_readers():
    assert draw("{% data_table table %}", table=samples.table()).count('aria-sort="descending"') == 1


def test_an_explanation_closes_every_branch_that_it_opens():
    html = draw("{% explanation step %}", step=samples.step())
    assert [html.count(f"<{tag}") - html.count(f"</{tag}>") for tag in ("details", "div", "summary")] == [
        0,
        0,
        0,
    ]


def test_an_explanation_reads_from_the_whole_to_the_parts():
    found = [(line.path, line.label, line.value, line.bar) for line in lines(samples.step())]
    assert found == [
        ("0", "Score", "75.425", 0),
        ("0.0", "Technical value", "86", 100),
        ("0.0.0", "Performance lead", "88", 100),
        ("0.0.1", "Technical value", "83", 63),
        ("0.1", "Economic value", "71.5", 73),
        ("0.2", "Social value", "64", 47),
    ]


@pytest.mark.parametrize(
    ("opened", "paths"),
    [
        ((), ["0"]),
        (("0.0.1",), ["0", "0.0", "0.0.1"]),
        (("all",), ["0", "0.0", "0.0.0", "0.0.1", "0.1", "0.2"]),
    ],
)
def test_an_address_opens_the_way_to_a_step(opened, paths):
    assert [line.path for line in lines(samples.step(), opened=opened) if line.open] == paths


def test_the_page_reads_the_open_steps_from_its_address():
    request = RequestFactory().get("/result/?open=0.0")
    assert (
        draw("{% explanation step %}", step=samples.step(), request=request).count(
            '<details id="step-0.0" open>'
        )
        == 1
    )


def test_a_contribution_that_takes_away_is_marked():
    step = Step.total("Sum", [Step.line("a", 2.0, weight=1.0), Step.line("b", 1.0, weight=-1.0)])
    assert [(line.contribution, line.negative, line.bar) for line in lines(step)][1:] == [
        ("2", False, 100),
        ("-1", True, 50),
    ]


@pytest.mark.parametrize(
    ("status", "text"),
    [("official", "Official H-14"), ("secondary", "Common practice H-14"), ("proposal", "Proposal H-14")],
)
def test_a_rule_shows_its_authority_and_clause(status, text):
    assert words(draw("{% rule_badge status 'H-14' %}", status=status)) == text


def test_an_unknown_authority_is_a_fault_of_the_page():
    with pytest.raises(ValueError, match="got 'law', takes one of official, secondary, proposal"):
        draw("{% rule_badge 'law' %}")


def test_an_unknown_icon_is_a_fault_of_the_page():
    with pytest.raises(ValueError, match="icon: got 'rocket'"):
        draw("{% icon 'rocket' %}")


def test_a_running_job_asks_again_and_a_finished_one_does_not():
    _, running, done, _ = samples.jobs()
    asks = [
        'hx-trigger="every 1s"' in draw("{% job job %}", job=job)
        for job in (replace(running, url="/jobs/1/"), done)
    ]
    assert asks == [True, False]


def test_a_chart_always_stands_above_its_table():
    html = draw("{% chart chart %}", chart=samples.chart())
    assert html.index("data-chart=") < html.index("291.98</td>")


def test_a_chart_offers_its_figures_as_a_file_below_its_table():
    html = draw("{% chart chart %}", chart=samples.strip_chart())
    assert html.index("E-03 73</td>") < html.index("Export")
    assert "Export" not in draw("{% chart chart %}", chart=samples.tornado_chart())


@pytest.mark.parametrize(("lines", "size"), [(6, ""), (7, "tall"), (18, "taller"), (40, "tallest")])
def test_a_chart_of_many_lines_has_the_room_for_them(lines, size):
    chart = replace(samples.tornado_chart(), data={"labels": ["x"] * lines, "series": []})
    assert chart.size == size


def test_a_chart_without_figures_is_no_empty_axis():
    table = replace(samples.chart().table, rows=[], empty="No valuation yet")
    html = draw("{% chart chart %}", chart=replace(samples.chart(), table=table))
    assert words(html) == "No valuation yet"


def test_figures_of_a_chart_cannot_break_out_of_their_script():
    chart = replace(samples.chart(), data={"labels": ["</script><b>"], "series": []})
    assert "</script><b>" not in draw("{% chart chart %}", chart=chart)


def test_times_carry_their_machine_readable_form():
    html = draw("{% moment at %}", at=samples.timeline()[0].at)
    assert html == '<time datetime="2026-09-23T02:21:00+00:00">23 Sep 2026 10:21</time>'


def test_a_timeline_names_who_and_keeps_the_opinion():
    text = words(draw("{% timeline lines %}", lines=samples.timeline()[1:2]))
    assert (
        text
        == "22 Sep 2026 16:40 Case manager reminded 3 experts The client asked for the report by the end of the month."
    )


def test_a_row_may_say_more_in_a_second_line():
    table = replace(samples.table(), rows=[Row([Cell("a", hint="b")])])
    assert "<td>a<small>b</small></td>" in draw("{% data_table table %}", table=table)

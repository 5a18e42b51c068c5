"""Each fault of a pack is named by file, row and column, with what it got and takes; all at once."""

import contextlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.schemes import SchemeError, load_pack
from schemes.workshop import Workshop

PLANTED = [
    # file, text, its replacement, row, column, words of the problem
    ("levels.csv", "1,报告级,Level 1 Report,basic", "1,报告级,Level 1 Report,basics", 2, "stage", "got basics, takes basic, applied, industrial"),
    ("levels.csv", "3,仿真级", "30,仿真级", 4, "number", "got level 30, takes 3"),
    ("levels.csv", "5,初样级,Level 5 First sample,applied", "5,初样级,Level 5 First sample,industrial", 7, "stage", "got applied above industrial"),
    ("levels.csv", "13,回报级", "dreizehn,回报级", 14, "number", "got dreizehn, takes a whole number"),
    ("levels.csv", "number,title,", "number,titel,", 2, "titel", "unknown column, takes title"),
    ("levels.csv", ",hebei-guide,H-6,official", ",,H-6,official", 2, "source", "is missing"),
    ("levels.csv", ",hebei-guide,H-6,official", ",hebei,H-6,official", 2, "source", "got hebei, takes a source of the pack"),
    ("levels.csv", ",hebei-guide,H-6,official", ",hebei-guide,,official", 2, "clause", "is missing"),
    ("levels.csv", ",hebei-guide,H-6,official", ",hebei-guide,article 6,official", 2, "clause", "got article 6, takes a clause such as H-14.3"),
    ("levels.csv", ",hebei-guide,H-6,official", ",hebei-guide,H-6,offical", 2, "status", "got offical, takes official, secondary, proposal"),
    ("levels.csv", ",hebei-guide,H-6,official", ",hebei-guide,H-6", 2, "", "got 12 cells, takes 13"),
    ("elements.csv", "13,tax_certificate", "14,tax_certificate", 35, "level", "got 14, takes a row of the scheme"),
    ("elements.csv", "true", "yes", 15, "site_visit", "got yes, takes true or false"),
    ("elements.csv", "虚拟仿真概念模型;实物仿真概念模型", "虚拟仿真概念模型;;", 6, "alternatives", "takes words divided by ; each once"),
    ("figures.csv", "count", "pieces", 2, "unit", "got pieces, takes"),
    ("indicators.csv", ",35,proposal", ",34.9,proposal", 4, "weight", "basic, competitive: weights sum to 99.9, takes exactly 100"),
    ("indicators.csv", ",35,proposal", ",a third,proposal", 2, "weight", "got a third, takes a decimal number"),
    ("indicators.csv", "scientific=0.6;technical=0.4", "scientific=0.6;technical=0.3", 2, "values", "shares that sum to 0.9, takes exactly 1"),
    ("indicators.csv", "scientific=0.6;technical=0.4", "aesthetic=1", 2, "values", "got aesthetic, takes scientific"),
    ("indicators.csv", "scientific=0.6;technical=0.4", "scientific 1", 2, "values", "takes shares such as"),
    ("indicators.csv", "basic,competitive,", "basic,collaborative,", 2, "side", "got collaborative, takes competitive, authoritative"),
    ("indicators.csv", ",rated,", ",guessed,", 2, "kinds", "got guessed, takes rated, measured, lead"),
    ("bands-basic.csv", "60,89.9", "60,89.5", 3, "high", "got 89.5, takes 89.9: bands tile"),
    ("bands-basic.csv", "90,100", "90,99", 2, "high", "got 99, takes 100"),
    ("bands-basic.csv", ",0,59.9", ",10,59.9", 4, "low", "got 10, takes 0"),
    ("bands-basic.csv", "basic,principle_feasibility,high", "basic,principle_beauty,high", 2, "indicator", "got principle_beauty, takes an indicator"),
    ("raters.csv", "technical", "wizard", 2, "role", "got wizard, takes technical"),
    ("seats.csv", "basic,technical,4", "basic,technical,3", 4, "count", "basic: got 6 seats, takes an odd number"),
    ("seats.csv", "industrial,investment,3", "industrial,investment,1", 14, "count", "industrial, valuation: got 1 seats, takes at least 3"),
    ("methods.csv", "cost.multiplier", "cost.guess", 2, "method", "got cost.guess, takes cost"),
    ("basic.csv", "basic.questions", "basic.riddles", 2, "list", "got basic.riddles, takes"),
    ("basic.csv", ",angel,early_finance", ",angel,late_finance", 27, "parent", "got late_finance, takes another row of basic.uses"),
    ("grades.csv", ",80,", ",90,", 3, "lower", "got 90, takes less than 90"),
    ("grades.csv", ",0,", ",1,", 6, "lower", "got 1, takes 0 in the lowest grade"),
    ("deadlines.csv", "evaluation.accept,", "evaluation.acept,", 2, "key", "got the unknown key evaluation.acept, takes a known one such as evaluation.accept"),
    ("deadlines.csv", "10,workday", "10,fortnight", 2, "unit", "got fortnight, takes"),
    ("deadlines.csv", "10,workday", "10,percent", 2, "unit", "got percent, takes workday or calendar_day"),
    ("deadlines.csv", "10,workday", "ten,workday", 2, "value", "got ten, takes a whole number from 0"),
    ("deadlines.csv", "10,workday", "1000,workday", 2, "value", "got 1000, takes 0 to 250"),
    ("settings.csv", "maturity.rollup,critical_minimum", "maturity.rollup,average", 4, "value", "got average, takes critical_minimum, minimum"),
    ("settings.csv", "scoring.share_competitive,0.5", "scoring.share_competitive,0.6", 15, "value", "sum to 1.1, takes exactly 1"),
    ("settings.csv", "report.validity_maximum,2,", "report.validity_maximum,0.6,", 23, "value", "got 0.6, takes at least report.validity (1)"),
    ("qualification.toml", 'test = "years"', 'test = "decades"', 2, "test", "got decades, takes level, years, count, present"),
    ("qualification.toml", "minimum = 10", 'minimum = "many"', 2, "minimum", "got many, takes a whole number"),
    ("qualification.toml", 'roles = ["technical"]', 'roles = ["judge"]', 1, "roles", "got judge, takes technical"),
    ("qualification.toml", "[[rule]]", "[[rule]", 0, "", "is not TOML"),
    ("pack.toml", "effective_from = 2026-07-01", 'effective_from = "summer"', 0, "effective_from", "got summer, takes a date"),
    ("pack.toml", 'version = "1.0"', 'versoin = "1.0"', 0, "versoin", "unknown column, takes version"),
    ("pack.toml", '"levels.csv" = "levels"', '"levels.csv" = "floors"', 0, "files", "got the sheet floors, takes"),
    ("pack.toml", '"levels.csv" = "levels"', '"../levels.csv" = "levels"', 0, "files", "takes a plain name"),
    ("pack.toml", '"levels.csv" = "levels"', '"levels2.csv" = "levels"', 0, "", "the file is missing"),
    ("pack.toml", '"levels.csv" = "levels"', "", 0, "", "is not named under [files]"),
]  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted[0]}-{planted[4]}-{planted[5]}")
def test_a_planted_fault_is_named(workshop, faults_of, planted):
    file, old, new, row, column, words = planted
    problems = faults_of(workshop.spoiled("hebei-guide", file, old, new))
    named = [(r, c, text) for _, r, c, text in problems if (r, c) == (row, column) and words in text]
    assert len(named) == 1, problems


def test_a_fault_names_its_file(workshop, faults_of):
    problems = faults_of(
        workshop.spoiled(
            "hebei-guide", "raters.csv", "basic,competitive,technical", "basic,competitive,wizard"
        )
    )
    assert [(file, row, column) for file, row, column, _ in problems] == [("raters.csv", 2, "role")]


def test_a_problem_reads_as_a_sentence_with_its_place(workshop):
    path = workshop.spoiled(
        "hebei-guide", "raters.csv", "basic,competitive,technical", "basic,competitive,wizard"
    )
    with pytest.raises(
        SchemeError, match=r"^raters.csv, row 2, column role: got wizard, takes technical, industry"
    ):
        load_pack(path)


def test_faults_of_several_files_are_told_together(workshop, faults_of):
    path = workshop.spoiled(
        "hebei-guide", "levels.csv", "1,报告级,Level 1 Report,basic", "1,报告级,Level 1 Report,basics"
    )
    for file, old, new in [
        ("seats.csv", "basic,technical,4", "basic,technical,3"),
        ("deadlines.csv", "10,workday", "ten,workday"),
    ]:
        text = (path / file).read_text("utf-8")
        (path / file).write_text(text.replace(old, new, 1), "utf-8")
    assert {file for file, *_ in faults_of(path)} >= {"levels.csv", "seats.csv", "deadlines.csv"}


def test_two_rows_of_one_key_may_not_hold_on_the_same_day(workshop, faults_of):
    path = workshop.overlay(
        settings=SETTINGS + deadline(8, "2026-08-01", "2026-09-30") + deadline(9, "2026-09-30", "")
    )
    assert faults_of(path) == [
        (
            "settings.csv",
            3,
            "effective_from",
            "evaluation.accept overlaps settings.csv, row 2: takes dates that do not meet",
        )
    ]


def test_a_row_may_not_end_before_it_begins(workshop, faults_of):
    path = workshop.overlay(settings=SETTINGS + deadline(8, "2026-09-30", "2026-09-29"))
    assert [(row, column, text) for _, row, column, text in faults_of(path)] == [
        (2, "effective_to", "got 2026-09-29, takes a day from 2026-09-30")
    ]


def test_a_file_in_another_encoding_is_refused(workshop, faults_of):
    path = workshop.copy("hebei-guide")
    (path / "levels.csv").write_bytes("级".encode("gbk"))
    assert ("levels.csv", 0, "", "got another encoding, takes UTF-8") in faults_of(path)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("[files]", 'files = "levels.csv"\n[files2]', "files"),
        ('"levels.csv" = "levels"', '"levels.csv" = ["levels"]', "files"),
        ('name = "hebei-guide"', "name = 7", "name"),
        ('[[sources]]\nid = "gb-22900"', '[[sources]]\nid = "hebei-guide"', "sources"),
        ('title = "权衡建议值"', 'title = ""', "title"),
        ('source = "hebei-guide"', 'source = "moon"', "source"),
    ],
)
def test_a_manifest_of_another_shape_is_refused(workshop, faults_of, old, new, column):
    problems = faults_of(workshop.spoiled("hebei-guide", "pack.toml", old, new))
    assert [(file, c) for file, _, c, _ in problems if c == column and file == "pack.toml"] == [
        ("pack.toml", column)
    ]


def test_a_cell_may_hold_several_lines(workshop):
    path = workshop.overlay(settings=SETTINGS + deadline(8, "", "").replace("受理", '"受理\n（首次）"'))
    assert load_pack(path).rows[0].fields["title"] == "受理\n（首次）"


@settings(max_examples=150, deadline=None)
@given(cells=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=11), max_size=4))
def test_no_cell_breaks_the_loader(cells):
    text = "\n".join(",".join(row) for row in cells)
    with TemporaryDirectory() as folder:
        path = Workshop(Path(folder)).overlay(
            settings=SETTINGS + text.encode("utf-8", "replace").decode(),
            items=text.encode("utf-8", "replace").decode(),
        )
        with contextlib.suppress(SchemeError):
            assert load_pack(path).name == "sector"


def test_a_folder_without_a_manifest_is_refused(tmp_path, faults_of):
    assert faults_of(tmp_path) == [("pack.toml", 0, "", "the file is missing")]


@pytest.mark.clause("M-1.1")
def test_counts_may_not_weigh_more_than_30_of_100(workshop, faults_of):
    path = workshop.overlay(
        indicators=INDICATORS + COUNTING.format(weight=40) + RATED.format(weight=60) + RATED_OTHER_SIDE
    )
    assert [(row, column) for _, row, column, _ in faults_of(path)] == [(3, "counts")]


@pytest.mark.clause("M-1.1")
def test_a_small_count_loads_with_a_warning(workshop):
    path = workshop.overlay(
        indicators=INDICATORS + COUNTING.format(weight=20) + RATED.format(weight=80) + RATED_OTHER_SIDE
    )
    assert [str(warning) for warning in load_pack(path).warnings] == [
        "发表论文数 counts papers, titles, degrees or prizes; the plan for evaluation asks to break with counts alone"
    ]


SETTINGS = "key,value,unit,title,title_en,source,clause,status,effective_from,effective_to\n"
INDICATORS = "stage,side,id,title,title_en,kinds,weight,weight_status,values,question,question_en,counts,source,clause,status\n"
COUNTING = "basic,competitive,papers,发表论文数,Papers published,measured,{weight},proposal,scientific=1,几篇？,How many?,paper,sector,M-1.1,secondary\n"
RATED = "basic,competitive,route,路线,Route,rated,{weight},proposal,technical=1,如何？,How?,,sector,H-12,secondary\n"
RATED_OTHER_SIDE = (
    "basic,authoritative,team,团队,Team,rated,100,proposal,cultural=1,如何？,How?,,sector,H-12,secondary\n"
)


def deadline(days: int, start: str, end: str) -> str:
    return f"evaluation.accept,{days},workday,受理,Acceptance,sector,H-9,secondary,{start},{end}\n"

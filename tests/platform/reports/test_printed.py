"""What the platform's report prints: words for codes, percent for shares, rounded steps, the whole scale."""

import json
import re

import pytest
from django.utils import translation

from factories import reports
from quanheng.platform.common.roles import Role
from quanheng.platform.reports import assembling
from quanheng.platform.reports.content.document import report_document
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.services import writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Report:
    return reports.report("draft")


def printed(row: Report) -> dict:
    with translation.override("zh-hans"):
        return report_document(assembling.facts_of(row))


def with_text(row: Report, section: str, text: str) -> Report:
    return writing.save_texts(
        actor=reports.holder(row, Role.LEAD), number=row.number, texts={section: text}, now=reports.LATER
    )


CODES = r'"(technical|industry|investment|customer|identity|sha256|equipment|required|income\.dcf)"'


def test_no_code_of_ours_stands_in_the_document(draft):
    methods = [{**m, "code": ""} for m in printed(draft)["valuation"]["methods"]]
    document = json.dumps(
        printed(draft) | {"valuation": {**printed(draft)["valuation"], "methods": methods}},
        ensure_ascii=False,
    )
    assert (re.findall(CODES, document), "anchored indicator tree" in document) == ([], False)


def test_a_rate_of_18_hundredths_prints_as_18_percent(draft):
    rows = [row for method in printed(draft)["valuation"]["methods"] for row in method["parameters"]]
    shares = [row[1].removeprefix("比率 ") for row in rows if row[1].endswith("%")]
    assert shares == ["2%", "13%", "18%", "3.5%", "0%"]


def test_amounts_of_a_forecast_print_with_thousands(draft):
    text = json.dumps(printed(draft)["valuation"], ensure_ascii=False)
    assert re.findall(r"(?<![\d,.])\d{5,}\.\d\d(?!\d)(?! ×)", text) == []


def test_steps_of_a_value_are_rounded_to_the_fen(draft):
    valuation = printed(draft)["valuation"]
    lines = [line for method in valuation["methods"] for line in method["explanation"]]
    lines += valuation["explanation"]
    shown = [text for line in lines for text in (line["value"], line["contribution"])]
    assert [text for text in shown if re.search(r"\.\d{7,}", text)] == []


@pytest.mark.clause("H-6")
def test_the_thirteen_levels_and_the_accepted_cells_are_printed(draft):
    maturity = printed(draft)["maturity"]
    assert (len(maturity["ladder"]), maturity["leaf_levels"]) == (13, [1, 2, 3, 4, 5, 6, 7, 8, 9])


def test_a_file_judged_alike_for_several_packages_is_one_row(draft):
    rows = [tuple(row[:1] + row[2:]) for row in printed(draft)["evidence"]]
    assert len(rows) == len(set(rows))


def test_each_role_of_a_side_is_counted_once(draft):
    for side in printed(draft)["sides"].values():
        roles = [part.split()[0] for part in side["raters"].split("、")]
        assert len(roles) == len(set(roles))


@pytest.mark.parametrize(("text", "count"), [("无。", 0), ("无", 0), ("E-03：样本不足\nE-04：同上", 2)])
def test_who_writes_that_there_is_no_dissent_files_none(draft, text, count):
    assert len(printed(with_text(draft, "dissent", text))["scoring"]["dissent"]) == count


def test_the_chair_signs_by_code():
    row = reports.report("valid")
    chair = next(seat["code"] for seat in row.content["panel"] if seat["chair"])
    assert printed(row)["signatures"][0]["name"] == chair

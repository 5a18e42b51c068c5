"""Documents: same bytes for the same data, our fonts only, data never markup, no character lost."""

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from quanheng.methods.result import Step
from quanheng.platform.common.documents.amounts import amount
from quanheng.platform.common.documents.explanation import explanation_rows, figure
from quanheng.platform.common.documents.qr import qr_svg
from quanheng.platform.common.documents.render import DocumentError, GlyphMissing, render

SAMPLE = Path(__file__).parent / "sample.typ"
NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
ADDRESS = "https://quanheng.example/verify/BG-2026-00012/"


def steps() -> Step:
    lines = [
        Step.line("技术路线创新性", Decimal(86), weight=Decimal("0.25"), sources=("E01", "E07")),
        Step.line("性能领先度", Decimal(92), weight=Decimal("0.75"), sources=("E03",)),
    ]
    return Step.total("竞争性评价得分", lines, rule="Σ wᵢ·sᵢ")


def data(**changes):
    return {
        "title": "氮化硅轴承球批量制备技术",
        "number": "BG-2026-00012",
        "version": "1",
        "mark": "demo",
        "institution": "燕原科技成果评价院",
        "client": "燕原理工大学",
        "purpose": "挂牌定价参考",
        "stage": "应用研究阶段",
        "issued_on": date(2026, 9, 21),
        "conclusion": "关键性能指标达到国内领先水平。",
        "level": "第6级 正样级",
        "grade": "国内领先",
        "value": amount(Decimal(1919500)),
        "indicators": [[str(n), f"指标 {n}", "2.50", "86.00", "E01"] for n in range(1, 41)],
        "steps": explanation_rows(steps()),
        "dissent": [],
        "signatures": [{"role": "专家组组长", "name": "", "date": ""}],
        "address": ADDRESS,
        "hash": "9f2c" * 16,
        "qr": qr_svg(ADDRESS),
    } | changes


def printed(template: Path = SAMPLE, **changes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(render(template, data(**changes), now=NOW))
    return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture
def template(tmp_path):
    """Return a function that writes a small template."""

    def write(text: str) -> Path:
        path = tmp_path / "small.typ"
        path.write_text(text, "utf-8")
        return path

    return write


def test_the_same_data_and_time_give_the_same_bytes():
    assert render(SAMPLE, data(), now=NOW) == render(SAMPLE, data(), now=NOW)


def test_another_time_gives_other_bytes():
    assert render(SAMPLE, data(), now=NOW) != render(SAMPLE, data(), now=datetime(2026, 9, 22, tzinfo=UTC))


def test_each_page_carries_number_version_and_its_place():
    lines = [f"编号BG-2026-00012版本1第{n}页共5页" for n in range(1, 6)]
    assert [line in "".join(page.split()) for line, page in zip(lines, printed(), strict=True)] == [True] * 5


def test_each_page_carries_the_standing_notice():
    assert all("不具有强制性，不作为决策依据" in page for page in printed())


def test_data_are_printed_as_they_are_and_never_read_as_markup():
    assert '*星* #panic("x") $y$ @ref' in "".join(printed(conclusion='*星* #panic("x") $y$ @ref'))


def test_the_head_of_a_long_table_stands_on_each_of_its_pages():
    assert sum("备注" in page for page in printed()) == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [("𪛗", "𪛗"), ("a\x07", "–"), ("😀", "😀")],
)
def test_a_character_without_a_glyph_stops_the_document_by_name(name, shown):
    signatures = [{"role": "组长", "name": "王", "date": ""}, {"role": "组长", "name": name, "date": ""}]
    with pytest.raises(GlyphMissing) as error:
        render(SAMPLE, data(signatures=signatures), now=NOW)
    assert str(error.value) == (
        f"signatures.2.name: the character {shown} (U+{ord(name[-1]):04X}) has no glyph in the document fonts"
    )


def test_rare_characters_of_names_and_signs_of_formulas_have_glyphs():
    assert "䶮𬱖㛃 wᵢ₀⌈x⌉√∑℃" in "".join(printed(conclusion="䶮𬱖㛃 wᵢ₀⌈x⌉√∑℃"))


def test_a_character_that_only_fonts_of_the_machine_show_is_missing(template):
    with pytest.raises(GlyphMissing, match=r"small.typ: .* \(U\+16A0\)"):
        render(template("ᚠ"), {}, now=NOW)


def test_a_font_of_the_machine_is_refused(template):
    with pytest.raises(DocumentError, match="unknown font family"):
        render(template('#set text(font: "DejaVu Sans")\nx'), {}, now=NOW)


def test_a_fault_in_a_template_is_named(template):
    with pytest.raises(DocumentError, match=r"small\.typ: unknown variable: nothing"):
        render(template("#nothing"), {}, now=NOW)


def test_a_value_that_is_no_data_is_refused(template):
    with pytest.raises(DocumentError, match="got a object"):
        render(template("x"), {"a": object()}, now=NOW)


def test_dates_and_decimals_become_text(template):
    path = template("#let d = json(bytes(sys.inputs.data))\n#d.day #d.at #d.sum")
    (page,) = printed(path, day=date(2026, 9, 21), at=NOW, sum=Decimal("1.50"))
    assert "".join(page.split()) == "2026年9月21日2026年9月21日10:001.50"


def test_an_amount_stands_in_figures_and_in_capitals():
    assert amount(Decimal("107000.53")) == {"figures": "107,000.53", "words": "壹拾万柒仟元伍角叁分"}


def test_the_explanation_names_each_step_under_its_parent():
    assert [(r["depth"], r["label"], r["value"], r["contribution"]) for r in explanation_rows(steps())] == [
        (0, "竞争性评价得分", "90.50", ""),
        (1, "技术路线创新性", "86", "21.50"),
        (1, "性能领先度", "92", "69.00"),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (True, "是"),
        (1234, "1,234"),
        (0.5, "0.5"),
        (1234.56789, "1,234.5679"),
        (3.0, "3"),
        (Decimal("1234.50"), "1,234.50"),
        ((1, 2), "1、2"),
    ],
)
def test_figures_are_shown_as_people_write_them(value, shown):
    assert figure(value) == shown


@pytest.mark.parametrize("address", ["", "https://x.example/" + "a" * 600])
def test_an_address_that_would_not_scan_is_refused(address):
    with pytest.raises(ValueError, match="takes 1 to 512"):
        qr_svg(address)


@pytest.mark.parametrize(
    "module",
    ["documents.render", "documents.qr", "documents.amounts", "documents.explanation", "files.child"],
)
def test_what_runs_without_a_database_does_not_import_django(module):
    program = f"import sys, quanheng.platform.common.{module}; sys.exit('django' in sys.modules)"
    environment = {"PYTHONPATH": str(Path(__file__).parents[4] / "src")}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0

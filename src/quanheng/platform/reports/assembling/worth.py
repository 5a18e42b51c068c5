"""The signed valuation of a case."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from quanheng.platform.common.steps import step_of
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.experts.wording import told
from quanheng.platform.reports.assembling.lines import decimal, explanation_lines
from quanheng.platform.reports.content import (
    FigureFacts,
    MethodFacts,
    OpinionFacts,
    SensitivityFacts,
    ValuationFacts,
)
from quanheng.platform.reports.content.figures import figure_text, figure_unit, row_text
from quanheng.platform.reports.content.filling import role_word
from quanheng.platform.valuation import selectors as valuation
from quanheng.platform.valuation.sheets.catalogue import SHEETS
from quanheng.platform.valuation.sheets.specs import Sheet
from quanheng.platform.valuation.sheets.stage import STAGE_SHEETS


def worth_facts(evaluation: Evaluation) -> dict[str, Any]:
    """Return the fields of `ReportFacts` that the valuation fills: what was signed, or why there is none."""
    data = valuation.value_of(evaluation.id)
    return {
        "valuation": None if data is None else valuation_facts(data),
        "valuation_skipped": valuation.skipped_of(evaluation.id),
    }


def valuation_facts(data: dict[str, Any]) -> ValuationFacts:
    reconciled, opinions = data["reconciled"], data["opinions"]
    return ValuationFacts(
        p50=Decimal(data["p50"]),
        low=Decimal(data["low"]),
        high=Decimal(data["high"]),
        valuation_date=date.fromisoformat(data["valuation_date"]),
        sentence_a=gettext(data["sentence_a"]),
        sentence_b=gettext(data["sentence_b"]) if data["sentence_b"] else "",
        value_type=gettext(data["value_type_label"]),
        number=data["number"],
        **{
            name: str(data[name])
            for name in (
                "purpose",
                "users",
                "value_definition",
                "rights",
                "territory",
                "assumptions",
            )
        },
        valid_until=date.fromisoformat(data["valid_until"]),
        dispersion=Decimal(str(opinions["dispersion"])),
        opinions=tuple(opinion_facts(row) for row in opinions["list"]),
        methods=tuple(method_facts(row) for row in data["methods"]),
        reconciled=decimal(reconciled["value"]),
        reconciled_low=decimal(reconciled["low"]),
        reconciled_high=decimal(reconciled["high"]),
        reason=reconciled["reason"],
        note=reconciled["note"],
        families=tuple(data["families"].items()),
        figures=tuple(figure_facts(row, STAGE_SHEETS[data["stage"]]) for row in data["figures"]),
        warnings=tuple(told(row) for row in data["warnings"]),
        explanation=explanation_lines(step_of(opinions["explanation"])),
    )


def opinion_facts(row: dict[str, Any]) -> OpinionFacts:
    return OpinionFacts(
        code=row["code"],
        role=role_word(row["role"]),
        p10=Decimal(row["p10"]),
        p50=Decimal(row["p50"]),
        p90=Decimal(row["p90"]),
        reason=row["reason"],
        flagged=bool(row["ruling"]),
        ruling=row["ruling"],
        ruling_reason=row["ruling_reason"],
    )


def method_facts(row: dict[str, Any]) -> MethodFacts:
    return MethodFacts(
        code=row["code"],
        title=gettext(row["label"]),
        value=Decimal(row["value"]),
        weight=Decimal(str(row["weight"])),
        standing=row["standing"],
        low=decimal(row["low"]),
        high=decimal(row["high"]),
        why=row["why"],
        variant=row["method"],
        parameters=tuple(figure_facts(item, SHEETS[row["code"]]) for item in row["parameters"]),
        sensitivity=tuple(
            SensitivityFacts(
                label=told(item["label"]),
                value=Decimal(str(item["value"])),
                change=Decimal(str(item["change"])),
            )
            for item in row["sensitivity"]
        ),
        warnings=tuple(told(item) for item in row["warnings"]),
        explanation=explanation_lines(step_of(row["explanation"])),
    )


def figure_facts(row: dict[str, Any], sheet: Sheet) -> FigureFacts:
    name = row["name"].partition(".")[0]
    spec = sheet.spec(name)
    if spec is None:
        raise LookupError(f"{sheet.code}: no figure {name}")
    title, value, columns = gettext(row["label"]), row["value"], spec.columns
    if isinstance(value, dict):
        title = f"{title} · {value.get(columns[0].name, '')}"
    return FigureFacts(
        title=title,
        value=row_text(columns[1:], value) if isinstance(value, dict) else figure_text(spec, value),
        unit=figure_unit(spec),
        source=row["source"],
        as_of=str(row["as_of"] or ""),
        decided=row["decided"],
    )

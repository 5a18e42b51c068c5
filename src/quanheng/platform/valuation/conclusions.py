"""The signed conclusion as data: what the report prints and the exchange reads (`selectors.value_of`)."""

from collections import Counter
from typing import Any

from quanheng.methods.money import yuan
from quanheng.methods.result import fingerprint
from quanheng.methods.valuation.pooling import PooledValue, pool_opinions
from quanheng.platform.common.steps import step_data
from quanheng.platform.valuation import selectors, wording
from quanheng.platform.valuation.models import Engagement, ExpertOpinion, MethodRun, Param, ValueType
from quanheng.platform.valuation.runs import outcome_of
from quanheng.platform.valuation.sheets.catalogue import SHEETS, offers
from quanheng.platform.valuation.sheets.specs import Sheet, Spec, Stored

FACTS = (
    "purpose",
    "users",
    "value_type",
    "value_definition",
    "rights",
    "territory",
    "assumptions",
    "level",
    "stage",
)


def conclusion(engagement: Engagement) -> dict[str, Any]:
    """Return what is signed, complete and final, as `value_of` documents it; its fingerprint covers the rest."""
    opinions = selectors.opened(engagement)
    pool = selectors.pooled(opinions)
    row = selectors.reconciliation(engagement)
    if pool is None or row is None or engagement.signed_at is None:
        raise LookupError(f"{engagement.number}: signed without opinions or reconciliation")
    methods = [method_data(engagement, run) for run in selectors.current_runs(engagement).values()]
    stage = selectors.stage_sheet(engagement)
    data: dict[str, Any] = {
        "number": engagement.number,
        **{name: getattr(engagement, name) for name in FACTS},
        "value_type_label": wording.msgid(ValueType(engagement.value_type).label),
        "client": engagement.evaluation.client.name,
        "valuation_date": str(engagement.valuation_date),
        "valid_until": str(engagement.valid_until),
        "signed_at": engagement.signed_at.isoformat(),
        **{name: str(yuan(getattr(pool, name))) for name in ("p50", "low", "high", "p25")},
        "opinions": opinions_data(engagement, opinions, pool),
        "methods": methods,
        "reconciled": {
            "value": str(row.value),
            "low": str(row.low),
            "high": str(row.high),
            "reason": row.reason,
            "note": row.note,
            "explanation": row.explanation,
            "warnings": row.warnings,
        },
        "figures": [param_data(stage, p) for p in selectors.params(engagement, stage.code)],
        "families": engagement.families,
        "disclosures": engagement.disclosures,
        "sentence_a": wording.msgid(wording.SENTENCE_A),
        "sentence_b": wording.msgid(wording.SENTENCE_B) if engagement.statutory else "",
    }
    data["warnings"] = all_warnings(data)
    return data | {"fingerprint": fingerprint(data)}


def pooled(result: dict[str, Any]) -> PooledValue:
    """Return the pooled value of a signed conclusion, computed again from its opinions and rulings."""
    rows = result["opinions"]["list"]
    rulings = [(n, row["ruling"], row["ruling_reason"]) for n, row in enumerate(rows) if row["ruling"]]
    pool = pool_opinions([(row["p10"], row["p50"], row["p90"]) for row in rows], rulings=rulings)
    return selectors.coded(pool, [row["code"] for row in rows])


def all_warnings(data: dict[str, Any]) -> list[dict[str, Any]]:
    groups = [data["opinions"]["warnings"], data["reconciled"]["warnings"]]
    groups += [method["warnings"] for method in data["methods"]]
    found: list[dict[str, Any]] = []
    for warning in (row for group in groups for row in group):
        if warning not in found:
            found.append(warning)
    return found


def opinions_data(engagement: Engagement, opinions: list[ExpertOpinion], pool: PooledValue) -> dict[str, Any]:
    _got, expected = selectors.progress(engagement)
    return {
        "count": len(opinions),
        "expected": expected,
        "roles": dict(Counter(row.seat.role for row in opinions)),
        "by_role": [
            {"role": row.role, "count": row.count, "p50": str(yuan(row.p50))}
            for row in selectors.by_role(opinions)
        ],
        "dispersion": f"{pool.dispersion:.4g}",
        "list": [opinion_data(row) for row in opinions],
        "explanation": step_data(pool.explanation),
        "warnings": [wording.message_data(warning) for warning in pool.warnings],
    }


def opinion_data(opinion: ExpertOpinion) -> dict[str, str]:
    ruling = selectors.ruling_of(opinion)
    return {
        "code": opinion.code,
        "role": opinion.seat.role,
        "p10": str(opinion.p10),
        "p50": str(opinion.p50),
        "p90": str(opinion.p90),
        "reason": opinion.reason,
        "ruling": ruling.decision if ruling else "",
        "ruling_reason": ruling.reason if ruling else "",
    }


def method_data(engagement: Engagement, run: MethodRun) -> dict[str, Any]:
    sheet = SHEETS[run.code]
    chosen = next(row for row in engagement.methods if row["code"] == run.code)
    offer = next(offer for offer in offers(engagement.level) if offer.code == run.code)
    params = selectors.params(engagement, run.code)
    used = {spec.name for spec in sheet.used(selectors.stored_values(sheet, params))}
    return {
        "code": run.code,
        "label": wording.msgid(sheet.label),
        "standing": offer.standing,
        "weight": chosen["weight"],
        "why": run.why_chosen,
        "value": str(run.value),
        "low": None if run.low is None else str(run.low),
        "high": None if run.high is None else str(run.high),
        "method": run.method,
        "parameters": [param_data(sheet, row) for row in params if row.name.partition(".")[0] in used],
        "explanation": run.explanation,
        "warnings": run.warnings,
        "sensitivity": sensitivity(sheet, run.inputs),
        "fingerprint": run.fingerprint,
    }


def sensitivity(sheet: Sheet, inputs: dict[str, Stored]) -> list[dict[str, Any]]:
    return [
        {"label": wording.message_data(move.label), "value": str(move.value), "change": str(move.change)}
        for move in outcome_of(sheet, inputs).moves
    ]


def param_data(sheet: Sheet, row: Param) -> dict[str, Any]:
    name, _dot, number = row.name.partition(".")
    spec: Spec | None = sheet.spec(name)
    label = wording.msgid(spec.label) if spec else name
    return {
        "name": row.name,
        "label": label,
        "row": number,
        "value": row.value,
        "choice": choice_label(spec, row.value),
        "decided": spec is not None and not spec.sourced,
        "unit": row.unit,
        "source": row.source,
        "as_of": str(row.as_of) if row.as_of else "",
        "evidence": row.evidence.title if row.evidence else "",
    }


def choice_label(spec: Spec | None, value: Stored) -> str:
    """Return the msgid of what a choice says; empty for figures."""
    labels = dict(spec.choices) if spec else {}
    return wording.msgid(labels[value]) if isinstance(value, str) and value in labels else ""

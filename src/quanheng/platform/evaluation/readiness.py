"""What a step still lacks: every missing part at once, for refusals and for the reasons under a button."""

from collections.abc import Mapping

from quanheng.platform.common.errors import Missing
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import selectors, wording
from quanheng.platform.evaluation.candidates import HANDED_IN
from quanheng.platform.evaluation.models import Evaluation, FeeBasis, InformationItem, Plan
from quanheng.platform.evaluation.reasons import RETURN_ITEMS
from quanheng.platform.library import selectors as library
from quanheng.schemes import StageTemplate


def to_submit(evaluation: Evaluation, answers: Mapping[str, str] | None = None) -> list[Missing]:
    """Return what a commission lacks: dossier handed in, rights, purpose, an answer to each returned item."""
    achievement = library.by_id(evaluation.achievement_id)
    checks = (
        (achievement.state in HANDED_IN, "The achievement is not handed in to the library", "achievement"),
        (achievement.rights.exists(), "No right is entered", "achievement"),
        (bool(evaluation.purpose), "No purpose is chosen", "commission"),
        (evaluation.wanted_on is not None, "The wanted date is empty", "commission"),
    )
    missing = [Missing(text, section) for there, text, section in checks if not there]
    return missing + [
        Missing("%(item_label)s: not answered", "corrections", {"item_label": RETURN_ITEMS[row["item"]]})
        for row in evaluation.corrections
        if answers is not None and not answers.get(row["item"], "").strip()
    ]


def to_sign(evaluation: Evaluation) -> list[Missing]:
    """Return what the contract lacks: scope, time, fee, secrecy, liability; a fee that follows no result."""
    checks = (
        (bool(evaluation.scope_note.strip()), "The scope is empty"),
        (evaluation.finish_on is not None, "The day on which the report is due is empty"),
        (evaluation.fee is not None, "The fee is empty"),
        (bool(evaluation.secrecy.strip()), "The clause on secrecy is empty"),
        (bool(evaluation.liability.strip()), "The clause on liability is empty"),
    )
    missing = [Missing(text, "terms") for there, text in checks if not there]
    if evaluation.fee_basis not in {FeeBasis.FIXED, FeeBasis.EFFORT}:
        missing.append(Missing("The fee must not depend on level, score or value of the result", "terms"))
    return missing


def to_complete_collection(plan: Plan, found: Mapping[str, InformationItem]) -> list[Missing]:
    """Return every item of the stage's list that is neither found nor explained (H-14.2)."""
    return [
        Missing(
            "%(item)s: neither found nor explained",
            str(entry["id"]),
            {"item": wording.entry_title(entry)},
        )
        for entry in plan.information
        if entry["id"] not in found
    ]


def purpose_fits(evaluation: Evaluation, stage: str) -> bool:
    """Say whether a report of the stage may serve the purpose of the commission (H-15.2, H-21, H-27)."""
    return stack_of(evaluation.scheme).stage(stage).allows(evaluation.purpose)


def plan_in_force(evaluation: Evaluation) -> Plan:
    """Return the plan on which a later step rests."""
    plan = selectors.plan_of(evaluation)
    if plan is None:
        raise LookupError(f"{evaluation.number}: no plan in force after the plan was locked")
    return plan


def template_of(evaluation: Evaluation, plan: Plan) -> StageTemplate:
    return stack_of(evaluation.scheme).stage(plan.stage)

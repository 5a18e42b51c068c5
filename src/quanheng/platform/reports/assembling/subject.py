"""What is evaluated, for whom, on which rules."""

from typing import Any

from quanheng.platform.accounts.selectors import person_name
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.models import Evaluation, Plan
from quanheng.platform.library import naming
from quanheng.platform.library.models import Achievement
from quanheng.platform.reports.content import (
    AchievementFacts,
    ParameterFacts,
    Party,
    PlanFacts,
    RemovedIndicator,
    RightFacts,
)
from quanheng.platform.reports.content.filling import basis_facts, purpose_title, use_facts
from quanheng.schemes import Stack


def subject_facts(evaluation: Evaluation, stack: Stack) -> dict[str, Any]:
    """Return the fields of `ReportFacts` that the commission and the achievement fill."""
    achievement, stage = evaluation.achievement, stack.stage(evaluation.stage)
    plan = evaluations.plan_of(evaluation)
    return {
        "achievement": achievement_facts(achievement, stack),
        "client": Party(name=evaluation.client.name, uscc=evaluation.client.uscc),
        "institution": Party(name=evaluation.institution.name, uscc=evaluation.institution.uscc),
        "lead": person_name(evaluation.lead_id),
        "purpose": purpose_title(evaluation.purpose, stage, stack),
        "purpose_note": evaluation.purpose_note,
        "commissioned_on": evaluation.accepted_at.astimezone(SHANGHAI).date()
        if evaluation.accepted_at
        else None,
        "uses": use_facts(stage),
        "rights": tuple(
            RightFacts(
                kind=right.get_kind_display(),
                title=right.title,
                holder=right.holder,
                number=right.number,
                holder_uscc=right.holder_uscc,
                share=right.share,
                status=right.legal_status or "未填写",
            )
            for right in achievement.rights.all()
        ),
        "parameters": tuple(
            ParameterFacts(
                name=row.name,
                value=row.value,
                unit=row.unit,
                condition=row.condition,
                comparator=row.comparator,
                comparator_value=row.comparator_value,
                basis=row.basis,
            )
            for row in achievement.parameters.all()
        ),
        "basis": basis_facts(stack),
        "plan": plan_facts(plan) if plan else PlanFacts(),
    }


def achievement_facts(achievement: Achievement, stack: Stack) -> AchievementFacts:
    sources = {item.id: item.title for stage in stack.stages for item in stage.sources}
    return AchievementFacts(
        title=achievement.title,
        number=achievement.number,
        category=str(achievement.get_category_display()),
        field=naming.item_name(stack, "fields", achievement.field_code),
        keywords=tuple(achievement.keywords),
        abstract=achievement.abstract,
        need=achievement.need,
        application=achievement.application,
        source=sources.get(achievement.source, achievement.source),
        source_note=achievement.source_note,
        contributors=tuple(
            f"{row.name}（{row.organisation_name}）" for row in achievement.contributors.all()
        ),
    )


def plan_facts(plan: Plan) -> PlanFacts:
    return PlanFacts(
        version=plan.version,
        fingerprint=plan.fingerprint,
        locked_on=plan.locked_at.astimezone(SHANGHAI).date() if plan.locked_at else None,
        competitive_share=plan.competitive_share / 100,
        team=plan.team,
        removed=tuple(
            RemovedIndicator(
                title=str(row.get("title", row.get("id", ""))), reason=str(row.get("reason", ""))
            )
            for row in plan.removed
        ),
    )

"""What is evaluated, for whom, on which rules."""

from typing import Any

from quanheng.platform.accounts.selectors import person_name
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.models import Evaluation, Plan
from quanheng.platform.library.models import Achievement
from quanheng.platform.reports.content import (
    AchievementFacts,
    AllowedUse,
    BasisFacts,
    PackFacts,
    ParameterFacts,
    Party,
    PlanFacts,
    RemovedIndicator,
    RightFacts,
)
from quanheng.schemes import Pack, Stack


def subject_facts(evaluation: Evaluation, stack: Stack) -> dict[str, Any]:
    """Return the fields of `ReportFacts` that the commission and the achievement fill."""
    achievement, stage = evaluation.achievement, stack.stage(evaluation.stage)
    plan = evaluations.plan_of(evaluation)
    uses = {use.id: use for use in stage.uses}
    return {
        "achievement": achievement_facts(achievement, stack),
        "client": Party(name=evaluation.client.name, uscc=evaluation.client.uscc),
        "institution": Party(name=evaluation.institution.name, uscc=evaluation.institution.uscc),
        "lead": person_name(evaluation.lead_id),
        "purpose": uses[evaluation.purpose].title
        if evaluation.purpose in uses
        else evaluation.purpose_note or evaluation.purpose,
        "purpose_note": evaluation.purpose_note,
        "commissioned_on": evaluation.accepted_at.astimezone(SHANGHAI).date()
        if evaluation.accepted_at
        else None,
        "uses": tuple(AllowedUse(title=use.title, text=use.text, clause=use.clause) for use in stage.uses),
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
        "basis": BasisFacts(
            packs=tuple(pack_facts(pack) for pack in stack.packs),
            fingerprint=stack.fingerprint,
            documents=documents(stack),
        ),
        "plan": plan_facts(plan) if plan else PlanFacts(),
    }


def achievement_facts(achievement: Achievement, stack: Stack) -> AchievementFacts:
    sources = {item.id: item.title for stage in stack.stages for item in stage.sources}
    return AchievementFacts(
        title=achievement.title,
        number=achievement.number,
        category=str(achievement.get_category_display()),
        field=achievement.field_code,
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


def pack_facts(pack: Pack) -> PackFacts:
    counts = {
        status: sum(row.status == status for row in pack.rows)
        for status in ("official", "secondary", "proposal")
    }
    return PackFacts(
        name=pack.name,
        title=pack.title,
        version=pack.version,
        status=pack.status,
        effective_from=pack.effective_from,
        effective_to=pack.effective_to,
        fingerprint=pack.fingerprint,
        **counts,
    )


def documents(stack: Stack) -> tuple[str, ...]:
    """Return the cited documents once each; one whose text was not read says so."""
    found: dict[str, str] = {}
    for pack in stack.packs:
        for source in pack.sources:
            note = "" if source.at_hand else "（仅引用编号，条文待查证）"
            found.setdefault(
                source.id, " ".join(part for part in (source.title, source.number) if part) + note
            )
    return tuple(found.values())


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

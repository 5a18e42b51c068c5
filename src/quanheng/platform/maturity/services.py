"""What graders do: confirm the breakdown, accept or refuse evidence, record visits, fix the level."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from quanheng.methods.maturity import MaturityResult
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.files import services as files
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.steps import step_data
from quanheng.platform.library import selectors as library
from quanheng.platform.library.models import Achievement, Evidence
from quanheng.platform.maturity import selectors, wording
from quanheng.platform.maturity.models import (
    FigureEntry,
    GradedPackage,
    Grading,
    GradingState,
    SiteVisit,
    Verdict,
    VerdictState,
)

VISIT_FILES = "site_visit"


@transaction.atomic
def open_grading(
    *, actor: Actor, achievement: Achievement, case_ref: CaseRef, scheme: str, now: datetime
) -> Grading:
    """Begin the grading of a case with the achievement's present breakdown (H-8.1)."""
    grading = Grading.objects.create(
        case_kind=case_ref.kind,
        case_id=case_ref.id,
        case_number=case_ref.number,
        achievement=achievement,
        scheme=scheme,
        opened_at=now,
    )
    GradedPackage.objects.bulk_create(
        GradedPackage(
            grading=grading,
            code=p.code,
            parent_code=p.parent_code,
            title=p.title,
            weight=p.weight,
            critical=p.critical,
        )
        for p in library.packages(achievement)
    )
    journal.record("maturity.opened", grading, actor=actor, at=now)
    return grading


@transaction.atomic
def confirm_packages(*, actor: Actor, grading_id: UUID, critical: frozenset[str], now: datetime) -> Grading:
    """Confirm the breakdown and which leaves are critical; verdicts are given after that."""
    grading = open_for(actor, grading_id)
    leaves = selectors.leaves(grading)
    if not leaves:
        raise Refused("The work breakdown has no package; the owner adds them to the achievement")
    if unknown := critical - {leaf.code for leaf in leaves}:
        raise Refused(
            "critical: got %(codes)s, takes numbers of leaf packages", codes=", ".join(sorted(unknown))
        )
    for leaf in leaves:
        leaf.critical = leaf.code in critical
        leaf.save(update_fields=["critical"])
    grading.packages_confirmed_at = now
    grading.save(update_fields=["packages_confirmed_at"])
    journal.record(
        "maturity.packages_confirmed",
        grading,
        actor=actor,
        at=now,
        body={"critical": sorted(critical), "count": len(leaves)},
    )
    return grading


@transaction.atomic
def decide_element(
    *,
    actor: Actor,
    grading_id: UUID,
    package_code: str,
    level: int,
    element: str,
    verdict: str,
    reason: str,
    now: datetime,
) -> Verdict:
    """Accept an element's evidence, or refuse it with a reason (H-8.2). The verifier is never the uploader.

    What is accepted are the files as they lie in the store: one whose bytes have changed is refused.
    """
    grading = open_for(actor, grading_id)
    evidence = judgeable(actor, grading, package_code, level, element)
    if verdict not in {VerdictState.ACCEPTED, VerdictState.NOT_ACCEPTED}:
        raise Refused("verdict: got %(verdict)s, takes accepted or not_accepted", verdict=verdict)
    if verdict == VerdictState.NOT_ACCEPTED and not reason.strip():
        raise Refused("reason: got nothing, takes the reason why the evidence is not accepted")
    if verdict == VerdictState.ACCEPTED:
        require_visit(grading, level, element)
        for row in evidence:
            files.read(row.attachment)
    given, _ = Verdict.objects.update_or_create(
        grading=grading,
        package_code=package_code,
        level=level,
        element=element,
        defaults={
            "state": verdict,
            "reason": reason.strip(),
            "evidence_hashes": selectors.hashes(evidence),
            "decided_by_id": person_of(actor),
            "decided_at": now,
        },
    )
    journal.record(
        f"maturity.{verdict}",
        grading,
        actor=actor,
        at=now,
        body={
            "package": package_code,
            "place_label": package_code or "Whole project",
            "level": level,
            "element": element,
            "reason": given.reason,
            "files": given.evidence_hashes,
        },
    )
    return given


@transaction.atomic
def record_site_visit(
    *,
    actor: Actor,
    grading_id: UUID,
    visited_on: date,
    place: str,
    visitors: str,
    note: str,
    photographs: files.Received | None = None,
    now: datetime,
) -> SiteVisit:
    """Record the visit that level 9 asks for (H-A1.3)."""
    grading = open_for(actor, grading_id)
    if visited_on > now.astimezone(SHANGHAI).date():
        raise Refused("Visited on: got %(day)s, takes a day that has passed", day=visited_on)
    row = SiteVisit.objects.create(
        grading=grading,
        visited_on=visited_on,
        place=place,
        visitors=visitors,
        note=note,
        attachment=files.attach(
            photographs, owner_kind=VISIT_FILES, owner_id=grading.id, actor=actor, now=now
        )
        if photographs
        else None,
        recorded_by_id=person_of(actor),
        recorded_at=now,
    )
    journal.record(
        "maturity.site_visited",
        grading,
        actor=actor,
        at=now,
        body={"place": place, "on": visited_on.isoformat()},
    )
    return row


@transaction.atomic
def enter_figures(
    *, actor: Actor, grading_id: UUID, level: int, values: Mapping[str, Decimal], now: datetime
) -> None:
    """Enter the money figures of a level, tied to the accepted papers (H-A1.3, levels 11–13)."""
    grading = open_for(actor, grading_id)
    figures = {figure.id: figure for figure in stack_of(grading.scheme).level(level).figures}
    if unknown := set(values) - set(figures):
        raise Refused(
            "figure: got %(names)s, takes %(known)s",
            names=", ".join(sorted(unknown)),
            known=", ".join(sorted(figures)),
        )
    for name, value in values.items():
        papers = selectors.evidence_of(grading, selectors.WHOLE_PROJECT, level, figures[name].paper)
        if not papers:
            raise Refused(
                "%(figure)s: the paper it is read from is not attached", figure=wording.titled(figures[name])
            )
        FigureEntry.objects.update_or_create(
            grading=grading,
            level=level,
            figure=name,
            defaults={
                "value": value,
                "paper": papers[0].attachment.file_id,
                "entered_by_id": person_of(actor),
                "entered_at": now,
            },
        )
    journal.record(
        "maturity.figures_entered",
        grading,
        actor=actor,
        at=now,
        body={"level": level, "figures": sorted(values)},
    )


@transaction.atomic
def confirm_grading(*, actor: Actor, grading: Grading, now: datetime) -> Grading:
    """Fix the level found by the evidence; called by the room of the case inside its two-person act (H-9)."""
    grading = Grading.objects.select_for_update().select_related("achievement").get(id=grading.id)
    result = ready_result(grading)
    grading.level, grading.stage = result.level, result.stage
    grading.index = Decimal(str(round(result.index, 2)))
    grading.result = result_json(result)
    grading.state, grading.confirmed_at = GradingState.CONFIRMED, now
    grading.save()
    journal.record(
        "maturity.confirmed",
        grading,
        actor=actor,
        at=now,
        body={"level": result.level, "stage": result.stage, "index": grading.index},
    )
    return grading


def ready_result(grading: Grading) -> MaturityResult:
    """Return the result if a level can be confirmed now; else `Incomplete` with everything in the way."""
    if grading.state != GradingState.OPEN:
        raise Refused("The level of this case is already confirmed")
    state = selectors.matrix(grading)
    missing = []
    if grading.packages_confirmed_at is None:
        missing.append(Missing("The work breakdown is not confirmed", "packages"))
    if count := sum(1 for _ in state.pending()):
        missing.append(
            Missing("%(count)s cells of the matrix wait for a verdict", "matrix", {"count": count})
        )
    if missing:
        raise Incomplete(missing)
    result = selectors.assess_matrix(state)
    if result.level < 1:
        raise Incomplete(
            [
                Missing(
                    "Level 1 is not reached: not all its evidence elements are accepted in every critical package",
                    "matrix",
                )
            ]
        )
    return result


def result_json(result: MaturityResult) -> dict[str, object]:
    """Return a result as report and pages read it later; the explanation as `common.steps` keeps it."""
    return {
        "level": result.level,
        "stage": result.stage,
        "index": result.index,
        "leaves": [
            {"code": leaf.code, "level": leaf.level, "gaps": list(leaf.gaps)} for leaf in result.leaves
        ],
        "method": result.method,
        "explanation": step_data(result.explanation),
    }


def open_for(actor: Actor, grading_id: UUID) -> Grading:
    grading = selectors.get_for_update(actor, grading_id)
    if grading.state != GradingState.OPEN:
        raise Refused("The level of this case is already confirmed")
    return grading


def judgeable(
    actor: Actor, grading: Grading, package_code: str, level: int, element: str
) -> tuple[Evidence, ...]:
    """Return the evidence of an element that `actor` may judge now: handed in, and by another person (H-8.2)."""
    if grading.packages_confirmed_at is None:
        raise Refused("The work breakdown has to be confirmed before evidence is judged")
    known_element(grading, package_code, level, element)
    evidence = selectors.evidence_of(grading, package_code, level, element)
    if not evidence:
        raise Refused("There is no evidence to judge for this element")
    if any(row.uploaded_by_id == actor.person_id for row in evidence):
        raise Refused("Evidence is judged by another person than the one who uploaded it")
    return evidence


def require_visit(grading: Grading, level: int, element: str) -> None:
    """Refuse the proof of a production line that nobody went to see (H-A1.3)."""
    known = next(e for e in stack_of(grading.scheme).elements(level) if e.id == element)
    if known.site_visit and not selectors.visits(grading).exists():
        raise Refused(
            "Level %(level)s: the site visit has to be recorded before this proof is accepted", level=level
        )


def known_element(grading: Grading, package_code: str, level: int, element: str) -> None:
    row = next((row for row in stack_of(grading.scheme).levels if row.number == level), None)
    places = (
        {selectors.WHOLE_PROJECT}
        if row and row.project_wide
        else {leaf.code for leaf in selectors.leaves(grading)}
    )
    if row is None or package_code not in places or element not in {e.id for e in row.elements}:
        raise Refused(
            "element: got %(element)s of level %(level)s, takes one of the matrix",
            element=element,
            level=level,
        )

"""The panel by code: seats, declarations, the draw."""

from typing import Any

from quanheng.methods.experts.labels import CLAIMS, claim_label
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.evaluation.marking import selectors as marking
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.experts.models import PanelRequest, Seat
from quanheng.platform.experts.selectors import panels, pools
from quanheng.platform.reports import selectors
from quanheng.platform.reports.content import DeclarationFacts, DrawFacts, SeatFacts
from quanheng.platform.reports.content.filling import role_word
from quanheng.platform.reports.content.wording import WORDS, word
from quanheng.schemes import Stack


def panel_facts(evaluation: Evaluation, stack: Stack) -> dict[str, Any]:
    """Return the fields of `ReportFacts` about the panel; people stand by their codes."""
    request = panels.request_of(evaluation.id)
    if request is None:
        return {}
    seats = selectors.panel_seats(evaluation.id)
    return {
        "panel": tuple(seat_facts(evaluation, seats, stack)),
        "declarations": tuple(declaration_facts(seats)),
        "draw": draw_facts(request),
    }


def seat_facts(evaluation: Evaluation, seats: list[Seat], stack: Stack) -> list[SeatFacts]:
    template = stack.stage(evaluation.stage)
    sheets = {sheet.code: sheet for sheet in marking.of_case(evaluation)}
    rows = list(marking.coded_marks(evaluation))
    valued = selectors.valued_seats(seats)
    return [
        SeatFacts(
            code=seat.code,
            role=role_word(seat.role),
            side=marking.side_of(template, seat.role),
            recognition=recognition(seat),
            chair=n == 0,
            sheet=str(sheets[seat.code].state) if seat.code in sheets else "missing",
            marks=sum(row.sheet.code == seat.code and row.status == "scored" for row in rows),
            abstained=sum(row.sheet.code == seat.code and row.status == "abstained" for row in rows),
            valued=seat.id in valued,
        )
        for n, seat in enumerate(sorted(seats, key=lambda s: (s.role != "technical", s.position)))
    ]


def recognition(seat: Seat) -> str:
    """Return on which verified claims the person was seated (H-2.8), without anything that would name them."""
    kinds = sorted(
        {
            sentence(claim_label(claim.kind))
            for claim in pools.claims(seat.expert)
            if claim.verified_at and claim.kind in CLAIMS
        }
    )
    return "经核验：" + "、".join(kinds) if kinds else ""


def declaration_facts(seats: list[Seat]) -> list[DeclarationFacts]:
    rows = selectors.declarations(seats)
    return [
        DeclarationFacts(
            code=row.invitation.seat.code,
            text=str(WORDS["declaration"]),
            signed_on=row.signed_at.astimezone(SHANGHAI).date(),
        )
        for row in rows
    ]


def draw_facts(request: PanelRequest) -> DrawFacts | None:
    draw = panels.draw_of(request)
    if draw is None:
        return None
    return DrawFacts(
        root=draw.root,
        algorithm=word("draws", draw.algorithm),
        drawn_on=draw.drawn_at.astimezone(SHANGHAI).date() if draw.drawn_at else None,
        seed=draw.seed,
        candidates=max(0, len(draw.record.get("leaves", [])) - 1),
    )

"""Who reads which weighting round. Comparisons stay with their member until the round is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_noop as noop

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.models import Person
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent, Missing
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.evaluation import selectors as evaluations
from quanheng.platform.evaluation.weighting import rules
from quanheng.platform.evaluation.weighting.models import PairSheet, WeightingRound
from quanheng.platform.evaluation.weighting.states import PairSheetState, RoundState

if TYPE_CHECKING:
    from quanheng.platform.evaluation.models import Evaluation, Plan

READERS = INSTITUTION | evaluations.WATCHING
AWAITED = noop("%(count)s of %(all)s members have not handed in, and the time has not ended")
TOO_FEW = noop("Sheets handed in: %(got)s; needed at least: %(least)s")
ASKED_AS = (Role.LEAD, Role.INTAKE, Role.REVIEWER, Role.SIGNER)
"""Roles of the institution's people; of several that one person holds, the first is asked."""

REVEALED = frozenset({RoundState.CLOSED, RoundState.ADOPTED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the institution's people who may be made a member; `roles` as held now, the first one is asked."""

    person: Person
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """From which round the weights of a side came, and whether a hand has changed them since."""

    round: WeightingRound
    changed: bool


# rounds ----------------------------------------------------------------------------------------
def visible_to(actor: Actor) -> QuerySet[WeightingRound]:
    """Return the rounds of the cases that the institution's people and who watches may see; no one else's."""
    rows = WeightingRound.objects.select_related("evaluation__achievement", "plan", "opened_by", "adopted_by")
    if actor.role not in READERS:
        return rows.none()
    return rows.filter(evaluation__in=evaluations.visible_to(actor).order_by())


def get(actor: Actor, number: str, round_number: int) -> WeightingRound:
    return _one(visible_to(actor).filter(evaluation__number=number, number=round_number))


def get_for_update(evaluation: "Evaluation", round_number: int) -> WeightingRound:
    """Return a round of a case that the caller has locked: closing and handing in wait for one another there."""
    rows = WeightingRound.objects.select_for_update(of=("self",)).select_related("plan")
    row = _one(rows.filter(evaluation=evaluation, number=round_number))
    row.evaluation = evaluation
    return row


def of_case(actor: Actor, evaluation: "Evaluation") -> QuerySet[WeightingRound]:
    """Return the rounds of a case, the newest first, with `members` and those who handed in (`handed_in`)."""
    handed_in = Count("sheets", filter=Q(sheets__state=PairSheetState.SUBMITTED))
    rows = visible_to(actor).filter(evaluation=evaluation)
    return rows.annotate(members=Count("sheets"), handed_in=handed_in)


def open_rounds(plan: "Plan") -> list[WeightingRound]:
    rows = WeightingRound.objects.filter(plan=plan, state=RoundState.OPEN)
    return list(rows.select_related("evaluation").order_by("number"))


def origins(plan: "Plan") -> dict[str, Origin]:
    """Return for each side of a plan from which round its weights were last adopted."""
    rows = WeightingRound.objects.filter(plan=plan, state=RoundState.ADOPTED)
    return {
        row.side: Origin(row, changed=weights_now(plan, row.side) != adopted_points(row))
        for row in rows.select_related("evaluation").order_by("adopted_at")
    }


def weights_now(plan: "Plan", side: str) -> dict[str, Decimal]:
    return {row["id"]: Decimal(row["weight"]) for row in plan.indicators if row["role"] == side}


def adopted_points(row: WeightingRound) -> dict[str, Decimal]:
    """Return indicator → points of 100, as the closing has rounded them."""
    return {code: Decimal(value) for code, value in row.outcome["points"].items()}


# sheets ----------------------------------------------------------------------------------------
def sheets(row: WeightingRound) -> list[PairSheet]:
    """Return the sheets of a round; before it is closed the caller shows states at most."""
    return list(PairSheet.objects.filter(round=row).select_related("person"))


def counted(row: WeightingRound) -> list[PairSheet]:
    """Return the sheets that entered the result; `Absent` before the round is closed."""
    if row.state not in REVEALED:
        raise Absent
    return [sheet for sheet in sheets(row) if sheet.state == PairSheetState.SUBMITTED]


def own_sheet(actor: Actor, row: WeightingRound) -> PairSheet:
    """Return the sheet of the acting person; a colleague's does not exist."""
    sheet = find_own_sheet(actor, row)
    if sheet is None:
        raise Absent
    return sheet


def find_own_sheet(actor: Actor, row: WeightingRound) -> PairSheet | None:
    if actor.role not in INSTITUTION or actor.person_id is None:
        return None
    return PairSheet.objects.filter(round=row, person_id=actor.person_id).first()


def blockers(row: WeightingRound, rows: Sequence[PairSheet], now: datetime) -> list[Missing]:
    """Return what keeps a round from being closed: members who are still awaited, too few sheets."""
    waiting = sum(sheet.state == PairSheetState.OPEN for sheet in rows)
    handed_in = sum(sheet.state == PairSheetState.SUBMITTED for sheet in rows)
    found = []
    if waiting and now <= row.due_at:
        found.append(Missing(AWAITED, "", {"count": waiting, "all": len(rows)}))
    if handed_in < rules.FEWEST_MEMBERS:
        found.append(Missing(TOO_FEW, "", {"got": handed_in, "least": rules.FEWEST_MEMBERS}))
    return found


# people ----------------------------------------------------------------------------------------
def candidates(evaluation: "Evaluation") -> list[Candidate]:
    """Return the people with a running identity at the commissioned institution, by name."""
    held: dict[Person, list[Role]] = {}
    for role in ASKED_AS:
        for identity in accounts.holders(role, evaluation.institution_id):
            held.setdefault(identity.person, []).append(role)
    people = sorted(held, key=lambda person: (person.name, person.id))
    return [Candidate(person, tuple(dict.fromkeys(held[person]))) for person in people]


def _one(rows: QuerySet[WeightingRound]) -> WeightingRound:
    row = rows.first()
    if row is None:
        raise Absent
    return row

"""Campaigns: concluded evaluations of one institution, and the campaign that sets them beside each other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from factories import accounts, marking
from factories.marking import NOW
from quanheng.methods.scoring import Mark, Panelist, evaluate
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation.campaigns import services
from quanheng.platform.evaluation.campaigns.models import Campaign
from quanheng.platform.evaluation.models import Evaluation, Result
from quanheng.platform.evaluation.results import services as results

Points = Callable[[int, int], float]
"""Expert and place of the indicator, from 1, to points."""

STAGE = "basic"
SIDES = ("authoritative", "competitive")
TERMS = services.Terms(
    title="Sensor competition",
    kind="competition",
    stage=STAGE,
    rules="Teams of the province may enter; the jury is the panel of each evaluation.",
)
POINTS: tuple[Points, ...] = (
    lambda expert, place: 90 - 4 * place + expert,
    lambda expert, place: 58 + 4 * place - expert,
    lambda expert, place: 80 + (expert * place) % 5,
)
"""Three ways to mark: high and falling, rising from a low first indicator, even."""


def manager() -> Actor:
    """Return a case manager of a new institution."""
    return accounts.actor(Role.LEAD, accounts.organisation(kind="institution"))


def handed_to(row: Evaluation, lead: Actor) -> Evaluation:
    """Make a case one of the manager's institution."""
    row.institution_id, row.lead_id = lead.organisation_id, lead.person_id
    row.save(update_fields=["institution", "lead"])
    return row


def planned(lead: Actor, *, stage: str = STAGE, share: int = 50, now: datetime = NOW) -> Evaluation:
    """Return a case with a frozen plan and no marks yet."""
    return handed_to(marking.drawing(stage=stage, share=share, now=now), lead)


def concluded(lead: Actor, points: Points = POINTS[0], *, now: datetime = NOW) -> Evaluation:
    """Return a case with the stored result of six experts, three on each side."""
    row = planned(lead, now=now)
    plan, stack = row.plans.get(), stack_of(row.scheme)
    tree, rules = results.weighed(stack, plan)
    panel = [Panelist(id=f"E-{n:02d}", role=SIDES[n % 2]) for n in range(1, 7)]
    marks = [
        Mark(expert=one.id, indicator=leaf.id, points=float(points(n, place)))
        for n, one in enumerate(panel, 1)
        for place, leaf in enumerate(tree.leaves, 1)
        if leaf.role == one.role
    ]
    outcome = evaluate(tree, panel, marks, rules=rules, seed=results.seed_of(row))
    Result.objects.create(evaluation=row, plan=plan, computed_at=now, **results.columns(outcome, stack))
    row.state = "valuing"
    row.save(update_fields=["state"])
    return row


def campaign(lead: Actor | None = None, *, now: datetime = NOW) -> Campaign:
    return services.create_campaign(actor=lead or manager(), terms=TERMS, now=now)


def entered(lead: Actor, rows: Sequence[Evaluation], *, opened: bool = True, now: datetime = NOW) -> Campaign:
    """Return a campaign with entries, open for more."""
    row = campaign(lead, now=now)
    for case in rows:
        services.add_entry(actor=lead, number=row.number, evaluation_number=case.number, now=now)
    if opened:
        services.open_campaign(actor=lead, number=row.number, now=now)
    return Campaign.objects.get(id=row.id)


def running(*points: Points, now: datetime = NOW) -> tuple[Actor, Campaign]:
    """Return an open campaign of three concluded entries, or of as many as there are ways to mark."""
    lead = manager()
    return lead, entered(lead, [concluded(lead, one, now=now) for one in points or POINTS], now=now)


def foreign_campaign() -> Mapping[str, object]:
    """Return the address of another institution's open campaign and of its entry."""
    lead = manager()
    case = planned(lead)
    return {"number": entered(lead, [case]).number, "entry": case.number}


def foreign_draft() -> Mapping[str, object]:
    """A draft is the institution's own: who watches does not know of it either."""
    return {"number": campaign().number}

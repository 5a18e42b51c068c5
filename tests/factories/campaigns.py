"""Campaigns: concluded evaluations of one institution, and the campaign that sets them beside each other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from factories import accounts, marking
from factories.marking import NOW
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.campaigns import services
from quanheng.platform.evaluation.campaigns.models import Campaign
from quanheng.platform.evaluation.models import Evaluation, Sheet

Points = Callable[[Sheet, int], object]
STAGE = "basic"
TERMS = services.Terms(
    title="Sensor competition",
    kind="competition",
    stage=STAGE,
    rules="Teams of the province may enter; the jury is the panel of each evaluation.",
)
POINTS: tuple[Points, ...] = (
    lambda sheet, place: 92 - place + int(sheet.code[-1]),
    lambda sheet, place: 70 + 8 * place - int(sheet.code[-1]),
    lambda sheet, place: 84 + (int(sheet.code[-1]) * place) % 5,
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
    """Return a case with its stored result."""
    row = marking.scoring(stage=STAGE, now=now)
    marking.all_in(row, points, now=now)
    return marking.close(handed_to(row, lead), now=now)


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

"""What is valued and by which methods: fixed before any expert answers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from quanheng.platform.common import inbox, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.calendar import due_at
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.experts import selectors as experts
from quanheng.platform.valuation import readiness, wording
from quanheng.platform.valuation.models import Engagement, ExpertOpinion
from quanheng.platform.valuation.services.moving import OPINION, ask, held, stated
from quanheng.platform.valuation.sheets.catalogue import SHEETS, required_families

DEADLINE = "evaluation.valuation"


@dataclass(frozen=True, slots=True)
class Basis:
    """The facts that make a value mean something; all are needed to lock."""

    purpose: str = ""
    users: str = ""
    value_type: str = ""
    value_definition: str = ""
    valuation_date: date | None = None
    valid_until: date | None = None
    rights: str = ""
    territory: str = ""
    assumptions: str = ""
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class MethodChoice:
    """A method to run, its weight as a fraction of 1, and why it (needed where the level asks for a reason)."""

    code: str
    weight: Decimal
    why: str = ""


@transaction.atomic
def save_basis(*, actor: Actor, number: str, basis: Basis, now: datetime) -> Engagement:
    """Keep the facts of a draft, complete or not; a validity beyond one year is refused."""
    engagement = held("save_basis", actor=actor, number=number)
    if basis.valuation_date and basis.valid_until:
        last = readiness.latest_validity(basis.valuation_date)
        if not basis.valuation_date <= basis.valid_until <= last:
            raise Refused(
                "Valid until: got %(got)s, takes a day from the valuation date to %(last)s",
                got=basis.valid_until,
                last=last,
            )
    for name, value in asdict(basis).items():
        setattr(engagement, name, value)
    engagement.save()
    journal.record("valuation.basis_saved", engagement, actor=actor, at=now)
    return engagement


@transaction.atomic
def save_methods(
    *, actor: Actor, number: str, methods: Sequence[MethodChoice], families: Mapping[str, str], now: datetime
) -> Engagement:
    """Keep the chosen methods with their weights, and reasons for required families without a method."""
    engagement = held("save_basis", actor=actor, number=number)
    for choice in methods:
        if choice.code not in SHEETS:
            raise Refused(
                "method: got %(got)s, takes one of %(takes)s", got=choice.code, takes=", ".join(SHEETS)
            )
        if not 0 < choice.weight <= 1:
            raise Refused(
                "%(method)s: the weight must be above 0 and at most 100 %%", method=SHEETS[choice.code].label
            )
    if len({choice.code for choice in methods}) < len(methods):
        raise Refused("method: got one twice, takes each once")
    engagement.methods = [
        {"code": c.code, "weight": str(c.weight.normalize()), "why": c.why.strip()} for c in methods
    ]
    engagement.families = {
        family: text.strip()
        for family, text in families.items()
        if family in wording.FAMILIES and text.strip()
    }
    engagement.save()
    codes = ", ".join(choice.code for choice in methods)
    journal.record("valuation.methods_saved", engagement, actor=actor, at=now, body={"methods": codes})
    return engagement


@transaction.atomic
def save_disclosures(*, actor: Actor, number: str, texts: Mapping[str, str], now: datetime) -> Engagement:
    """Keep the texts of the disclosure list, until the value is signed."""
    engagement = held("save_disclosures", actor=actor, number=number)
    engagement.disclosures = {item: texts.get(item, "").strip() for item in wording.DISCLOSURES}
    engagement.save(update_fields=["disclosures"])
    journal.record("valuation.disclosures_saved", engagement, actor=actor, at=now)
    return engagement


@transaction.atomic
def lock(*, actor: Actor, number: str, now: datetime) -> Engagement:
    """Fix facts, methods and weights, and ask the valuers of the stage for their opinions (H-14.5, H-20.2, H-26.3)."""
    engagement = held("lock", actor=actor, number=number)
    if missing := readiness.to_lock(engagement):
        raise Incomplete(missing)
    due, _provisional = due_at(DEADLINE, start=now, scheme=engagement.scheme)
    engagement.locked_at, engagement.opinions_due_at = now, due
    engagement.save()
    opinions = ask_valuers(engagement, actor=actor, now=now)
    journal.record("valuation.locked", engagement, actor=actor, at=now, body={"count": len(opinions)})
    return engagement


def ask_valuers(engagement: Engagement, *, actor: Actor, now: datetime) -> list[ExpertOpinion]:
    """Give each seat entitled to value its opinion to fill in; every other role is left out."""
    request = experts.request_of(engagement.evaluation_id)
    valuers = stack_of(engagement.scheme).stage(engagement.stage).valuers
    seats = [seat for seat in experts.seats(request) if seat.role in valuers] if request else []
    opinions = [ExpertOpinion.objects.create(engagement=engagement, seat=seat) for seat in seats]
    ask(engagement, "open_opinions", by=actor, at=now)
    for seat, opinion in zip(seats, opinions, strict=True):
        inbox.assign(
            engagement,
            "submit_opinion",
            what=OPINION,
            to=inbox.Recipient(Role.EXPERT, person_id=seat.expert.person_id),
            at=now,
            by=actor,
            deadline=DEADLINE,
            path=opinion.get_absolute_url(),
        )
    return opinions


@transaction.atomic
def explain_family(*, actor: Actor, number: str, family: str, reason: str, now: datetime) -> Engagement:
    """Record why a required family cannot be run: from level 8 on, also after the basis is locked (H-26.4)."""
    engagement = held("run_method", actor=actor, number=number)
    if family not in required_families(engagement.level) or engagement.level < readiness.REASON_FROM:
        raise Refused("At level %(level)s no reason takes the place of this method", level=engagement.level)
    engagement.families = {**engagement.families, family: stated(reason, "reason")}
    engagement.save(update_fields=["families"])
    body = {"family": family, "family_label": wording.msgid(wording.FAMILIES[family])}
    journal.record("valuation.family_explained", engagement, actor=actor, at=now, body=body)
    return engagement

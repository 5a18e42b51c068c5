"""Freeze the list and commit to a secret; draw before a witness; keep the record anyone re-runs (`experts.md` 5)."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quanheng.methods import experts as methods
from quanheng.methods.trust.canonical import canonical_json, load_json
from quanheng.platform.common import approvals, journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Incomplete, Missing, Refused
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.experts import policies, steps
from quanheng.platform.experts.models import Draw, Eligibility, PanelRequest, Seat
from quanheng.platform.experts.models.panels import SeatOrigin
from quanheng.platform.experts.naming import left_out, of_role, role_name
from quanheng.platform.experts.selectors import panels
from quanheng.platform.experts.services.requests import excluded_by_reason, screen
from quanheng.platform.experts.states import REQUEST_STATES

AGENCY = "agency"
"""The party that commits a secret when the list is frozen: the pool, by the server."""
FALLBACK = "none: the secret is kept by the server and always revealed"


@dataclass(frozen=True, slots=True)
class CaseStream:
    """The journal of the case above: root, source and draw are published there."""

    stream: str


@transaction.atomic
def freeze_request(
    *, actor: Actor, request_id: UUID, public_source: str, draw_at: datetime | None = None, now: datetime
) -> Draw:
    """Check everyone once more and freeze the list: root, algorithm, source of the random value and commitment are
    published, the secret stays on the server (M-6.3).

    Raises `Incomplete` with one line per role that is short: what was found, what is needed, who was left out.
    """
    policies.require_pool_manager(actor)
    request = panels.get_for_update(actor, request_id)
    target = REQUEST_STATES.target("freeze", state=request.state, role=actor.role)
    if not public_source.strip():
        raise Refused(
            "Source of the random value: got nothing, takes what will be known only after the freeze"
        )
    if draw_at is not None and draw_at < now:
        raise Refused("Time of the draw: got a time before now, takes a later one")
    rows = screen(request, actor=actor, now=now)
    _require_enough(request, rows)
    frozen = _frozen_list(request, rows, public_source.strip(), draw_at or now)
    _require_filled(frozen)
    secret = secrets.token_bytes(32)
    request.state, request.frozen_at = target, now
    request.save(update_fields=["state", "frozen_at"])
    row = Draw.objects.create(
        request=request,
        algorithm=frozen.algorithm,
        root=frozen.root().hex(),
        manifest=[leaf.decode() for leaf in frozen.leaves()],
        commitments={AGENCY: methods.seed_commitment(secret)},
        public_source=frozen.public_source,
        draw_at=frozen.draw_at,
        secret=secret,
        frozen_by_id=policies.person_of(actor),
        frozen_at=now,
    )
    steps.done(request, by=actor, at=now)
    steps.ask_pool(request, "propose_draw", what="Put the draw up for a witness", by=actor, at=now)
    body = {"root": row.root, "algorithm": row.algorithm, "source": row.public_source}
    _publish("experts.frozen", request, actor, now, body)
    return row


def _publish(
    kind: str, request: PanelRequest, actor: Actor, now: datetime, body: Mapping[str, object]
) -> None:
    journal.record(kind, request, actor=actor, at=now, body=body)
    journal.record(kind, CaseStream(request.case_stream), actor=actor, at=now, body=body)


def _require_enough(request: PanelRequest, rows: Sequence[Eligibility]) -> None:
    """Refuse a list with too few candidates a seat, saying per role what is missing and what to widen."""
    stack = stack_of(request.scheme)
    per_seat = stack.number("panel.candidates_per_seat")
    missing = []
    for role, quota in sorted(request.quotas.items()):
        own = of_role(rows, role)
        found, needed = sum(row.eligible for row in own), per_seat * quota
        if found < needed:
            values = {
                "role": role_name(role),
                "found": found,
                "needed": needed,
                "why": left_out(stack, own) or "0",
            }
            missing.append(
                Missing(
                    "%(role)s: %(found)s of %(needed)s needed candidates; left out: %(why)s. Add fields or enterprises, or ask for fewer seats",
                    values=values,
                )
            )
    if missing:
        raise Incomplete(missing)


def _frozen_list(
    request: PanelRequest, rows: Sequence[Eligibility], public_source: str, draw_at: datetime
) -> methods.FrozenList:
    return methods.FrozenList(
        request=str(request.id),
        round=1,
        scheme=request.scheme,
        candidates=[
            methods.Candidate(row.code, row.role, row.institution_code) for row in rows if row.eligible
        ],
        quotas=request.quotas,
        exclusions=excluded_by_reason(rows),
        parties=[AGENCY],
        public_source=public_source,
        fallback=FALLBACK,
        draw_at=draw_at,
        institution_limit=request.institution_limit,
    )


def _require_filled(frozen: methods.FrozenList) -> None:
    """Refuse a list from which some seat could never be filled: how many seats can be filled no seed changes."""
    trial = methods.draw(
        frozen.candidates, frozen.quotas, bytes(32), institution_limit=frozen.institution_limit
    )
    if trial.shortages:
        raise Incomplete(
            [
                Missing(
                    "%(role)s: %(missing)s seats cannot be filled, because candidates share institutions or roles. Add fields or enterprises, or ask for fewer seats",
                    values={"role": role_name(short.role), "missing": short.missing},
                )
                for short in trial.shortages
            ]
        )


@transaction.atomic
def propose_draw(*, actor: Actor, request_id: UUID, now: datetime) -> PanelRequest:
    """Put the draw up: another person witnesses it on an own device and types the random value."""
    policies.require_pool_manager(actor)
    request = panels.get_for_update(actor, request_id)
    REQUEST_STATES.target("draw", state=request.state, role=actor.role)
    approvals.propose(request.ref, "draw", actor=actor, now=now)
    steps.done(request, by=actor, at=now)
    steps.ask_pool(request, "draw", what="Witness the draw", by=actor, at=now)
    journal.record("experts.draw_proposed", request, actor=actor, at=now)
    return request


@transaction.atomic
def run_draw(*, actor: Actor, request_id: UUID, public_value: str, now: datetime) -> Draw:
    """Draw as witness: with the committed secret and the random value that is known only now (M-6.3).

    Seats and substitutes are fixed in this one act; there is no second draw. Raises `Refused` before the
    published time, for whoever put the draw up, and without a value.
    """
    request = panels.get_for_update(actor, request_id)
    target = REQUEST_STATES.target("draw", state=request.state, role=actor.role)
    row = Draw.objects.select_for_update().get(request=request, seed="")
    if now < row.draw_at:
        raise Refused("The draw is published for %(time)s; it cannot be earlier", time=moment(row.draw_at))
    if not public_value.strip():
        raise Refused("Random value: got nothing, takes the value from the published source")
    proposal = approvals.approve(request.ref, "draw", actor=actor, now=now)
    frozen = methods.FrozenList.from_leaves([leaf.encode() for leaf in row.manifest])
    held = methods.hold_draw(
        frozen,
        commitments=row.commitments,
        reveals={AGENCY: bytes(row.secret)},
        public_value=public_value.strip(),
    )
    _seat_rows(request, row, held.result)
    row.public_value, row.drawn_at = public_value.strip(), now
    row.drawn_by_id, row.witness_id = proposal.proposed_by, actor.person_id
    row.record = load_json(canonical_json(held.record))
    row.seed = next(line.split("|")[1] for line in row.record["log"] if line.startswith("seed|"))
    row.save()
    request.state = target
    request.save(update_fields=["state"])
    steps.done(request, by=actor, at=now)
    steps.ask_pool(request, "invite", what="Send invitations", by=actor, at=now)
    _publish("experts.drawn", request, actor, now, {"seed": row.seed})
    return row


def _seat_rows(request: PanelRequest, draw: Draw, result: methods.DrawResult) -> None:
    """Write seats and substitutes; each person gets one random short code for everything in this case."""
    experts = dict(Eligibility.objects.filter(request=request).values_list("code", "expert_id"))
    people = sorted({seat.expert for seat in (*result.seats, *result.substitutes)})
    numbers = secrets.SystemRandom().sample(range(1, max(100, len(people) * 2)), len(people))
    short = {person: f"E-{number:02d}" for person, number in zip(people, numbers, strict=True)}
    places: Counter[str] = Counter()
    rows: list[tuple[methods.Seat, int | None, SeatOrigin]] = []
    for seat in result.seats:
        places[seat.role] += 1
        rows.append((seat, places[seat.role], SeatOrigin.DRAWN))
    rows += [(seat, None, SeatOrigin.SUBSTITUTE) for seat in result.substitutes]
    Seat.objects.bulk_create(
        Seat(
            request=request,
            draw=draw,
            expert_id=experts[seat.expert],
            role=seat.role,
            code=short[seat.expert],
            position=seat.order,
            place=place,
            origin=origin,
        )
        for seat, place, origin in rows
    )


@transaction.atomic
def fail_request(*, actor: Actor, request_id: UUID, reason: str, now: datetime) -> PanelRequest:
    """Give a panel up before anyone is invited, so that the case manager may ask anew."""
    policies.require_pool_manager(actor)
    request = panels.get_for_update(actor, request_id)
    request.state = REQUEST_STATES.target("fail", state=request.state, role=actor.role)
    if not reason.strip():
        raise Refused("Reason: got nothing, takes why the panel is given up")
    request.save(update_fields=["state"])
    approvals.withdraw(request.ref, "draw", now=now)
    steps.done(request, by=actor, at=now)
    _publish("experts.failed", request, actor, now, {"reason": reason.strip()})
    return request

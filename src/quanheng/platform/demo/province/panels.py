"""The panel: screened, frozen, drawn before a witness, invited; experts accept and declare (J4)."""

from datetime import datetime, timedelta
from uuid import UUID

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.demo.province.commissions import case_of
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.demo.selectors import enterprises_of
from quanheng.platform.experts import selectors, services
from quanheng.platform.experts.models import Expert, Invitation, PanelRequest
from quanheng.platform.experts.selectors import panels
from quanheng.platform.experts.texts import QUESTIONS

SCREENED, DRAWN, INVITED, ANSWERED = 31, 32, 32, 33
"""Steps of a journey, in working days from its beginning."""
BUSY = "time"
MINUTES = 11


def actor_of(expert: Expert) -> Actor:
    """Return an expert as an acting person."""
    rows = accounts.running_identities(expert.person_id)
    return accounts.actor_for(next(row for row in rows if row.role == Role.EXPERT))


def request_of(journey: Journey) -> PanelRequest:
    request = selectors.request_of(case_of(journey).id)
    if request is None:
        raise LookupError(journey.case)
    return request


def draw(journey: Journey) -> Story:
    """Tell how the pool finds candidates and draws the panel."""
    manager, second = journey.world.actor("suhui"), journey.world.actor("zhengkai")
    yield (now := journey.at(SCREENED, "09:30"))
    request = request_of(journey).id
    services.set_enterprises(
        actor=manager,
        request_id=request,
        customers=enterprises_of("customer"),
        chain=enterprises_of("chain"),
        now=now,
    )
    if fields := journey.story.get("widen"):
        services.screen_candidates(actor=manager, request_id=request, now=now)
        for actor, clock in ((manager, "10:10"), (second, "14:40")):
            yield (now := journey.at(SCREENED, clock))
            services.widen_fields(actor=actor, request_id=request, fields=fields, now=now)
    yield (now := journey.at(SCREENED, "15:00"))
    services.screen_candidates(actor=manager, request_id=request, now=now)
    yield (now := journey.at(DRAWN, "09:40"))
    public = source("sentences")["panel"]["public_source"]
    services.freeze_request(actor=manager, request_id=request, public_source=public, now=now)
    yield (now := journey.at(DRAWN, "15:05"))
    services.propose_draw(actor=manager, request_id=request, now=now)
    yield (now := journey.at(DRAWN, "15:20"))
    witness = journey.world.actor("zhouzheng")
    services.run_draw(actor=witness, request_id=request, public_value=index(now), now=now)
    yield (now := journey.at(INVITED, "15:50"))
    services.send_invitations(actor=second, request_id=request, now=now)


def index(now: datetime) -> str:
    """Return the closing figure of a day that the draw is tied to."""
    return f"{3000 + now.timetuple().tm_yday * 1.37:.2f}"


def answer(journey: Journey, *, most: int | None = None) -> Story:
    """Tell how the invited accept and declare, one after the other; with `most`, only so many of them so far.

    The second one has no time, so that a substitute moves up.
    """
    start = journey.at(ANSWERED, "08:10")
    yield start
    request, turn = request_of(journey).id, 0
    while (waiting := open_invitation(request)) is not None and (most is None or turn < most):
        now = start + timedelta(minutes=MINUTES * turn)
        yield now
        actor = actor_of(waiting.seat.expert)
        if turn == 1:
            note = source("sentences")["panel"]["busy"]
            services.answer_invitation(
                actor=actor, invitation_id=waiting.id, accept=False, reason=BUSY, note=note, now=now
            )
        else:
            services.answer_invitation(actor=actor, invitation_id=waiting.id, accept=True, now=now)
            services.sign_declaration(
                actor=actor,
                invitation_id=waiting.id,
                answers={question.key: False for question in QUESTIONS},
                confidential=True,
                now=now + timedelta(minutes=3),
            )
        turn += 1


def open_invitation(request: UUID) -> Invitation | None:
    """Return the invitation that is answered next: by the time it was sent, then by the order of the draw."""
    rows = panels.open_invitations().filter(seat__request_id=request).select_related("seat__expert")
    return rows.order_by("sent_at", "seat__position", "seat__code").first()

"""The lives of an expert in a pool, of a request for a panel, of its seats and invitations (`experts.md` 1, 7)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable, move

EXPERT, POOL, SUPERVISOR, SYSTEM = Role.EXPERT, Role.POOL_MANAGER, Role.SUPERVISOR, Role.SYSTEM


class ExpertState(TextChoices):
    APPLIED = "applied", _("Applied")
    VERIFYING = "verifying", _("Proofs being verified")
    NOTICED = "noticed", _("Publicity of admission")
    ACTIVE = "active", _("In the pool")
    WARNED = "warned", _("Warned")
    SUSPENDED = "suspended", _("Expert suspended")
    LEFT = "left", _("Left the pool")
    EXPELLED = "expelled", _("Expelled")
    LAPSED = "lapsed", _("Term ended")


E = ExpertState

EXPERT_STATES = StateTable(
    ExpertState,
    [
        move("verify", E.APPLIED, E.VERIFYING, POOL, _("Verify proofs"), article="M-6.1"),
        move("open_notice", E.VERIFYING, E.NOTICED, POOL, _("Open publicity"), article="M-6.2", second=True),
        move("admit", E.NOTICED, E.ACTIVE, POOL, _("Admit to the pool"), article="M-6.2", second=True),
        move("refuse", [E.APPLIED, E.VERIFYING, E.NOTICED], E.LEFT, POOL, _("Refuse admission")),
        move("warn", E.ACTIVE, E.WARNED, POOL, _("Warn"), article="M-6.2", second=True),
        move(
            "suspend",
            [E.ACTIVE, E.WARNED],
            E.SUSPENDED,
            POOL,
            _("Suspend expert"),
            article="M-6.2",
            second=True,
        ),
        move(
            "reinstate", [E.WARNED, E.SUSPENDED], E.ACTIVE, POOL, _("Reinstate"), article="M-6.2", second=True
        ),
        move(
            "expel",
            [E.ACTIVE, E.WARNED, E.SUSPENDED],
            E.EXPELLED,
            POOL,
            _("Expel"),
            article="M-6.3",
            second=True,
        ),
        move(
            "leave",
            [E.APPLIED, E.VERIFYING, E.NOTICED, E.ACTIVE, E.WARNED, E.SUSPENDED, E.LAPSED],
            E.LEFT,
            EXPERT,
            _("Leave the pool"),
            article="M-6.4",
        ),
        move("lapse", [E.ACTIVE, E.WARNED], E.LAPSED, SYSTEM, _("End of term")),
        move("renew", E.LAPSED, E.ACTIVE, POOL, _("Renew"), article="M-6.2", second=True),
    ],
    tones={
        E.APPLIED: "wait",
        E.VERIFYING: "info",
        E.NOTICED: "info",
        E.ACTIVE: "ok",
        E.WARNED: "warn",
        E.SUSPENDED: "bad",
        E.LEFT: "closed",
        E.EXPELLED: "bad",
        E.LAPSED: "closed",
    },
    path=[E.APPLIED, E.VERIFYING, E.NOTICED, E.ACTIVE],
)
DRAWABLE = (E.ACTIVE, E.WARNED)
"""States in which an expert may stand on a list."""


class RequestState(TextChoices):
    DRAFT = "draft", _("Panel requested")
    SCREENED = "screened", _("Candidates screened")
    FROZEN = "frozen", _("List frozen")
    DRAWN = "drawn", _("Panel drawn")
    INVITING = "inviting", _("Inviting experts")
    SEATED = "seated", _("Panel seated")
    CLOSED = "closed", _("Panel closed")
    FAILED = "failed", _("Panel not filled")


R = RequestState

REQUEST_STATES = StateTable(
    RequestState,
    [
        move("screen", [R.DRAFT, R.SCREENED], R.SCREENED, POOL, _("Screen candidates"), article="H-13.1"),
        move("freeze", R.SCREENED, R.FROZEN, POOL, _("Freeze list"), article="M-6.3"),
        move("draw", R.FROZEN, R.DRAWN, [POOL, SUPERVISOR], _("Draw"), article="M-6.3", second=True),
        move("invite", R.DRAWN, R.INVITING, POOL, _("Send invitations")),
        move("seat", R.INVITING, R.SEATED, SYSTEM, _("Seat panel")),
        move("vacate", R.SEATED, R.INVITING, SYSTEM, _("Fill a vacated seat"), article="M-8.3"),
        move("close", R.SEATED, R.CLOSED, SYSTEM, _("Close panel")),
        move(
            "fail",
            [R.DRAFT, R.SCREENED, R.FROZEN, R.DRAWN, R.INVITING],
            R.FAILED,
            POOL,
            _("Give up the panel"),
        ),
    ],
    tones={
        R.DRAFT: "wait",
        R.SCREENED: "info",
        R.FROZEN: "info",
        R.DRAWN: "info",
        R.INVITING: "wait",
        R.SEATED: "ok",
        R.CLOSED: "closed",
        R.FAILED: "bad",
    },
    path=[R.DRAFT, R.SCREENED, R.FROZEN, R.DRAWN, R.INVITING, R.SEATED],
)
OVER = (R.CLOSED, R.FAILED)


class SeatState(TextChoices):
    WAITING = "waiting", _("Seat waiting")
    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Seat taken")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("No answer in time")
    VOIDED = "voided", _("Seat voided")


P = SeatState

SEAT_STATES = StateTable(
    SeatState,
    [
        move("invite", P.WAITING, P.INVITED, [POOL, SYSTEM], _("Invite")),
        move("accept", P.INVITED, P.ACCEPTED, EXPERT, _("Take seat"), article="M-8.3"),
        move("decline", P.INVITED, P.DECLINED, EXPERT, _("Decline"), article="M-6.4"),
        move("lapse", P.INVITED, P.LAPSED, SYSTEM, _("No answer in time")),
        move("void", [P.WAITING, P.INVITED, P.ACCEPTED], P.VOIDED, SYSTEM, _("Void seat"), article="M-6.3"),
    ],
    tones={
        P.WAITING: "neutral",
        P.INVITED: "wait",
        P.ACCEPTED: "ok",
        P.DECLINED: "closed",
        P.LAPSED: "closed",
        P.VOIDED: "bad",
    },
)
RUNNING = (P.INVITED, P.ACCEPTED)


class InvitationState(TextChoices):
    SENT = "sent", _("Invitation sent")
    ACCEPTED = "accepted", _("Accepted, not yet declared")
    DECLARED = "declared", _("Declaration signed")
    DECLINED = "declined", _("Invitation declined")
    LAPSED = "lapsed", _("Invitation lapsed")
    RECUSED = "recused", _("Stepped aside")


I = InvitationState  # noqa: E741  # one letter a table, as elsewhere in this file

INVITATION_STATES = StateTable(
    InvitationState,
    [
        move("accept", I.SENT, I.ACCEPTED, EXPERT, _("Accept")),
        move("decline", [I.SENT, I.ACCEPTED], I.DECLINED, EXPERT, _("Decline"), article="M-6.4"),
        move("declare", I.ACCEPTED, I.DECLARED, EXPERT, _("Sign declaration"), article="M-8.3"),
        move("lapse", [I.SENT, I.ACCEPTED], I.LAPSED, SYSTEM, _("No answer in time")),
        move(
            "recuse",
            [I.SENT, I.ACCEPTED, I.DECLARED],
            I.RECUSED,
            SYSTEM,
            _("Step aside"),
            article="M-8.3",
        ),
    ],
    tones={
        I.SENT: "wait",
        I.ACCEPTED: "wait",
        I.DECLARED: "ok",
        I.DECLINED: "closed",
        I.LAPSED: "closed",
        I.RECUSED: "closed",
    },
    path=[I.SENT, I.ACCEPTED, I.DECLARED],
)
OPEN = (I.SENT, I.ACCEPTED)

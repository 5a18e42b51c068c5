"""How long a sign-in lasts."""

from datetime import datetime, timedelta

from django.conf import settings

from quanheng.platform.accounts.duties import ADMINISTRATORS
from quanheng.platform.accounts.models import SignIn
from quanheng.platform.common.roles import INSTITUTION, Role

STAFF = INSTITUTION | ADMINISTRATORS | {Role.POOL_MANAGER, Role.OFFICER, Role.SUPERVISOR}
"""Roles whose work is an office's: their sign-in ends after half an hour of silence."""

ABSOLUTE = timedelta(hours=12)
IDLE, IDLE_STAFF, IDLE_GUARDED = timedelta(hours=2), timedelta(minutes=30), timedelta(minutes=15)


def idle_limit(role: Role) -> timedelta:
    if settings.PROFILE == "dengbao":
        return IDLE_GUARDED
    return IDLE_STAFF if role in STAFF else IDLE


def has_expired(sign_in: SignIn, role: Role, *, now: datetime) -> bool:
    """Say whether a sign-in was ended, silent for too long, or is half a day old."""
    return (
        sign_in.ended_at is not None
        or now - sign_in.seen_at > idle_limit(role)
        or now - sign_in.began_at > ABSOLUTE
    )

"""How often something may be asked: counted in the database, so that every process counts alike (`trust.md` 11)."""

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest


class Allowance(models.Model):
    """The uses of one limit by one asker, as seconds since 1970, oldest first; never more than the limit."""

    key = models.CharField(max_length=120, primary_key=True)
    uses = models.JSONField(default=list)

    class Meta:
        app_label = "common"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` uses in any stretch of length `per`."""

    name: str
    count: int
    per: timedelta


class Exhausted(Exception):
    """The limit is reached; the next use is possible after `retry_after` seconds (answered 429)."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


@transaction.atomic
def take(limit: Limit, whom: str, *, now: datetime) -> None:
    """Use the limit once, or raise `Exhausted`: taken before the work, so that parallel askers cannot outrun it."""
    Allowance.objects.get_or_create(key=_key(limit, whom))
    row = Allowance.objects.select_for_update().get(key=_key(limit, whom))
    moment, start = now.timestamp(), (now - limit.per).timestamp()
    uses = [use for use in row.uses if use > start]
    if len(uses) >= limit.count:
        raise Exhausted(max(1, math.ceil(uses[0] - start)))
    row.uses = [*uses, moment]
    row.save(update_fields=["uses"])


@transaction.atomic
def give_back(limit: Limit, whom: str) -> None:
    """Undo the latest use: it turned out not to count."""
    row = Allowance.objects.select_for_update().filter(key=_key(limit, whom)).first()
    if row and row.uses:
        row.uses = row.uses[:-1]
        row.save(update_fields=["uses"])


def _key(limit: Limit, whom: str) -> str:
    return f"{limit.name}:{whom}"[:120]


def address_of(request: HttpRequest) -> str:
    """Return whence the request comes: the connection, or what the outermost trusted proxy saw.

    Forwarding headers count only with `TRUSTED_PROXIES`; an IPv6 client is its /64 network.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        address = hops[-min(settings.TRUSTED_PROXIES, len(hops))] if hops else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)

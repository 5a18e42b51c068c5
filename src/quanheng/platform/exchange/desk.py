"""The bidding engine as this room reaches it."""

from datetime import datetime

from django.conf import settings

from quanheng.live import client
from quanheng.live.client import LotDesk
from quanheng.live.tokens import BIDDER, VIEWER, TokenIssuer
from quanheng.platform.common import clock
from quanheng.platform.exchange.models import Lot

LOOPBACK = {"0.0.0.0", "::", ""}  # noqa: S104  # addresses to listen on, not to speak to


def bidding_desk() -> LotDesk:
    """Return the desk of the engine: in this process, or at the address where the platform is served."""
    host = "127.0.0.1" if settings.HOST in LOOPBACK else settings.HOST
    return client.connect(
        settings.DATA_DIR,
        keys_dir=settings.KEYS_DIR,
        address=f"http://{host}:{settings.PORT}",
        clock=clock.now,
    )


def lot_token(lot: Lot, code: str, *, now: datetime) -> str:
    """Return what lets a page speak to the engine about one lot, as bidder `code` or (empty) as a viewer."""
    role = BIDDER if code else VIEWER
    return TokenIssuer(settings.KEYS_DIR).issue(
        lot=lot.number, role=role, code=code, terms_hash=lot.terms_sha256, now=now
    )

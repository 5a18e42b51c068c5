"""What may be read of pools and panels, and by whom. Other rooms use the names below."""

from quanheng.platform.experts.selectors.panels import (
    Progress,
    codes,
    declared_at,
    progress,
    request_of,
    running,
    seat_of,
    seats,
)

__all__ = ["Progress", "codes", "declared_at", "progress", "request_of", "running", "seat_of", "seats"]

"""What rooms above learn from reports: a listing is suspended when its report is revoked."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from quanheng.platform.common.registry import Registry

if TYPE_CHECKING:
    from quanheng.platform.reports.models import Report

issued: "Registry[Callable[[Report, datetime], None]]" = Registry("a report was issued")

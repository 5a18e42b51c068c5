"""Where each room answers (`interface.md` 2). Rooms name their own addresses."""

from django.conf import settings
from django.urls import include, path

ROOMS = [
    "portal",
    "accounts",
    "integrity",
    "library",
    "maturity",
    "experts",
    "evaluation",
    "valuation",
    "reports",
    "exchange",
    "followup",
    "common",
]

urlpatterns = [path("", include(f"quanheng.platform.{room}.urls")) for room in ROOMS]
if settings.PROFILE in {"demo", "test"}:
    urlpatterns.append(path("", include("quanheng.platform.demo.urls")))
handler400 = "quanheng.platform.common.views.unreadable"
handler404 = "quanheng.platform.common.views.not_found"
handler403 = "quanheng.platform.common.views.forbidden"
handler500 = "quanheng.platform.common.views.broken"

"""The authority of a rule: 官方 · 通行 · 建议."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.ui.parts import Text

AUTHORITIES: dict[str, Text] = {
    "official": _("Official"),
    "secondary": _("Common practice"),
    "proposal": _("Proposal"),
}


@dataclass(frozen=True, slots=True)
class RuleBadge:
    status: str
    label: Text
    clause: str
    url: str


def badge(status: str, clause: str = "", url: str = "") -> RuleBadge:
    if status not in AUTHORITIES:
        raise ValueError(f"status: got {status!r}, takes one of {', '.join(AUTHORITIES)}")
    return RuleBadge(status, AUTHORITIES[status], clause, url)

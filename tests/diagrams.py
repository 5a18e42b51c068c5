"""Draw every state table into `docs/states/`: `python tests/diagrams.py` writes, a test compares."""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_settings")

import django

django.setup()

from quanheng.platform.common.states import StateTable
from quanheng.platform.evaluation.campaigns.states import CAMPAIGN_STATES
from quanheng.platform.evaluation.marking.states import SHEET_STATES
from quanheng.platform.evaluation.states import EVALUATION_STATES
from quanheng.platform.evaluation.weighting.states import PAIR_SHEET_STATES, ROUND_STATES
from quanheng.platform.exchange.states import LISTING_STATES
from quanheng.platform.experts.states import EXPERT_STATES, INVITATION_STATES, REQUEST_STATES, SEAT_STATES
from quanheng.platform.library.states import ACHIEVEMENT_STATES
from quanheng.platform.reports.states import REPORT_STATES
from quanheng.platform.valuation.states import ENGAGEMENT_STATES

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "states"
TABLES: dict[str, tuple[str, StateTable]] = {
    "achievement": ("An achievement in the library", ACHIEVEMENT_STATES),
    "evaluation": ("An evaluation (machine E; annexes 2 to 4 of the guide)", EVALUATION_STATES),
    "listing": ("A listing (machine L; annex 5 of the guide)", LISTING_STATES),
    "expert": ("An expert in the pool", EXPERT_STATES),
    "panel-request": ("A request for a panel", REQUEST_STATES),
    "invitation": ("An invitation", INVITATION_STATES),
    "seat": ("A seat on a panel", SEAT_STATES),
    "sheet": ("A score sheet", SHEET_STATES),
    "weighting-round": ("A weighting round", ROUND_STATES),
    "pair-sheet": ("A member's comparisons in pairs", PAIR_SHEET_STATES),
    "campaign": ("A campaign that sets evaluations beside each other", CAMPAIGN_STATES),
    "engagement": ("A valuation engagement", ENGAGEMENT_STATES),
    "report": ("An evaluation report", REPORT_STATES),
}


def page(name: str) -> str:
    """Return the page of a table: its drawing, made from the table alone."""
    title, table = TABLES[name]
    return f"# {title}\n\n```mermaid\n{table.diagram()}```\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in TABLES:
        (FOLDER / f"{each}.md").write_text(page(each), "utf-8")

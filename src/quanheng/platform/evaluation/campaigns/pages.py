"""What the pages of a campaign say: header, facts, and a comparison in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.headers import case_header
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.parts import Action, Answer, CaseHeader, Text, TimelineLine
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.campaigns import links, policies, selectors, tables, yardstick
from quanheng.platform.evaluation.campaigns.comparing import Comparison, Contender, compare, named
from quanheng.platform.evaluation.campaigns.models import Campaign
from quanheng.platform.evaluation.campaigns.selectors import Standing
from quanheng.platform.evaluation.campaigns.states import CAMPAIGN_STATES, COMPARED_IN, CampaignState

REFERENCE = _("For reference only")
WHY = _(
    "An added entry may change the relative order of the others; the certified grade of an entry never changes."
)
AGREEMENT: tuple[tuple[float, Text], ...] = (
    (0.9, _("The three methods rank almost alike (Kendall's W %(value)s).")),
    (0.7, _("The three methods agree on most of the order (Kendall's W %(value)s).")),
    (0.4, _("The three methods agree in part (Kendall's W %(value)s): look at the disagreements.")),
    (-1.0, _("The three methods hardly agree (Kendall's W %(value)s): the order says little.")),
)
"""From which W on, in words [proposal]."""

EDITABLE = frozenset({CampaignState.DRAFT, CampaignState.OPEN})
ACTS = {
    "open_campaign": "evaluation:open_campaign",
    "close_campaign": "evaluation:close_campaign",
    "withdraw_campaign": "evaluation:withdraw_campaign",
}


def header(row: Campaign, actor: Actor, now: datetime, standings: Sequence[Standing]) -> CaseHeader:
    lead = policies.is_lead(actor, row)
    return case_header(
        row,
        kind=_("Campaign"),
        table=CAMPAIGN_STATES,
        actor=actor,
        now=now,
        pages=ACTS if lead else {},
        reason=lambda verb: why_not(verb, row, standings),
        extra=extra_acts(row, standings, lead=lead),
    )


def why_not(verb: str, row: Campaign, standings: Sequence[Standing]) -> Text:
    if verb == "open_campaign" and row.yardstick is None:
        return _("The campaign has no entry: the first one brings the indicators and weights")
    if verb == "close_campaign" and not standings:
        return _("The campaign has no entry; withdraw it instead")
    return ""


def extra_acts(row: Campaign, standings: Sequence[Standing], *, lead: bool) -> tuple[Action, ...]:
    """Return the comparison for every reader, and the entries for the campaign's manager."""
    found: list[Action] = []
    if lead and row.state in EDITABLE:
        found.append(Action(_("Add an entry"), links.page("add_entry", row), primary=True))
    if lead and row.state == CampaignState.DRAFT:
        found.append(Action(_("Edit the campaign"), links.page("edit_campaign", row)))
    if row.state in COMPARED_IN:
        bar = selectors.closed_because(row, standings)
        primary = bar is None and not found
        found.append(Action(_("Comparison"), links.page("comparison", row), primary, str(bar or "")))
    return tuple(found)


def facts(row: Campaign) -> list[Answer]:
    return [
        Answer(_("Kind of campaign"), row.get_campaign_kind_display()),
        Answer(_("Stage"), wording.stage_title(row.stage, row.scheme)),
        Answer(_("Evaluation institution"), row.institution.name),
        Answer(_("Manager of the campaign"), row.lead.name),
        Answer(_("Rules of the campaign"), row.rules),
    ]


def record(row: Campaign) -> list[TimelineLine]:
    return [TimelineLine(one.at, one.role.label, one.sentence, one.opinion) for one in timeline.lines(row)]


# comparison ------------------------------------------------------------------------------------
def comparison_of(row: Campaign, standings: Sequence[Standing]) -> Comparison:
    """Compute the cross-checks from the stored results; equal results give equal figures."""
    contenders = [contender(one) for one in selectors.compared(standings)]
    return compare(contenders, yardstick.weights(row.measure), seed_of(row))


def seed_of(row: Campaign) -> int:
    """Return the seed of the campaign: fixed by its id."""
    return row.id.int % 2**48


def contender(one: Standing) -> Contender:
    case, result = one.entry.evaluation, one.certified
    if result.score is None:
        raise LookupError(f"{case.number}: a grade without a score")
    return Contender(
        number=case.number,
        place=one.entry.place,
        title=case.achievement.title,
        score=result.score,
        grade=str(tables.grade_title(result.grade, stack_of(case.scheme))),
        nodes=result.summary["by_node"],
    )


def comparison_page(row: Campaign, found: Comparison) -> dict[str, Any]:
    """Return the parts of the page in the reader's language."""
    indicators = [str(yardstick.title(row.measure, code)) for code in found.leaves]
    entries = [tables.full(one) for one in found.contenders]
    return {
        "agreement": agreement(found),
        "ranks": tables.rank_chart(found),
        "chances": tables.chance_chart(found),
        "disagreements": disagreements(found),
        "notes": notes(row, found),
        "explanation": named(found.explanation, entries, indicators),
    }


def agreement(found: Comparison) -> str:
    w = found.methods.kendall_w
    if w is None:
        return gettext("No method tells the entries apart.")
    words = next(text for least, text in AGREEMENT if w >= least)
    return str(words) % {"value": tables.ratio(w)}


def disagreements(found: Comparison) -> list[str]:
    """Return one sentence for every entry that a method ranks otherwise than its score does."""
    text = gettext(
        "%(entry)s: place %(score)s by score, %(topsis)s by TOPSIS, %(vikor)s by VIKOR, %(grey)s by grey relational analysis"
    )
    sentences = []
    for row in found.disagreements():
        ranks = dict(zip(("score", "topsis", "vikor", "grey"), found.ranks(row), strict=True))
        sentences.append(text % {"entry": tables.full(found.contenders[row]), **ranks})
    return sentences


def notes(row: Campaign, found: Comparison) -> list[str]:
    """Return what is left out for all entries, and what is drawn without a spread."""
    out = gettext("“%(item)s” is left out for all entries: not assessed in %(entries)s.")
    exact = gettext("“%(item)s”: %(entries)s has no spread of marks; its score is taken as it is.")
    return [
        text % {"item": yardstick.title(row.measure, code), "entries": tables.listed_numbers(numbers)}
        for text, gaps in ((out, found.left_out), (exact, found.exact))
        for code, numbers in gaps.items()
    ]


def absent_entries(standings: Sequence[Standing]) -> list[str]:
    """Return the entries that are not compared, and why."""
    return [
        f"{one.entry.place}  {one.entry.evaluation.number} {one.entry.evaluation.achievement.title}: {one.bar}"
        for one in standings
        if one.bar
    ]

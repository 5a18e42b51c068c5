"""What a step of a valuation still lacks: every part at once, for refusals, reasons under buttons, the checklist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from quanheng.methods.valuation.pooling import DISPERSION_LIMIT, FEWEST
from quanheng.platform.common.errors import Missing
from quanheng.platform.valuation import links, selectors, wording
from quanheng.platform.valuation.models import Engagement, Param
from quanheng.platform.valuation.runs import missing_figures
from quanheng.platform.valuation.sheets.catalogue import needs_reason, required_families
from quanheng.platform.valuation.sheets.specs import Sheet, Stored, Text
from quanheng.platform.valuation.states import EngagementState

REASON_FROM = 8
"""From this level on a required family may be missing, for a recorded reason (`valuation.md` 2)."""
NO_OPINION_YET = (
    "Opinions are sealed: %(got)s of %(expected)s are in; they open when all are in or the time has ended"
)
NO_SOURCE = "%(figure)s (%(sheet)s): no source or no date"


def to_lock(engagement: Engagement) -> list[Missing]:
    """Return what the basis lacks: every fact, the methods with weights and reasons."""
    basis, methods = (links.page(name, engagement.number) for name in ("basis", "methods"))
    missing = [Missing(text, basis) for text in empty_facts(engagement)]
    if not engagement.methods:
        missing.append(Missing("No method is chosen", methods))
    elif (total := sum(Decimal(row["weight"]) for row in engagement.methods)) != 1:
        missing.append(
            Missing("The weights make %(got)s %%, they must make 100 %%", methods, {"got": total * 100})
        )
    missing += [
        Missing("%(method)s: the reason for this method is empty", methods, {"method": sheet.label})
        for sheet in selectors.chosen_sheets(engagement)
        if needs_reason(engagement.level, sheet.code) and not why_of(engagement, sheet.code)
    ]
    return missing + families_missing(
        engagement, {sheet.approach for sheet in selectors.chosen_sheets(engagement)}
    )


def why_of(engagement: Engagement, code: str) -> str:
    """Return why a method was chosen, as written with the basis."""
    return next((row["why"].strip() for row in engagement.methods if row["code"] == code), "")


def empty_facts(engagement: Engagement) -> list[str]:
    checks = (
        (engagement.purpose, "The purpose of the valuation is empty"),
        (engagement.users, "The intended users are empty"),
        (engagement.value_type, "No type of value is chosen"),
        (engagement.value_definition, "The definition of the type of value is empty"),
        (engagement.valuation_date, "The valuation date is empty"),
        (engagement.valid_until, "The day until which the value is valid is empty"),
        (engagement.rights, "The rights valued are empty"),
        (engagement.territory, "The territory is empty"),
        (engagement.assumptions, "The assumptions and limits are empty"),
    )
    return [text for value, text in checks if not (value.strip() if isinstance(value, str) else value)]


def families_missing(engagement: Engagement, there: set[str]) -> list[Missing]:
    """Return the required families that are neither there nor, from level 8, explained (H-20.3, H-26.4)."""
    page = links.page("methods", engagement.number)
    return [
        Missing(
            "%(family)s: required at level %(level)s",
            page,
            {"family": wording.FAMILIES[family], "level": engagement.level},
        )
        for family in required_families(engagement.level)
        if family not in there and not explained(engagement, family)
    ]


def explained(engagement: Engagement, family: str) -> bool:
    return engagement.level >= REASON_FROM and bool(engagement.families.get(family, "").strip())


def to_open(engagement: Engagement, now: datetime) -> list[Missing]:
    """Return what keeps the opinions sealed: time and answers, and every chosen method must have its run."""
    return [*opinions_missing(engagement, now), *runs_missing(engagement)]


def opinions_missing(engagement: Engagement, now: datetime) -> list[Missing]:
    got, expected = selectors.progress(engagement)
    over = engagement.opinions_due_at is not None and now > engagement.opinions_due_at
    if got < expected and not over:
        return [Missing(NO_OPINION_YET, "", {"got": got, "expected": expected})]
    if got < FEWEST:
        return [no_interval(got)]
    return []


def no_interval(got: int) -> Missing:
    return Missing(wording.msgid(wording.NO_INTERVAL), "", {"got": got, "least": FEWEST})


def runs_missing(engagement: Engagement) -> list[Missing]:
    """Return the chosen methods without a run of their present figures (from level 8 a reason stands in for one)."""
    runs = selectors.current_runs(engagement)
    missing = [
        Missing(
            "%(method)s has no value with its present figures",
            links.sheet(engagement.number, sheet),
            {"method": sheet.label},
        )
        for sheet in selectors.chosen_sheets(engagement)
        if sheet.code not in runs and not explained(engagement, sheet.approach)
    ]
    if not runs and not missing:
        missing.append(Missing("No method has a value", links.page("methods", engagement.number)))
    return missing


# sources ----------------------------------------------------------------------------------------
def unsourced(engagement: Engagement) -> list[Missing]:
    """Return every figure that counts and has no source or date: it may be kept, but not be signed (H-14.7, H-20.4)."""
    sheets = [selectors.stage_sheet(engagement), *selectors.chosen_sheets(engagement)]
    return [part for sheet in sheets for part in sheet_unsourced(engagement, sheet)]


def sheet_unsourced(
    engagement: Engagement, sheet: Sheet, rows: Iterable[Param] | None = None
) -> list[Missing]:
    given = list(selectors.params(engagement, sheet.code) if rows is None else rows)
    page = links.sheet(engagement.number, sheet)
    stored = selectors.stored_values(sheet, given)
    found = []
    for spec in sheet.used(stored):
        mine = [row for row in given if row.name.partition(".")[0] == spec.name]
        for row in mine if spec.sourced else ():
            if not row.sourced:
                number = selectors.row_number(row.name)
                figure: Text = f"{spec.label} {number}" if number else spec.label
                found.append(Missing(NO_SOURCE, page, {"figure": figure, "sheet": sheet.label}))
    return found


# the disclosure checklist -----------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Disclosure:
    """One item of the list that a signed valuation discloses; `url` is where it is filled."""

    label: Text
    done: bool
    url: str = ""


def checklist(engagement: Engagement) -> list[Disclosure]:
    """Return the disclosure list of `valuation.md` 12 with what is there; signing waits for all of it."""
    draft = engagement.state == EngagementState.DRAFT
    basis, methods = (
        links.page(name if draft else "engagement", engagement.number) for name in ("basis", "methods")
    )
    texts = links.page("disclosures", engagement.number)
    pool, reconcile, figures = (
        links.page(name, engagement.number) for name in ("pool", "reconcile", "figures")
    )
    opinions = selectors.opened(engagement)
    pooled = selectors.pooled(opinions)
    runs = selectors.current_runs(engagement)
    facts: tuple[tuple[Text, object, str], ...] = (
        (_("Client and users"), engagement.users, basis),
        (_("Purpose of the valuation"), engagement.purpose, basis),
        (_("Rights valued"), engagement.rights, basis),
        (_("Territory"), engagement.territory, basis),
        (
            _("Type of value with its definition"),
            engagement.value_type and engagement.value_definition,
            basis,
        ),
        (_("Valuation date"), engagement.valuation_date, basis),
        (_("Validity"), engagement.valid_until, basis),
        (_("Assumptions and limits"), engagement.assumptions, basis),
        (_("Methods and why they were chosen"), engagement.methods, methods),
        (
            _("Required families of methods"),
            not families_missing(engagement, {c.partition(".")[0] for c in runs}),
            methods,
        ),
        (_("Figures of the stage"), not missing_figures(*stage_of(engagement)), figures),
        (_("Calculation of every chosen method"), not runs_missing(engagement), methods),
        (_("Figures with source and date"), not unsourced(engagement), ""),
        (_("Opinions of at least three experts"), pooled, pool),
        (_("Rulings on outliers"), pooled and not selectors.unruled(opinions, pooled), pool),
        (_("Reconciliation with its reason"), selectors.reconciliation(engagement), reconcile),
        (_("Sensitivity"), runs, methods),
    )
    written = [
        (label, engagement.disclosures.get(item, "").strip(), texts)
        for item, label in wording.DISCLOSURES.items()
    ]
    return [Disclosure(label, bool(there), url) for label, there, url in (*facts, *written)]


def stage_of(engagement: Engagement) -> tuple[Sheet, dict[str, Stored]]:
    sheet = selectors.stage_sheet(engagement)
    return sheet, selectors.stored_values(sheet, selectors.params(engagement, sheet.code))


def to_sign(engagement: Engagement) -> list[Missing]:
    """Return every empty item of the checklist, and each figure without a source by name."""
    missing = [
        Missing("%(item)s: not disclosed yet", row.url, {"item": row.label})
        for row in checklist(engagement)
        if not row.done
    ]
    return missing + unsourced(engagement)


def needs_note(engagement: Engagement) -> bool:
    """Say whether the experts are so far apart that a written explanation is due."""
    pool = selectors.pooled(selectors.opened(engagement))
    return pool is not None and pool.dispersion > DISPERSION_LIMIT


def latest_validity(day: date) -> date:
    """Return the last day for which a value of this day may be valid: one year."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)

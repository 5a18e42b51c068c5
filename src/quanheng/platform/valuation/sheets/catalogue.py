"""Every method that has a sheet, and what a level allows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quanheng.methods.valuation.reserve import allowed_methods
from quanheng.platform.common.errors import Absent
from quanheng.platform.valuation.sheets.cost import LEDGER, MULTIPLIER
from quanheng.platform.valuation.sheets.income import DCF, INCOME_SPLIT
from quanheng.platform.valuation.sheets.market import COMPARABLES
from quanheng.platform.valuation.sheets.specs import Sheet

SHEETS = {sheet.code: sheet for sheet in (MULTIPLIER, LEDGER, INCOME_SPLIT, DCF, COMPARABLES)}
APPROACHES = ("cost", "income", "market")
Standing = Literal["required", "default", "with_reason"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A method as a level offers it; of a required family every method without a reason is `required`."""

    sheet: Sheet
    standing: Standing

    @property
    def code(self) -> str:
        return self.sheet.code


def offers(level: int) -> tuple[Offer, ...]:
    """Return the methods with their standing at a level of 1 to 13, those without a reason first."""
    policy = allowed_methods(level)
    found = [Offer(sheet, _standing(sheet, policy.required, policy.default)) for sheet in SHEETS.values()]
    order: Sequence[Standing] = ("required", "default", "with_reason")
    return tuple(sorted(found, key=lambda offer: order.index(offer.standing)))


def _standing(sheet: Sheet, required: Sequence[str], default: Sequence[str]) -> Standing:
    if sheet.code not in default:
        return "with_reason"
    return "required" if sheet.approach in required else "default"


def needs_reason(level: int, code: str) -> bool:
    return code not in allowed_methods(level).default


def required_families(level: int) -> tuple[str, ...]:
    return allowed_methods(level).required


def sheet_of(approach: str, slug: str) -> Sheet:
    """Return a sheet by its address; the first of its approach where none is named."""
    for sheet in SHEETS.values():
        if sheet.approach == approach and slug in {"", sheet.slug}:
            return sheet
    raise Absent

"""The figures that the guide names for each stage, each with source and date (H-14.7, H-20.4, H-26.4)."""

from django.utils.translation import gettext_lazy as _

from quanheng.platform.valuation.sheets.specs import Sheet, Spec

YUAN = _("yuan")
GROUP = _("Figures of the stage")
COST = Spec("research_cost", _("Research and development cost"), "money", GROUP, unit=YUAN)
INCOME = Spec(
    "expected_income", _("Expected income"), "money", GROUP, unit=YUAN, hint=_("Of all years of the forecast")
)
MARKET = Spec("market_size", _("Market size per year"), "money", GROUP, unit=YUAN)
DEALS = Spec(
    "like_deals", _("Deals in like achievements"), "text", GROUP, hint=_("Which are known, and of what size")
)

STAGE_SHEETS = {
    "basic": Sheet("stage", GROUP, (COST, INCOME, MARKET)),
    "applied": Sheet("stage", GROUP, (INCOME, MARKET)),
    "industrial": Sheet("stage", GROUP, (INCOME, DEALS)),
}

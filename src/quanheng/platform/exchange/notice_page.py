"""A notice as people read it: only what stands in its frozen content."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.money import capital_amount
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import moment, money
from quanheng.platform.common.ui.parts import Answer
from quanheng.platform.exchange import tables
from quanheng.platform.exchange.models import Listing, ListingNotice
from quanheng.platform.library import naming

RULES = {
    "from_bid": _("A bid in the last %(window)s s: the lot ends %(extension)s s after that bid"),
    "from_end": _("A bid in the last %(window)s s: the end moves by %(extension)s s"),
    "none": _("The end does not move"),
}


def offer(listing: Listing, notice: ListingNotice) -> list[Answer]:
    """Return what is sold, by whom, for how much."""
    content = notice.content
    stack = stack_of(listing.scheme)
    price = Decimal(content["base_price"])
    level = naming.level_name(stack.level(content["level"])) if content["level"] else "—"
    return [
        Answer(_("Listing price"), f"{money(price)} · {capital_amount(price)}"),
        Answer(_("Deposit"), f"{money(content['deposit'])} ({content['deposit_percent']} %)"),
        Answer(_("Registration until"), moment(listing.registration_ends_at)),
        Answer(_("Way of transfer"), naming.item_name(stack, "transfer_ways", content["transfer_way"])),
        Answer(_("Seller"), content["seller"]),
        Answer(_("Maturity level"), level),
        Answer(_("Payment plan"), tables.plan_text(content["payment_plan"])),
        Answer(_("Source, defects and encumbrances"), content["defects"]),
        Answer(_("Conditions for buyers"), content["conditions"] or "—"),
        Answer(_("Priority holders"), priority(content)),
    ]


def priority(content: dict[str, Any]) -> str:
    count = content["priority_holders"]
    if not count:
        return gettext("None on record")
    return gettext("%(count)s on record; they have been told and may match the price") % {"count": count}


def procedure(content: dict[str, Any]) -> list[Answer]:
    """Return what happens with no, one and several buyers, and how bidding runs."""
    rules = content["bidding"]
    none = gettext(
        "Registration is extended by %(days)s working days, at most %(times)s times; then the listing ends"
    )
    rule = str(RULES[rules["extension_rule"]])
    times = {"window": rules["extension_window_s"], "extension": rules["extension_s"]}
    reserve = _("The listing price") if rules["reserve"] == "start" else _("No reserve price")
    return [
        Answer(_("No buyer"), none % {"days": content["extend_days"], "times": content["extend_times"]}),
        Answer(_("One buyer"), _("Transfer by agreement at the listing price or above")),
        Answer(_("Two buyers or more"), _("Online bidding; the highest bid buys")),
        Answer(_("Step ladder"), ladder(rules["steps"])),
        Answer(_("Extension"), rule % times),
        Answer(_("Reserve price"), reserve),
        Answer(
            _("After the result"),
            gettext("Publicity of %(days)s working days, then the technology contract")
            % {"days": content["publicity_days"]},
        ),
        Answer(_("Default of the winner"), _("The lot is listed anew; nobody moves up")),
    ]


def ladder(steps: list[list[str]]) -> str:
    if len(steps) == 1:
        return money(steps[0][1])
    line = gettext("from %(at)s: %(step)s")
    return "\n".join(line % {"at": money(at), "step": money(step)} for at, step in steps)

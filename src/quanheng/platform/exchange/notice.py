"""What a notice says: everything a buyer must know, fixed when it is published, and nothing else.

The content is JSON of codes, amounts in yuan as text, and the seller's own words; its SHA-256 over the
canonical form is the notice's fingerprint.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from quanheng.methods.bidding import from_fen
from quanheng.methods.trust.canonical import canonical_json
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.exchange.models import Listing
from quanheng.schemes import Stack

EXTENSION_RULES = ("from_bid", "from_end", "none")


@dataclass(frozen=True, slots=True)
class BiddingRules:
    """How bidding will run, should two or more buyers come. `step` in yuan; `None`: the ladder of the pack.

    `reserve` is `start` (the start price is the least) or `none`.
    """

    step: Decimal | None
    extension_rule: str
    window_s: int
    extension_s: int
    reserve: str = "start"

    def __post_init__(self) -> None:
        if self.extension_rule not in EXTENSION_RULES or self.reserve not in {"start", "none"}:
            raise Refused("Extension rule or reserve: got a word that is not on the list")
        if (self.step is not None and self.step <= 0) or min(self.window_s, self.extension_s) < 0:
            raise Refused("Step and extension: got a negative amount, takes a positive one")


def pack_rules(stack: Stack) -> BiddingRules:
    """Return the rules that the scheme proposes."""
    return BiddingRules(
        step=None,
        extension_rule=str(stack.value("bidding.extension_rule")),
        window_s=stack.number("bidding.extension_window"),
        extension_s=stack.number("bidding.extension"),
    )


def content_of(
    listing: Listing, rules: BiddingRules, *, version: int, ends_at: datetime, now: datetime
) -> dict[str, Any]:
    """Return the notice of a listing as it is published `now`."""
    stack = stack_of(listing.scheme)
    achievement, report = listing.achievement, listing.report
    return {
        "listing": listing.number,
        "version": version,
        "published_at": now.astimezone(UTC).isoformat(),
        "title": achievement.title,
        "abstract": achievement.abstract,
        "achievement": achievement.number,
        "level": report.evaluation.level if report else achievement.level,
        "seller": listing.seller.name,
        "report": report.number if report else "",
        "transfer_way": listing.transfer_way,
        "method": listing.method,
        "base_price": amount(listing.base_fen),
        "deposit": amount(listing.deposit_fen),
        "deposit_percent": str(listing.deposit_percent),
        "defects": listing.defects,
        "conditions": listing.conditions,
        "payment_plan": listing.payment_plan,
        "priority_holders": priority_holders(listing),
        "registration_ends_at": ends_at.astimezone(UTC).isoformat(),
        "extend_times": stack.number("listing.extend_times"),
        "extend_days": stack.deadline("listing.extend").days,
        "publicity_days": stack.deadline("listing.publicity").days,
        "bidding": bidding(rules, stack),
        "scheme": [list(row) for row in stack.versions],
        "scheme_fingerprint": listing.scheme,
    }


def bidding(rules: BiddingRules, stack: Stack) -> dict[str, Any]:
    ladder = stack.increments() if rules.step is None else ((Decimal(0), rules.step),)
    return {
        "steps": [[str(at), str(step)] for at, step in ladder],
        "extension_rule": rules.extension_rule,
        "extension_window_s": rules.window_s,
        "extension_s": rules.extension_s,
        "reserve": rules.reserve,
        "confirm_over_steps": stack.number("bidding.confirm_steps"),
        "resume_floor_s": stack.number("bidding.resume_floor"),
        "void_grace_s": stack.number("bidding.void_grace"),
    }


def priority_holders(listing: Listing) -> int:
    """Return how many others the record gives a right of priority: inventors and co-owners (CC-847, CC-860)."""
    achievement = listing.achievement
    owners = achievement.rights.exclude(holder_uscc=listing.seller.uscc).values_list("holder_uscc", flat=True)
    return achievement.contributors.filter(inventor=True).count() + len(set(owners))


def amount(fen: int | None) -> str:
    return "" if fen is None else str(from_fen(fen))


def fingerprint(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(content)).hexdigest()

"""What every entry of a campaign is measured by, and in what a plan differs from it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from math import isclose
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_noop as noop

from quanheng.platform.common.errors import Missing
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import number
from quanheng.platform.evaluation import wording
from quanheng.platform.evaluation.results.services import weighed

if TYPE_CHECKING:
    from quanheng.platform.evaluation.models import Plan

Yardstick = Mapping[str, Any]
SAME = 1e-9
ASKED = ("role", "kind", "bands", "anchors", "values", "unit")
"""What makes two indicators of one id the same question, beside their weight."""

RULES = {
    "aggregation": noop("How marks are averaged"),
    "trim_from": noop("Fewest marks for dropping extremes"),
    "drop": noop("Marks dropped at each end"),
    "minimum_scores": noop("Fewest marks per indicator"),
    "coverage_minimum": noop("Least coverage for a conclusion"),
}
"""The rules that decide a score; those of sampling and flags move none."""

WEIGHT = noop("weight of “%(item)s”: %(wanted)s %% here, %(got)s %% there")
SHARE = noop("weight of the competitive side: %(wanted)s %% here, %(got)s %% there")
LACKS = noop("“%(item)s” is not in that plan")
ADDS = noop("“%(item)s” is in that plan only")
ASKS = noop("“%(item)s” asks or marks something else there")
RULE = noop("%(item_label)s: %(wanted)s here, %(got)s there")
GRADES = noop("the grades or their thresholds differ")


def yardstick_of(plan: "Plan") -> dict[str, Any]:
    """Return tree, rules and titles of a plan as JSON, exactly as its result will be computed from them."""
    tree, rules = weighed(stack_of(plan.scheme), plan)
    titles = {row["id"]: {key: row[key] for key in ("title", "title_en")} for row in plan.indicators}
    return {
        "tree": json.loads(tree.to_json()),
        "rules": json.loads(rules.to_json()),
        "titles": titles,
        "from": plan.evaluation.number,
    }


def leaves(yardstick: Yardstick) -> dict[str, Mapping[str, Any]]:
    """Return the marked indicators by id, in the order of the tree."""
    return {node["id"]: node for node in yardstick["tree"]["indicators"] if node["kind"] != "group"}


def weights(yardstick: Yardstick) -> dict[str, float]:
    """Return the weight of every leaf in the whole: the product of the weights on its way to the root."""
    nodes = {node["id"]: node for node in yardstick["tree"]["indicators"]}
    found = {}
    for code in leaves(yardstick):
        share, at = 1.0, code
        while at:
            share, at = share * nodes[at]["weight"], nodes[at]["parent"]
        found[code] = share
    return found


def title(yardstick: Yardstick, code: str) -> Promise:
    return wording.entry_title(yardstick["titles"][code])


def differences(wanted: Yardstick, got: Yardstick) -> list[Missing]:
    """Return every difference by name; nothing where an entry measured by `got` may be compared."""
    return [*_indicators(wanted, got), *_rules(wanted, got)]


def in_words(found: Iterable[Missing]) -> str:
    return "; ".join(str(one) for one in found)


def _indicators(wanted: Yardstick, got: Yardstick) -> Iterator[Missing]:
    ours, theirs = leaves(wanted), leaves(got)
    yield from (Missing(LACKS, values={"item": title(wanted, code)}) for code in ours if code not in theirs)
    yield from (Missing(ADDS, values={"item": title(got, code)}) for code in theirs if code not in ours)
    for code in (code for code in ours if code in theirs):
        item = title(wanted, code)
        here, there = ours[code]["weight"], theirs[code]["weight"]
        if not isclose(here, there, abs_tol=SAME):
            values = {"item": item, "wanted": percent(here), "got": percent(there)}
            yield Missing(WEIGHT, values=values)
        if any(ours[code][key] != theirs[code][key] for key in ASKED):
            yield Missing(ASKS, values={"item": item})


def _rules(wanted: Yardstick, got: Yardstick) -> Iterator[Missing]:
    here, there = dict(wanted["rules"]["role_weights"]), dict(got["rules"]["role_weights"])
    if not isclose(here["competitive"], there["competitive"], abs_tol=SAME):
        shares: dict[str, object] = {
            "wanted": percent(here["competitive"]),
            "got": percent(there["competitive"]),
        }
        yield Missing(SHARE, values=shares)
    for key, label in RULES.items():
        if wanted["rules"][key] != got["rules"][key]:
            rule = {"item_label": label, "wanted": wanted["rules"][key], "got": got["rules"][key]}
            yield Missing(RULE, values=rule)
    if any(wanted["tree"][key] != got["tree"][key] for key in ("grades", "gates")):
        yield Missing(GRADES)


def percent(share: float) -> str:
    return number(round(share * 100, 4))

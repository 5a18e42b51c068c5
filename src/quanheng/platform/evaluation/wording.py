"""Titles of the rules in the reader's language: packs carry both, `title` and `title_en`."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.schemes import stack_of
from quanheng.platform.experts.models.pools import ExpertRole

Text = str | Promise


class Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


class Coded(Titled, Protocol):
    @property
    def id(self) -> str: ...


class Both:
    """A text in two languages that decides when it is read."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en or zh

    def __str__(self) -> str:
        return self.zh if (get_language() or "").startswith("zh") else self.en


VALUES: dict[str, Text] = {
    "scientific": _("Scientific value"),
    "technical": _("Technical value"),
    "economic": _("Economic value"),
    "social": _("Social value"),
    "cultural": _("Cultural value"),
}
METHODS: dict[str, Text] = {
    "cost": _("Cost approach"),
    "cost.multiplier": _("Cost approach with multipliers"),
    "cost.ledger": _("Cost approach by ledger"),
    "income": _("Income approach"),
    "income.dcf": _("Discounted cash flow"),
    "income.split": _("Income split"),
    "income.relief": _("Relief from royalty"),
    "income.excess": _("Multi-period excess earnings"),
    "income.risk_adjusted": _("Risk-adjusted income"),
    "market": _("Market approach"),
    "market.comparables": _("Market approach by comparable deals"),
    "option": _("Real option"),
}
SIDES: dict[str, Text] = {
    "competitive": _("Competitive evaluation"),
    "authoritative": _("Authoritative evaluation"),
}


def both(zh: str, en: str) -> Promise:
    return lazystr(Both(zh, en))


def titled(item: Titled) -> Promise:
    """Return the title of a template's item."""
    return both(item.title, item.title_en)


def entry_title(entry: Mapping[str, object]) -> Promise:
    """Return the title of an indicator or information item as a plan keeps it."""
    return both(str(entry["title"]), str(entry["title_en"]))


class Joined:
    """Several texts as one list, read in one language."""

    def __init__(self, parts: Iterable[Text]) -> None:
        self.parts = list(parts)

    def __str__(self) -> str:
        return gettext(", ").join(str(part) for part in self.parts)


def joined(texts: Iterable[Text]) -> Promise:
    return lazystr(Joined(texts))


def stage_title(stage: str, scheme: str = "") -> Text:
    return titled(stack_of(scheme).stage(stage)) if stage else ""


def level_title(level: int, scheme: str = "") -> Promise:
    row = stack_of(scheme).level(level)
    return both(row.name, row.name_en)


def purposes(stage: str, scheme: str = "") -> dict[str, Promise]:
    """Return what a report of the stage may serve: the single purposes its article names, else its uses."""
    found: dict[str, Promise] = {}
    for use in stack_of(scheme).stage(stage).uses:
        entries: tuple[Coded, ...] = use.purposes or (use,)
        found |= {entry.id: titled(entry) for entry in entries}
    return found


def purpose_title(purpose: str, scheme: str = "") -> Text:
    """Return the words for a purpose, whichever stage names it; an unknown code stands for itself."""
    for stage in stack_of(scheme).stages:
        if found := purposes(stage.code, scheme).get(purpose):
            return found
    return purpose


def role_label(role: str) -> Text:
    return ExpertRole(role).label if role in ExpertRole.values else role


def method_label(method: str) -> Text:
    return METHODS.get(method, method)


def value_title(code: str) -> Text:
    return VALUES.get(code, code)


def days(key: str, scheme: str = "") -> dict[str, int]:
    """Return the days of a deadline, as the sentences of the pages name them."""
    return {"days": stack_of(scheme).deadline(key).days}

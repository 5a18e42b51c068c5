"""Flags in words: they ask people to look and change nothing (`scoring.md` 7)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "few_experts": _("Fewer experts marked than a certified grade asks for: the grade is for reference"),
    "single_role": _("%(indicator)s: only one side of the panel has a value here"),
    "split_opinion": _("The two sides of the panel differ by more than the rule allows without a word"),
    "not_concluded": _("No conclusion: too little of the indicator tree is assessed"),
    "average_matters": _("Another average would give another grade"),
    "outlier": _(
        "%(indicator)s: the mark of %(expert)s lies far from the others; a written reason is asked for"
    ),
    "bias": _("%(expert)s stands far from the own side over the whole sheet"),
    "boundary": _("Another panel of the same kind might well have given another grade"),
    "band_understated": _("Fewer than five experts marked: the true band is wider than the one shown"),
    "constant": _("%(expert)s gave the same points to every indicator"),
    "decisive": _("Without %(expert)s the grade would be another one"),
    "gate": _("The threshold %(name)s applies"),
    "gate_unknown": _("The threshold %(name)s cannot be judged: its fact is missing"),
}


def in_words(flag: str, titles: Mapping[str, str]) -> str:
    """Return a flag as a sentence; indicators by title, experts by code."""
    kind, _colon, rest = flag.partition(":")
    expert, _slash, leaf = rest.partition("/")
    text = str(WORDS.get(kind, flag))
    indicator = leaf or rest
    values = {"expert": expert, "indicator": titles.get(indicator, indicator), "name": rest}
    return text % values if "%(" in text else gettext(text)

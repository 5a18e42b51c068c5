"""A scheme pack as people read it: a sheet is a table with a heading, a row a rule and what it says, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from quanheng.platform.common.scheme_words import (
    CHOICES,
    EFFECTS,
    LISTS,
    METHODS,
    OWNERS,
    ROLES,
    SEVERITY,
    SHEETS,
    SIDES,
    STANDINGS,
    UNITS,
)
from quanheng.schemes import Pack, Row

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """A rule: its name, what it says, and the row it stands in with authority, clause, source and dates."""

    name: str
    says: str
    row: Row
    source: str
    """The title of the cited document."""


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of a sheet, or of one list."""

    title: str
    lines: tuple[Line, ...]


def sections(pack: Pack) -> list[Section]:
    """Return the pack's rules in the order of its sheets, lists one by one."""
    groups: dict[str, list[Row]] = {}
    for row in pack.rows:
        groups.setdefault(heading(row), []).append(row)
    sources = {source.id: _own(source.title, source.title_en) for source in pack.sources}
    names = {
        (str(row.fields["stage"]), str(row.fields["id"])): title(row)
        for row in pack.rows
        if row.table == "indicators"
    }
    return [
        Section(
            name, tuple(Line(title(row), says(row, names), row, sources.get(row.source, row.source)) for row in rows)
        )
        for name, rows in groups.items()
    ]  # fmt: skip


def heading(row: Row) -> str:
    """Return the name of the sheet, or of the list in its stage or value."""
    if row.table != "items":
        return word(SHEETS, row.table)
    name = str(row.fields["list"])
    owner, _dot, own = name.partition(".")
    return f"{word(OWNERS, owner)} · {word(LISTS, own)}" if owner in OWNERS else word(LISTS, name)


def title(row: Row) -> str:
    if row.table in {"raters", "valuers", "seats"}:
        return word(ROLES, row.fields["role"])
    if row.table == "methods":
        return word(METHODS, row.fields["method"])
    if row.table == "levels":
        number = gettext("Level %(number)s") % {"number": row.fields["number"]}
        return f"{number} {row.fields['title']}" if _chinese() else str(row.fields["title_en"])
    return _field(row, "label" if row.table == "bands" else "title")


def says(row: Row, indicators: Mapping[tuple[str, str], str]) -> str:
    """Return the content of a rule; `indicators` gives the title of an indicator by stage and id."""
    if row.table == "bands":
        indicator = indicators.get((str(row.fields["stage"]), str(row.fields["indicator"])), "")
        span = f"{row.fields['low']}–{row.fields['high']}"
        return _joined(_stage(row), indicator, span, _field(row, "wording"))
    teller = TELLERS.get(row.table)
    return teller(row) if teller else ""


def _settings(row: Row) -> str:
    value = row.value
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, tuple):
        return gettext(", ").join(map(str, value))
    shown = word(CHOICES, value) if isinstance(value, str) else str(value)
    return str(UNITS[row.unit]) % {"value": shown} if row.unit in UNITS else shown


def _level(row: Row) -> str:
    return _joined(_stage(row), _field(row, "characteristic"), _field(row, "check_points"))


def _element(row: Row) -> str:
    others = row.fields["alternatives" if _chinese() else "alternatives_en"]
    either = gettext(" or ").join(map(str, others)) if isinstance(others, tuple) else ""
    visit = gettext("with a record of the site visit") if row.fields["site_visit"] else ""
    return _joined(_number(row), either, visit)


def _indicator(row: Row) -> str:
    weight = gettext("weight %(weight)s") % {"weight": row.fields["weight"]}
    return _joined(_stage(row), word(SIDES, row.fields["side"]), weight, _field(row, "question"))


def _qualification(row: Row) -> str:
    roles = row.fields["roles"]
    names = [word(ROLES, role) for role in roles] if isinstance(roles, tuple) else []
    return _joined(gettext(", ").join(names), _field(row, "proof"))


def _guard(row: Row) -> str:
    return _joined(word(EFFECTS, row.fields["effect"]), _field(row, "remedy"))


def _conflict(row: Row) -> str:
    years = row.fields["years"]
    since = gettext("within %(years)s years") % {"years": years} if years else ""
    return _joined(word(SEVERITY, row.fields["severity"]), since, _field(row, "text"))


def _number(row: Row) -> str:
    return gettext("Level %(number)s") % {"number": row.fields["level"]}


def _stage(row: Row) -> str:
    return word(OWNERS, row.fields["stage"])


TELLERS: Mapping[str, Callable[[Row], str]] = {
    "settings": _settings,
    "levels": _level,
    "elements": _element,
    "figures": _number,
    "indicators": _indicator,
    "raters": lambda row: _joined(_stage(row), word(SIDES, row.fields["side"])),
    "valuers": _stage,
    "seats": lambda row: _joined(_stage(row), str(UNITS["seat"]) % {"value": row.fields["count"]}),
    "methods": lambda row: _joined(_stage(row), word(STANDINGS, row.fields["standing"])),
    "qualification": _qualification,
    "grades": lambda row: gettext("from %(lower)s points") % {"lower": row.fields["lower"]},
    "guards": _guard,
    "conflicts": _conflict,
    "items": lambda row: _field(row, "text"),
}


def word(words: Mapping[str, Text], code: object) -> str:
    """Return the word of a code; a code of a stranger's pack is read as it is written."""
    return str(words.get(str(code), code))


def _field(row: Row, name: str) -> str:
    return _own(str(row.fields.get(name, "")), str(row.fields.get(f"{name}_en", "")))


def _own(chinese: str, english: str) -> str:
    return chinese if _chinese() or not english else english


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)

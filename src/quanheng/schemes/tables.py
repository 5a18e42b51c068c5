"""The sheets a pack may hold: their columns, what each takes, and the key of a row."""

from dataclasses import dataclass

from quanheng.schemes import vocabulary as words


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `kind` is a name of `cells.READERS`; `takes` narrows it to a vocabulary."""

    name: str
    kind: str = "text"
    required: bool = True
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet. `key` makes a row's key from its cells; `title` is the cell shown as the row's value."""

    name: str
    key: str
    columns: tuple[Column, ...]
    title: str = "title"


PROVENANCE = (
    Column("source", "id"),
    Column("clause", "clause"),
    Column("status", takes=words.STATUSES),
    Column("effective_from", "date", required=False),
    Column("effective_to", "date", required=False),
    Column("verify", "switch", required=False),
    Column("note", required=False),
)
"""Every row of every sheet says where it comes from. Empty dates are the pack's own."""

STAGE = Column("stage", takes=words.STAGES)
ROLE = Column("role", takes=words.ROLES)
SIDE = Column("side", takes=words.SIDES)
BOTH_TITLES = (Column("title"), Column("title_en"))
BOTH_TEXTS = (Column("text", required=False), Column("text_en", required=False))

SETTINGS = Table(
    "settings",
    "{key}",
    (Column("key", "key"), Column("value"), Column("unit", required=False, takes=words.UNITS), *BOTH_TITLES),
    title="value",
)
ITEMS = Table(
    "items",
    "{list}.{id}",
    (
        Column("list", takes=words.LISTS), Column("id", "id"), Column("parent", "id", required=False), *BOTH_TITLES,
        *BOTH_TEXTS, Column("kind", "id", required=False), Column("maps_to", "list", required=False),
    ),
)  # fmt: skip
LEVELS = Table(
    "levels",
    "level.{number}",
    (
        Column("number", "natural"), *BOTH_TITLES, STAGE, Column("project_wide", "switch", required=False),
        Column("characteristic"), Column("characteristic_en"), Column("check_points"), Column("check_points_en"),
        Column("open_ended", "switch", required=False),
    ),
)  # fmt: skip
ELEMENTS = Table(
    "elements",
    "element.{level}.{id}",
    (
        Column("level", "natural"), Column("id", "id"), *BOTH_TITLES, Column("alternatives", "list", required=False),
        Column("alternatives_en", "list", required=False), Column("site_visit", "switch", required=False),
    ),
)  # fmt: skip
FIGURES = Table(
    "figures",
    "figure.{level}.{id}",
    (
        Column("level", "natural"),
        Column("id", "id"),
        *BOTH_TITLES,
        Column("unit", takes=words.UNITS),
        Column("paper", "id"),
    ),
)
STAGES = Table("stages", "stage.{stage}", (STAGE, *BOTH_TITLES))
RATERS = Table("raters", "rater.{stage}.{side}.{role}", (STAGE, SIDE, ROLE), title="role")
VALUERS = Table("valuers", "valuer.{stage}.{role}", (STAGE, ROLE), title="role")
SEATS = Table("seats", "seat.{stage}.{role}", (STAGE, ROLE, Column("count", "natural")), title="count")
METHODS = Table(
    "methods",
    "method.{stage}.{standing}.{method}",
    (STAGE, Column("method", takes=words.METHODS), Column("standing", takes=words.STANDINGS)),
    title="method",
)
INDICATORS = Table(
    "indicators",
    "indicator.{stage}.{id}",
    (
        STAGE, SIDE, Column("id", "id"), *BOTH_TITLES, Column("kinds", "list", takes=words.INDICATOR_KINDS), Column("weight", "decimal"),
        Column("weight_status", takes=words.STATUSES), Column("values", "shares", takes=words.VALUES),
        Column("question"), Column("question_en"), Column("facts", "list", required=False),
        Column("counts", required=False, takes=words.COUNTS),
    ),
)  # fmt: skip
BANDS = Table(
    "bands",
    "band.{stage}.{indicator}.{id}",
    (
        STAGE, Column("indicator", "id"), Column("id", "id"), Column("label"), Column("label_en"), Column("low", "decimal"),
        Column("high", "decimal"), Column("wording"), Column("wording_en"),
    ),
    title="label",
)  # fmt: skip
GRADES = Table("grades", "grade.{id}", (Column("id", "id"), *BOTH_TITLES, Column("lower", "decimal")))
QUALIFICATION = Table(
    "qualification",
    "qualification.{id}",
    (
        Column("id", "id"), *BOTH_TITLES, Column("roles", "list", takes=words.ROLES), Column("stages", "list", takes=words.STAGES),
        Column("claim", takes=words.CLAIMS), Column("test", takes=words.TESTS), Column("minimum", "natural", required=False),
        Column("levels", "list", required=False), Column("match", "list", required=False, takes=words.MATCHES),
        Column("article"), Column("proof"), Column("proof_en"),
    ),
)  # fmt: skip
CONFLICTS = Table(
    "conflicts",
    "conflict.{id}",
    (
        Column("id", "rule"), *BOTH_TITLES, Column("kinds", "list", required=False, takes=words.RELATIONS), Column("years", "years"),
        Column("severity", takes=words.SEVERITIES), Column("article"), *BOTH_TEXTS,
    ),
)  # fmt: skip
GUARDS = Table(
    "guards",
    "guard.{id}",
    (
        Column("id", "id"), Column("trade", "list", takes=("listing", "auction")), *BOTH_TITLES, Column("effect", takes=words.EFFECTS),
        Column("law", "list"), Column("remedy"), Column("remedy_en"),
    ),
)  # fmt: skip

TABLES = {
    table.name: table
    for table in (
        SETTINGS, ITEMS, LEVELS, ELEMENTS, FIGURES, STAGES, RATERS, VALUERS, SEATS, METHODS, INDICATORS, BANDS, GRADES,
        QUALIFICATION, CONFLICTS, GUARDS,
    )
}  # fmt: skip

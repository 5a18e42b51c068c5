"""What an import takes: sheets and columns, read from a TOML file beside the app that imports."""

import tomllib
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args

Kind = Literal["text", "whole", "number", "money", "date", "flag", "choice"]
WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
ROWS, TEXT_LENGTH = 5_000, 500


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` is what the template prints; `heading_en` and `aliases` are read as well."""

    code: str
    heading: str
    heading_en: str = ""
    aliases: tuple[str, ...] = ()
    kind: Kind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    length: int = TEXT_LENGTH
    hint: str = ""
    sample: str = ""

    def names(self) -> frozenset[str]:
        return frozenset(folded(name) for name in (self.heading, self.heading_en, *self.aliases) if name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`key` names the columns whose values together tell rows apart; empty: every row is new.

    `head` is the row of the headings; what stands above it is for people and is not read.
    """

    code: str
    name: str
    columns: tuple[Column, ...]
    name_en: str = ""
    key: tuple[str, ...] = ()
    rows: int = ROWS
    required: bool = True
    head: int = 1

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    version: int
    title: str
    sheets: tuple[Sheet, ...]
    instructions: tuple[str, ...] = field(default=())

    def sheet(self, code: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.code == code)


def load_template(path: Path) -> Template:
    """Return the template that `path` describes; a fault in it is a `ValueError` naming the place."""
    data = tomllib.loads(path.read_text("utf-8"))
    sheets = tuple(_sheet(row, path.name) for row in data.pop("sheet"))
    template = Template(sheets=sheets, **_lists_to_tuples(data))
    if len({sheet.code for sheet in sheets}) < len(sheets):
        raise ValueError(f"{path.name}: a sheet code stands twice")
    return template


def folded(heading: str) -> str:
    """Return a heading as it is compared: without space, star and width, in lower case."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).rstrip("*·").casefold()


def _sheet(row: dict[str, Any], place: str) -> Sheet:
    columns = tuple(_column(column, f"{place} {row['name']}") for column in row.pop("column"))
    sheet = Sheet(columns=columns, **_lists_to_tuples(row))
    names = [name for column in columns for name in column.names()]
    if len(set(names)) < len(names):
        raise ValueError(f"{place} {sheet.name}: two columns share a heading")
    if unknown := set(sheet.key) - {column.code for column in columns}:
        raise ValueError(f"{place} {sheet.name}: the key names unknown columns {sorted(unknown)}")
    return sheet


def _column(row: dict[str, Any], place: str) -> Column:
    choices = tuple(
        Choice(c, c) if isinstance(c, str) else Choice(c["value"], c["label"]) for c in row.pop("choices", ())
    )
    column = Column(choices=choices, **_lists_to_tuples(row))
    if column.kind not in get_args(Kind):
        raise ValueError(
            f"{place} {column.heading}: got kind {column.kind}, takes one of {', '.join(get_args(Kind))}"
        )
    if bool(choices) != (column.kind == "choice"):
        raise ValueError(f"{place} {column.heading}: choices belong to the kind choice, and it needs them")
    return column


def _lists_to_tuples(row: dict[str, Any]) -> dict[str, Any]:
    return cast(
        dict[str, Any],
        {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()},
    )

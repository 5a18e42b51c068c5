"""The rules as data: packs of TOML and CSV, each row with source, clause, status and dates."""

from quanheng.schemes.errors import Problem, SchemeError
from quanheng.schemes.loading import load_pack
from quanheng.schemes.rows import Pack, Row, Source
from quanheng.schemes.shipping import default_stack, shipped, shipped_packs
from quanheng.schemes.stack import Stack
from quanheng.schemes.templates import (
    BandTemplate,
    Deadline,
    Element,
    Figure,
    FiveValue,
    Grade,
    Guard,
    IndicatorTemplate,
    InfoItem,
    Item,
    LevelRow,
    Notice,
    StageTemplate,
    Use,
)

__all__ = [
    "BandTemplate",
    "Deadline",
    "Element",
    "Figure",
    "FiveValue",
    "Grade",
    "Guard",
    "IndicatorTemplate",
    "InfoItem",
    "Item",
    "LevelRow",
    "Notice",
    "Pack",
    "Problem",
    "Row",
    "SchemeError",
    "Source",
    "Stack",
    "StageTemplate",
    "Use",
    "default_stack",
    "load_pack",
    "shipped",
    "shipped_packs",
]

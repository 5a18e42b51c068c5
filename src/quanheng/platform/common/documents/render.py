"""From a typst template and plain data to the bytes of a PDF.

A template is typst text that reads its data with `json(bytes(sys.inputs.data))`: data never becomes
markup. Paths in it start at the platform folder, so shared parts are imported as
`/common/documents/parts/frame.typ`. Only the fonts of this folder are used; the PDF is PDF/A-2a, a form
that forbids a character without a glyph, so such a character stops the document and is named (text in a font
that is not there would vanish instead, therefore the prelude and the warnings). Same
template, data and `now` give the same bytes.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast
from uuid import UUID

import typst

from quanheng.methods.errors import MethodError
from quanheng.platform.common.documents.wording import CHINA_TIME, day, moment

ROOT = Path(__file__).resolve().parents[2]
FONTS = Path(__file__).resolve().parent / "fonts"
STANDARD: Literal["a-2a"] = "a-2a"
PRELUDE = b'#set text(font: ("Noto Serif SC", "Noto Sans", "Noto Sans Math"));'
_WITHOUT_GLYPH = re.compile(r'the text `"(?P<text>.*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class DocumentError(MethodError):
    """A template that does not compile with the data given; nothing was written."""


class GlyphMissing(DocumentError):
    """A character that the document fonts cannot show; it would print as an empty box."""


def render(template: Path, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """Return the PDF of `template` with `data`; `now` (aware) is the time written into the file.

    Values are text, numbers, bool, None, lists and mappings; Decimals keep their digits as text, dates and
    times become Chinese text. Raises `GlyphMissing` or `DocumentError`.
    """
    compiler = typst.Compiler(PRELUDE + template.read_bytes(), root=str(ROOT), font_paths=_fonts())
    text = json.dumps(data, default=_plain, ensure_ascii=False)
    try:
        document, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"data": text},
            pdf_standards=STANDARD,
            timestamp=now.astimezone(CHINA_TIME).replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise _explained(error, template, data) from error
    if warnings:
        raise DocumentError(
            "%(template)s: %(fault)s", template=template.name, fault="; ".join(w.message for w in warnings)
        )
    return cast(bytes, document)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise DocumentError(
        "data: got a %(type)s, takes text, numbers, dates, lists and mappings", type=type(value).__name__
    )


def _explained(error: typst.TypstError, template: Path, data: Mapping[str, Any]) -> DocumentError:
    found = _WITHOUT_GLYPH.search(error.message)
    if not found:
        return DocumentError(
            "%(template)s: %(fault)s", template=template.name, fault="; ".join([error.message, *error.trace])
        )
    text = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found["text"])
    return GlyphMissing(
        "%(where)s: the character %(character)s (%(code)s) has no glyph in the document fonts",
        where=next(_places(text, data), template.name),
        character=text if text.isprintable() else unicodedata.name(text[0], "–"),
        code=" ".join(f"U+{ord(c):04X}" for c in text),
    )


def _places(text: str, value: Any, path: str = "") -> Iterator[str]:
    """Yield the paths in the data whose text holds `text`, as `panel.2.name`."""
    if isinstance(value, str) and text in value:
        yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _places(text, item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value, 1):
            yield from _places(text, item, f"{path}.{number}".lstrip("."))

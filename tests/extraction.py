"""Read the message ids out of the code: what the catalogue must translate, and what it may hold.

`python tests/extraction.py` adds what is missing to the catalogue, untranslated, for a translator to fill in.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib

SRC = Path(__file__).resolve().parent.parent / "src" / "quanheng"
CATALOGUE = SRC / "platform" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
FIRST = frozenset(
    {
        "_",
        "gettext",
        "gettext_lazy",
        "gettext_noop",
        "Refused",
        "Missing",
        "Conflict",
        "Message",
        "NotAccepted",
        "NotTaken",
    }
) | {
    "EvidenceChanged",
    "DocumentError",
    "GlyphMissing",
    "MethodError",
    "InsufficientComparables",
    "InsufficientOpinions",
    "DoubleCountingError",
    "IdentifierError",
    "CalendarUnknown",
}
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
NAMED = frozenset({"what", "submit_label", "saved_message", "done_message"})
"""Keywords whose text is a message id that is translated when it is shown."""
CODES = frozenset({"write"})
"""Calls (events of the bidding core) in which such a keyword holds a code."""
TAG = re.compile(r"{%-?\s*(?:translate|trans)\s+(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b([^%]*)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
PLACE = re.compile(r"{{\s*(\w+)[^}]*}}")


def python_files() -> list[Path]:
    return [p for p in sorted(SRC.rglob("*.py")) if "migrations" not in p.parts]


def templates() -> list[Path]:
    return sorted(SRC.rglob("templates/**/*.html"))


def in_python(tree: ast.AST) -> Iterator[str]:
    """Give the message ids of calls; a joined or computed text is none."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        wanted = node.args[:2] if name in PLURAL else node.args[:1] if name in FIRST else []
        wanted += [k.value for k in node.keywords if k.arg in NAMED and name not in CODES]
        for value in wanted:
            yield from literals(value)


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def in_template(text: str) -> Iterator[str]:
    """Give the message ids of a template as Django asks for them."""
    for match in TAG.finditer(text):
        yield (match[1] if match[1] is not None else match[2]).replace('\\"', '"')
    for options, body in BLOCK.findall(text):
        for part in re.split(r"{%\s*plural\s*%}", body):
            words = (
                " ".join(line.strip() for line in part.strip().splitlines()) if "trimmed" in options else part
            )
            yield PLACE.sub(r"%(\1)s", words.replace("%", "%%") if "{{" in words else words)


def messages() -> dict[str, str]:
    """Return every message id of the code with the file it stands in."""
    found: dict[str, str] = {}
    for path in python_files():
        for text in in_python(ast.parse(path.read_text("utf-8"))):
            found.setdefault(text, path.relative_to(SRC).as_posix())
    for path in templates():
        for text in in_template(path.read_text("utf-8")):
            found.setdefault(text, path.relative_to(SRC).as_posix())
    return found


def all_literals() -> set[str]:
    """Return every string of the code, for entries whose text stands in a table of ours."""
    found = set(messages())
    for path in python_files():
        found |= {
            n.value
            for n in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    return found


def add_missing() -> list[str]:
    """Add untranslated entries for what the catalogue lacks; return their ids."""
    catalogue = polib.pofile(str(CATALOGUE))
    known = {entry.msgid for entry in catalogue} | {entry.msgid_plural for entry in catalogue}
    new = [text for text in sorted(messages()) if text not in known]
    catalogue.extend(polib.POEntry(msgid=text, msgstr="") for text in new)
    catalogue.save()
    return new


if __name__ == "__main__":
    print("\n".join(add_missing()))

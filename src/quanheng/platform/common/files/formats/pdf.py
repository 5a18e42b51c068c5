"""PDF: parses without repair, opens in a second reader, and holds nothing that acts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # the package has no types

from quanheng.platform.common.files.accepted import NotAccepted

DEEPEST = 64
ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "Launch",
    "/SubmitForm": "SubmitForm",
    "/ImportData": "ImportData",
    "/GoToE": "GoToE",
    "/GoToR": "GoToR",
    "/Rendition": "Rendition",
    "/Movie": "Movie",
    "/Sound": "Sound",
    "/RichMediaExecute": "RichMedia",
}
KEYS = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/AA": "additional actions (AA)",
    "/XFA": "XFA form",
}
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def check(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(5) != b"%PDF-":
            raise NotAccepted("the file does not parse as PDF")
    try:
        with pikepdf.open(path, attempt_recovery=False) as document:
            if document.is_encrypted:
                raise NotAccepted("the PDF is encrypted, which cannot be inspected")
            _check_document(document)
    except pikepdf.PasswordError:
        raise NotAccepted("the PDF is encrypted, which cannot be inspected") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        if isinstance(error, NotAccepted):
            raise
        raise NotAccepted("the file does not parse as PDF") from None
    _open_elsewhere(path)


def _check_document(document: pikepdf.Pdf) -> None:
    if len(document.pages) == 0:
        raise NotAccepted("the PDF has no page")
    _check_opening(document.Root.get("/OpenAction"))
    for thing in document.objects:
        for dictionary in _dictionaries(thing, DEEPEST):
            _check_dictionary(dictionary)


def _check_opening(action: Any) -> None:
    """Let a document open at a page of its own; refuse every other act on opening."""
    if action is None or isinstance(action, pikepdf.Array):
        return
    kind = str(action.get("/S", "")) if isinstance(action, pikepdf.Dictionary) else ""
    if kind != "/GoTo":
        raise NotAccepted(
            "the PDF carries active content: %(what)s", what=f"OpenAction {ACTIONS.get(kind, '')}".strip()
        )


def _dictionaries(thing: Any, depth: int) -> Iterator[Any]:
    """Yield the dictionaries inside `thing` that are not objects of their own."""
    if depth == 0:
        raise NotAccepted("the PDF nests deeper than %(most)s levels", most=DEEPEST)
    if isinstance(thing, pikepdf.Array):
        values = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        values = [value for _key, value in thing.items()]
    else:
        return
    for value in values:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth - 1)


def _check_dictionary(dictionary: Any) -> None:
    keys = set(dictionary.keys())
    for key in keys & KEYS.keys():
        raise NotAccepted("the PDF carries active content: %(what)s", what=KEYS[key])
    if keys & {"/EmbeddedFiles", "/EF"} or str(dictionary.get("/Type", "")) == "/EmbeddedFile":
        raise NotAccepted("the PDF has an embedded file")
    action = str(dictionary.get("/S", ""))
    if action in ACTIONS and "/K" not in keys:
        raise NotAccepted("the PDF carries active content: %(what)s", what=ACTIONS[action])
    subtype = str(dictionary.get("/Subtype", ""))
    if subtype in ANNOTATIONS and "/Rect" in keys:
        raise NotAccepted("the PDF carries active content: %(what)s", what=subtype[1:])


def _open_elsewhere(path: Path) -> None:
    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
        if pages:
            document[0].close()
        document.close()
    except pypdfium2.PdfiumError:
        raise NotAccepted("the file does not parse as PDF") from None
    if not pages:
        raise NotAccepted("the PDF has no page")

"""Office files (OOXML): a sound archive, the right main part, well-formed XML, nothing that acts."""

import re
from collections.abc import Iterable
from pathlib import Path

from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.files.formats.archives import entries
from quanheng.platform.common.files.formats.markup import read_markup

CONTENT_TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CLICKED = re.compile(r"(https?|mailto):", re.IGNORECASE)
"""Targets of links that a reader follows by a click; nothing is fetched by opening."""
ACTIVE_CONTENT = re.compile(r"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
ACTIVE_NAME = re.compile(r"oleobject|/embeddings/|activex")
FETCHING_FIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.IGNORECASE)
"""Word fields that run or fetch something when the paper is opened."""


def check_office(path: Path, main_type: str) -> None:
    """Judge an OOXML package whose main part must have the content type ending in `main_type`."""
    names, main = set(), False
    for name, chunks in entries(path):
        names.add(name)
        _check_name(name.lower())
        if name.lower().endswith((".xml", ".rels", ".vml")):
            part = Part(name)
            part.read(chunks)
            main = main or (
                name == CONTENT_TYPES and any(kind.endswith(main_type) for kind in part.content_types)
            )
        for _rest in chunks:
            pass
    if not {CONTENT_TYPES, RELATIONS} <= names or not main:
        raise NotAccepted("the content is not the type that the name claims")


def _check_name(name: str) -> None:
    if "vbaproject" in name or "vbadata" in name:
        raise NotAccepted("the document carries a macro project")
    if ACTIVE_NAME.search(name):
        raise NotAccepted("the document carries an embedded object: %(entry)s", entry=name)


class Part:
    """One XML part of a package, judged while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.content_types: list[str] = []
        self._fields: list[str] = []

    def read(self, chunks: Iterable[bytes]) -> None:
        read_markup(chunks, self.name, self._start, self._fields.append)
        # A field's instruction may be cut into several runs.
        if FETCHING_FIELD.search("".join(self._fields)):
            raise NotAccepted(
                "the document has a field that fetches or runs something: %(entry)s", entry=self.name
            )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == RELATIONSHIP:
            self._check_relationship(attributes)
        elif self.name == CONTENT_TYPES:
            self._note_content_type(attributes.get("ContentType", ""))
        elif tag.endswith("}fldSimple"):
            self._fields.extend(f" {value} " for key, value in attributes.items() if key.endswith("}instr"))
        elif tag.endswith(("}ddeLink", "}oleLink")):
            raise NotAccepted("the document has a link to another program: %(entry)s", entry=self.name)

    def _check_relationship(self, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            return
        if attributes.get("Type", "").endswith("/hyperlink") and CLICKED.match(attributes.get("Target", "")):
            return
        raise NotAccepted("the document fetches something from outside: %(entry)s", entry=self.name)

    def _note_content_type(self, content_type: str) -> None:
        if ACTIVE_CONTENT.search(content_type):
            raise NotAccepted("the document carries a macro project or an embedded object")
        self.content_types.append(content_type)

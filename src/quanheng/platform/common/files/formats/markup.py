"""XML parts read once, in a stream: well-formed, and without a document type, so without entities: expat tells of one before it reads it."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from quanheng.platform.common.files.accepted import NotAccepted

Start = Callable[[str, dict[str, str]], None]
Text = Callable[[str], None]


def read_markup(
    chunks: Iterable[bytes], name: str, start: Start | None = None, text: Text | None = None
) -> None:
    """Parse `chunks` of the part `name`; `start` gets `namespace}tag` and attributes, `text` what stands in
    Word's field instructions (`instrText`).
    """
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*_declaration: object) -> None:
        raise NotAccepted("%(entry)s declares a document type or entities, which are never read", entry=name)

    def begin(tag: str, attributes: dict[str, str]) -> None:
        parser.CharacterDataHandler = text if tag.endswith("}instrText") else None
        if start:
            start(tag, attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise NotAccepted("%(entry)s is not well-formed XML", entry=name) from None

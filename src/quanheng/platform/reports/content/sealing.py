"""A workbook as bytes that depend on its content alone: no clock, no order of saving."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

PROPERTIES = "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
OLDEST = (1980, 1, 1, 0, 0, 0)


def sealed(book: Workbook, *, now: datetime) -> bytes:
    """Return the workbook with `now` (aware) as its only time."""
    moment = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    raw = BytesIO()
    book.save(raw)
    out = BytesIO()
    with ZipFile(raw) as given, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in given.namelist():
            content = given.read(name)
            if name == PROPERTIES:
                content = MODIFIED.sub(rb"\g<1>" + moment.isoformat().encode() + b"Z" + rb"\g<2>", content)
            entry = ZipInfo(name, OLDEST)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()

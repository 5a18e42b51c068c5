"""OFD (electronic invoices and official papers): an archive of XML around `OFD.xml`."""

from pathlib import Path

from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.files.formats.archives import entries
from quanheng.platform.common.files.formats.markup import read_markup


def check(path: Path) -> None:
    names = set()
    for name, chunks in entries(path):
        names.add(name)
        if name.lower().endswith(".xml"):
            read_markup(chunks, name)
        for _rest in chunks:
            pass
    if "OFD.xml" not in names:
        raise NotAccepted("the content is not the type that the name claims")

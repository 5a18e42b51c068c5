"""XML of electronic invoices: well-formed, without a document type."""

from pathlib import Path

from quanheng.platform.common.files.formats.markup import read_markup


def check(path: Path) -> None:
    with path.open("rb") as file:
        read_markup(file, path.name)

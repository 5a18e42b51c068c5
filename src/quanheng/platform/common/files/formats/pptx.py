from pathlib import Path

from quanheng.platform.common.files.formats.office import check_office


def check(path: Path) -> None:
    check_office(path, "presentationml.presentation.main+xml")

"""Papers as people hold them: real PDFs, made by the renderer of the platform."""

from datetime import UTC, date, datetime
from pathlib import Path

from quanheng.platform.common.documents.render import render

TEMPLATE = Path(__file__).parent / "paper.typ"
MADE = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ISSUER = "燕原省材料检测中心"


class Papers:
    """A drawer that makes each paper once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def paper(self, name: str, title: str, *lines: str, issuer: str = ISSUER) -> Path:
        """Return the PDF of a paper with a title, a number of its own and the lines."""
        file = self.folder / f"{name}.pdf"
        if not file.exists():
            issued = date(2026, 3, 2)
            data = {"title": title, "number": name.upper(), "issued": issued, "issuer": issuer}
            file.write_bytes(render(TEMPLATE, data | {"lines": list(lines)}, now=MADE))
        return file

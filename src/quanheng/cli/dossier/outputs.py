"""The three files of a conclusion, all or none: made in a folder beside the target, then renamed into place."""

import shutil
from datetime import datetime, time
from pathlib import Path
from tempfile import mkdtemp

from quanheng.platform.common.documents.render import render
from quanheng.platform.common.documents.wording import CHINA_TIME
from quanheng.platform.reports.content import REPORT, ReportFacts, conclusion_text, report_document
from quanheng.platform.reports.content.workbook import conclusion_workbook

NAMES = ("conclusion.json", "conclusion.xlsx", "report.pdf")


def occupied(out: Path) -> bool:
    """Say whether the target is in the way: a file, or a folder that holds anything but an earlier conclusion."""
    if not out.exists() and not out.is_symlink():
        return False
    return not out.is_dir() or out.is_symlink() or any(entry.name not in NAMES for entry in out.iterdir())


def write_conclusion(facts: ReportFacts, out: Path) -> list[Path]:
    """Write report.pdf, conclusion.json and conclusion.xlsx; same facts, same bytes. Nothing is left after a failure."""
    day = facts.issued_on
    now = datetime.combine(day, time(), CHINA_TIME) if day else datetime.fromtimestamp(0, CHINA_TIME)
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        (made / "report.pdf").write_bytes(render(REPORT, report_document(facts), now=now))
        (made / "conclusion.json").write_text(conclusion_text(facts), "utf-8")
        (made / "conclusion.xlsx").write_bytes(conclusion_workbook(facts, now=now))
        made.chmod(0o755)
        _put(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return [out / name for name in NAMES]


def _put(made: Path, out: Path) -> None:
    """Rename the folder into place; an earlier conclusion is moved aside first and removed last."""
    if not out.exists():
        made.rename(out)
        return
    aside = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    aside.rmdir()
    out.rename(aside)
    try:
        made.rename(out)
    except OSError:
        aside.rename(out)
        raise
    shutil.rmtree(aside)

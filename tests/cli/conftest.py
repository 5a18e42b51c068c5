"""The three examples, each evaluated once by the command itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook

from quanheng.cli.dossier import marks, papers
from quanheng.cli.main import main
from quanheng.platform.common.files import parsing
from quanheng.platform.common.files.accepted import NotAccepted

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ("basic-material", "applied-sensor", "industrial-software")


@dataclass(frozen=True)
class Concluded:
    """What the command wrote for an example, beside the folder it read."""

    folder: Path
    out: Path
    data: dict[str, Any]
    book: Workbook
    pages: list[str]

    @property
    def text(self) -> str:
        return "".join(self.pages)


@pytest.fixture(autouse=True, scope="session")
def _judged_once():
    """Judge each file once for all tests: the same bytes under the same name get the same answer."""
    answers = {}

    def judge(path, name):
        key = (name, sha256(path.read_bytes()).hexdigest())
        if key not in answers:
            try:
                answers[key] = parsing.judge(path, name)
            except NotAccepted as refusal:
                answers[key] = refusal
        if isinstance(answers[key], NotAccepted):
            raise answers[key]
        return answers[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "judge", judge)
        patch.setattr(marks, "judge", judge)
        yield


@pytest.fixture(scope="session")
def conclude(tmp_path_factory) -> Callable[[str], Concluded]:
    """Evaluate an example at the first call, whatever the order of tests."""

    @cache
    def once(name: str) -> Concluded:
        out = tmp_path_factory.mktemp(name) / "out"
        code = main(["evaluate", str(EXAMPLES / name), "--out", str(out)])
        assert code == 0
        document = pypdfium2.PdfDocument(out / "report.pdf")
        return Concluded(
            folder=EXAMPLES / name,
            out=out,
            data=json.loads((out / "conclusion.json").read_text("utf-8")),
            book=load_workbook(out / "conclusion.xlsx"),
            pages=[page.get_textpage().get_text_range().replace("\r\n", "") for page in document],
        )

    return once


@pytest.fixture(params=NAMES)
def concluded(request, conclude) -> Concluded:
    return conclude(request.param)

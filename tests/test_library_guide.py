"""The guide to the library is a notebook: its blocks run in order and print what stands under them."""

import contextlib
import io
import re
from pathlib import Path

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "library.md"
BLOCK = re.compile(r"```python\n(.*?)```\n(?:```text\n(.*?)```\n)?", re.DOTALL)


def printed(code: str, names: dict[str, object]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, GUIDE.name, "exec"), names)
    return out.getvalue()


def test_every_block_of_the_guide_prints_what_stands_under_it():
    names: dict[str, object] = {}
    blocks = BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    assert [printed(code, names) for code, _ in blocks] == [text for _, text in blocks]

"""The two policy texts as oracles, the shipped stack, and packs that a test may spoil."""

import re
from pathlib import Path

import pytest

from quanheng.schemes import SchemeError, Stack, default_stack, load_pack
from schemes.workshop import Workshop

CASES = Path(__file__).parent.parent / "cases"
NUMERAL = "[一二三四五六七八九十]+"


class Guide:
    """The Hebei guide, read by its own headings."""

    def __init__(self, text: str) -> None:
        body, _, self.annex = text.partition("\n附件1\n")
        parts = re.split(rf"^第({NUMERAL})条 *", body, flags=re.MULTILINE)
        self.articles = dict(zip(parts[1::2], parts[2::2], strict=True))

    def find(self, article: str, pattern: str) -> tuple[str, ...]:
        """Return the groups of a pattern that must occur in an article."""
        found = re.search(pattern, self.articles[article].replace("\n", ""))
        assert found, f"article {article}: {pattern}"
        return found.groups()

    def listed(self, article: str, pattern: str) -> list[str]:
        """Return the members of the list that the pattern encloses."""
        return re.split("、|以及", self.find(article, pattern)[0])

    def annex_rows(self) -> list[tuple[str, ...]]:
        """Return number, name, characteristic, check points and elements of annex 1."""
        return re.findall(r"第(\d+)级\n\t(\S+)\n\t(\S+)\n\t要点：(\S+)\n\n要素：提供(\S+?)。", self.annex)


@pytest.fixture(scope="session")
def guide() -> Guide:
    return Guide((CASES / "hebei-guide.txt").read_text("utf-8"))


@pytest.fixture(scope="session")
def plan() -> str:
    return "".join((CASES / "miit-plan.txt").read_text("utf-8").split())


@pytest.fixture(scope="session")
def stack() -> Stack:
    return default_stack()


@pytest.fixture
def workshop(tmp_path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def faults_of():
    def load(path: Path) -> list[tuple[str, int, str, str]]:
        with pytest.raises(SchemeError) as caught:
            load_pack(path)
        return [(p.file, p.row, p.column, str(p.text)) for p in caught.value.problems]

    return load


@pytest.fixture(scope="session")
def clause_ids() -> set[str]:
    table = CASES.parent.parent / "docs" / "policy" / "clauses.csv"
    return {line.partition(",")[0] for line in table.read_text("utf-8").splitlines()[1:]}

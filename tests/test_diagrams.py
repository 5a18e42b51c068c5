"""The drawings in `docs/states/` are the tables themselves."""

import pytest

from diagrams import FOLDER, TABLES, page


@pytest.mark.clause("H-A2", "H-A3", "H-A4", "H-A5")
@pytest.mark.parametrize("name", TABLES)
def test_the_drawing_equals_the_state_table(name):
    assert (FOLDER / f"{name}.md").read_text("utf-8") == page(name), "run: python tests/diagrams.py"


def test_every_drawing_belongs_to_a_table():
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted(TABLES)

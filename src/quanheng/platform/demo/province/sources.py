"""The texts of the province: TOML files beside the code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


@cache
def source(name: str) -> dict[str, Any]:
    """Return the content of `data/<name>.toml`; nobody changes it."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def names(folder: str) -> list[str]:
    """Return the files of a folder of texts, in their order."""
    return sorted(path.stem for path in (DATA / folder).glob("*.toml"))

"""Packs that a test may spoil."""

import shutil
from pathlib import Path

from quanheng.schemes import shipped


class Workshop:
    """A copy of a shipped pack in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy(self, name: str) -> Path:
        target = self.folder / name
        shutil.copytree(shipped(name).path, target)
        return target

    def spoiled(self, name: str, file: str, old: str, new: str) -> Path:
        """Return the copy with the first `old` of a file replaced."""
        path = self.copy(name)
        text = (path / file).read_text("utf-8")
        assert old in text, f"{file}: {old}"
        (path / file).write_text(text.replace(old, new, 1), "utf-8")
        return path

    def overlay(self, **files: str) -> Path:
        """Return a small pack of its own, with the given sheets."""
        path = self.folder / "overlay"
        path.mkdir()
        names = "\n".join(f'"{sheet}.csv" = "{sheet}"' for sheet in files)
        (path / "pack.toml").write_text(f"{OVERLAY}\n[files]\n{names}\n{OVERLAY_SOURCES}", "utf-8")
        for sheet, text in files.items():
            (path / f"{sheet}.csv").write_text(text, "utf-8")
        return path


OVERLAY = """
name = "sector"
version = "2"
title = "行业包"
title_en = "Sector pack"
source = "sector"
interpreter = "某协会"
interpreter_en = "An association"
effective_from = 2026-08-01
effective_to = 2026-12-31
status = "secondary"
"""
OVERLAY_SOURCES = """
[[sources]]
id = "sector"
title = "行业评价规范"
title_en = "Norm of the sector"
at_hand = true
"""

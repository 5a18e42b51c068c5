"""The rules a running case keeps: the bytes of its packs, stored when they are pinned."""

import tempfile
from functools import lru_cache
from pathlib import Path

from django.db import models

from quanheng.schemes import Stack, default_stack, load_pack


class SchemeStack(models.Model):
    """A stack of packs by fingerprint: its files as they were when a first case pinned it."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    versions = models.JSONField()
    files = models.JSONField()

    class Meta:
        app_label = "common"


def pin_current() -> str:
    """Keep the packs now in force and return their fingerprint, for a case that begins to rest on them."""
    stack = default_stack()
    SchemeStack.objects.get_or_create(
        fingerprint=stack.fingerprint,
        defaults={
            "versions": [list(v) for v in stack.versions],
            "files": [[pack.name, pack_files(pack.path)] for pack in stack.packs],
        },
    )
    return stack.fingerprint


def pack_files(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): p.read_text("utf-8")
        for p in sorted(folder.rglob("*"))
        if p.suffix in {".toml", ".csv"}
    }


def stack_of(fingerprint: str) -> Stack:
    """Return the stack a case rests on; the one now in force when it has pinned none."""
    current = default_stack()
    if fingerprint in {"", current.fingerprint}:
        return current
    return _stored(fingerprint)


@lru_cache(maxsize=16)
def _stored(fingerprint: str) -> Stack:
    row = SchemeStack.objects.get(fingerprint=fingerprint)
    with tempfile.TemporaryDirectory() as folder:
        packs = []
        for name, files in row.files:
            for path, text in files.items():
                target = Path(folder, name, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8")
            packs.append(load_pack(Path(folder, name)))
        return Stack(packs)

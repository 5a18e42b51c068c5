"""MP4: known boxes from the first byte to the last, a movie header and a track inside."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from quanheng.platform.common.files.accepted import NotAccepted

OUTER = frozenset(
    b"ftyp moov mdat free skip wide uuid moof mfra sidx ssix styp meta udta pdin prft emsg".split(),
)
BOXES = 10_000


def check(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        outer = list(_boxes(file, 0, size))
        kinds = [kind for kind, _start, _end in outer]
        if not kinds or kinds[0] != b"ftyp" or b"moov" not in kinds or set(kinds) - OUTER:
            raise NotAccepted("the content is not the type that the name claims")
        _kind, start, end = outer[kinds.index(b"moov")]
        inner = {kind for kind, _start, _end in _boxes(file, start, end)}
    if not {b"mvhd", b"trak"} <= inner:
        raise NotAccepted("there is no film inside")


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, content start and end of the boxes that fill `at` to `end` exactly."""
    for _number in range(BOXES):
        if at == end:
            return
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            break
        length, kind = struct.unpack(">I4s", head[:8])
        start = at + 8
        if length == 1 and len(head) == 16:
            length, start = int.from_bytes(head[8:16]), at + 16
        elif length == 0:
            length = end - at
        if length < start - at or at + length > end:
            break
        yield kind, start, at + length
        at += length
    raise NotAccepted("the file is cut short")

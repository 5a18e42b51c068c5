"""JPEG: segment by segment to the end marker, a frame inside, then decoded small by Pillow."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from quanheng.platform.common.files.accepted import PIXELS, NotAccepted

FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
START_OF_SCAN, END = 0xDA, 0xD9


def check(path: Path) -> None:
    data = path.read_bytes()
    if data[:2] != b"\xff\xd8":
        raise NotAccepted("the content is not the type that the name claims")
    frames = 0
    for marker, segment in _segments(data):
        if marker in FRAMES:
            frames += 1
            _check_size(int.from_bytes(segment[3:5]) * int.from_bytes(segment[1:3]))
    if not frames:
        raise NotAccepted("there is no image inside")
    decode(path)


def _check_size(pixels: int) -> None:
    if not 0 < pixels <= PIXELS:
        raise NotAccepted(
            "the image declares %(pixels)s pixels, takes at most %(most)s", pixels=pixels, most=PIXELS
        )


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and content of each segment; the end marker must be the end of the file."""
    at = 2
    while at + 1 < len(data):
        if data[at] != 0xFF:
            raise NotAccepted("the file does not parse as an image")
        marker = data[at + 1]
        at += 1 if marker == 0xFF else 2
        if marker == END:
            if at != len(data):
                raise NotAccepted("the image has bytes after its end marker")
            return
        if marker in ALONE or marker == 0xFF:
            continue
        length = int.from_bytes(data[at : at + 2])
        if length < 2 or at + length > len(data):
            raise NotAccepted("the file is cut short")
        yield marker, data[at + 2 : at + length]
        at = _after_scan(data, at + length) if marker == START_OF_SCAN else at + length
    raise NotAccepted("the file is cut short")


def _after_scan(data: bytes, at: int) -> int:
    """Return where the entropy-coded data end: at a marker that is neither a stuffed byte nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in {0x00, *range(0xD0, 0xD8)}:
            return at
        at += 2
    return len(data)


def decode(path: Path) -> None:
    """Decode an image at low resolution; Pillow must take all of it."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(path) as image:
            image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAccepted("the file does not parse as an image") from None

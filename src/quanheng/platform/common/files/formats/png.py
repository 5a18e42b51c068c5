"""PNG: chunk by chunk, data that fill the declared size, nothing after the end marker."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from quanheng.platform.common.files.accepted import PIXELS, NotAccepted

CHUNK = 1 << 16
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
INTERLACED = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
"""Left, top, step across, step down of the seven passes of Adam7."""


def check(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(8) != b"\x89PNG\r\n\x1a\n":
            raise NotAccepted("the content is not the type that the name claims")
        kind, head = _chunk(file)
        if kind != b"IHDR" or len(head) != 13:
            raise NotAccepted("the file does not parse as an image")
        expected = _expected_bytes(head)
        got = sum(_inflated(_image_data(file)))
        if got != expected:
            raise NotAccepted("the image data do not fill the declared size")
        if file.read(1):
            raise NotAccepted("the image has bytes after its end marker")


def _chunk(file: BinaryIO) -> tuple[bytes, bytes]:
    head = file.read(8)
    if len(head) < 8:
        raise NotAccepted("the file is cut short")
    length, kind = struct.unpack(">I4s", head)
    data = file.read(length)
    checksum = file.read(4)
    if len(data) < length or len(checksum) < 4:
        raise NotAccepted("the file is cut short")
    if zlib.crc32(kind + data) != int.from_bytes(checksum):
        raise NotAccepted("the image has a part whose check sum is wrong")
    return kind, data


def _image_data(file: BinaryIO) -> Iterator[bytes]:
    while True:
        kind, data = _chunk(file)
        if kind == b"IEND":
            return
        if kind == b"IDAT":
            yield data


def _inflated(pieces: Iterator[bytes]) -> Iterator[int]:
    inflater = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest:
                yield len(inflater.decompress(rest, CHUNK))
                rest = inflater.unconsumed_tail
    except zlib.error:
        raise NotAccepted("the image data do not fill the declared size") from None


def _expected_bytes(head: bytes) -> int:
    width, height, depth, colour, _packing, _filtering, interlaced = struct.unpack(">IIBBBBB", head)
    if width * height > PIXELS:
        raise NotAccepted(
            "the image declares %(pixels)s pixels, takes at most %(most)s", pixels=width * height, most=PIXELS
        )
    if not width or not height or colour not in SAMPLES or depth not in {1, 2, 4, 8, 16} or interlaced > 1:
        raise NotAccepted("the file does not parse as an image")
    bits = depth * SAMPLES[colour]
    if not interlaced:
        return _rows(width, height, bits)
    return sum(
        _rows(-(-(width - left) // across), -(-(height - top) // down), bits)
        for left, top, across, down in INTERLACED
        if width > left and height > top
    )


def _rows(width: int, height: int, bits: int) -> int:
    return height * (1 + -(-width * bits // 8))

"""TIFF (scans): every page within the pixel limit, every strip inside the file."""

from pathlib import Path
from typing import Any

from PIL import Image, ImageSequence

from quanheng.platform.common.files.accepted import PIXELS, NotAccepted

PAGES = 500
STRIPS, TILES = (273, 279), (324, 325)
"""Tags of offsets and byte counts."""


def check(path: Path) -> None:
    size = path.stat().st_size
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, for every page
    try:
        with Image.open(path, formats=["TIFF"]) as image:
            for number, page in enumerate(ImageSequence.Iterator(image), 1):
                _check_page(page, number, size)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError) as error:
        if isinstance(error, NotAccepted):
            raise
        raise NotAccepted("the file does not parse as an image") from None


def _check_page(page: Any, number: int, size: int) -> None:
    if number > PAGES:
        raise NotAccepted("the image has more than %(most)s pages", most=PAGES)
    pixels = page.width * page.height
    if not 0 < pixels <= PIXELS:
        raise NotAccepted(
            "the image declares %(pixels)s pixels, takes at most %(most)s", pixels=pixels, most=PIXELS
        )
    offsets, counts = next(
        (
            (page.tag_v2[a], page.tag_v2[b])
            for a, b in (STRIPS, TILES)
            if a in page.tag_v2 and b in page.tag_v2
        ),
        ((), ()),
    )
    if not offsets or any(at + count > size for at, count in zip(offsets, counts, strict=True)):
        raise NotAccepted("the file is cut short")

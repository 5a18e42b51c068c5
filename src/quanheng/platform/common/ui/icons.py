"""The sprite of the Tabler icons used, and the mark that draws one of them."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "vendor/tabler-icons-3.51.0/sprite.svg"
NAMES = frozenset(
    re.findall(r'id="([a-z0-9-]+)"', (Path(__file__).parents[1] / "static" / SPRITE).read_text("ascii"))
)


@cache
def sprite_url() -> str:
    return static(SPRITE)


@cache
def icon_svg(name: str) -> SafeString:
    """Return the icon as decoration beside words; a screen reader passes over it."""
    if name not in NAMES:
        raise ValueError(f"icon: got {name!r}, takes one of {', '.join(sorted(NAMES))}")
    return format_html(
        '<svg class="qh-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        sprite_url(),
        name,
    )

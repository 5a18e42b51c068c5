"""The sprite of the Tabler icons used, and the mark that draws one of them."""

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "vendor/tabler-icons-3.51.0/sprite.svg"


@cache
def sprite_url() -> str:
    return static(SPRITE)


@cache
def icon_svg(name: str) -> SafeString:
    """Return the icon as decoration beside words; a screen reader passes over it."""
    return format_html(
        '<svg class="qh-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        sprite_url(),
        name,
    )

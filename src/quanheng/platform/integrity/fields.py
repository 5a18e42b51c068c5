"""Fields of work by their code in the rules, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import get_language

from quanheng.schemes import default_stack


def choices() -> list[tuple[str, str]]:
    chinese = (get_language() or "zh").startswith("zh")
    return [(item.id, item.title if chinese else item.title_en) for item in default_stack().items("fields")]


def names(codes: Iterable[str]) -> list[str]:
    """Return the names; a code that the rules no longer have stays as it is."""
    known = dict(choices())
    return [known.get(code, code) for code in codes]

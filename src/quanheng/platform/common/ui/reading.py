"""How a reader reads: large text, high contrast, folded menu. Kept in cookies, so the first byte is right."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Reading:
    large: bool = False
    contrast: bool = False
    folded: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return what the cookies `reading` (words) and `menu` say."""
        words = request.COOKIES.get("reading", "").split()
        return cls("large" in words, "contrast" in words, request.COOKIES.get("menu") == "folded")

    @property
    def classes(self) -> str:
        """Return the classes of `<html>`."""
        chosen = (("qh-large", self.large), ("qh-contrast", self.contrast), ("qh-folded", self.folded))
        return " ".join(name for name, on in chosen if on)

"""Seats by code, declarations, draw, dissent, signatures."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """A member of the panel by code; `name` only by consent. `recognition` is the basis on which the person is
    widely recognised (H-2.8). `sheet`: submitted, recused or missing.
    """

    code: str
    role: str
    side: str
    recognition: str = ""
    chair: bool = False
    name: str = ""
    sheet: str = "submitted"
    marks: int = 0
    abstained: int = 0
    valued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationFacts:
    """A signed declaration of a panel member: avoidance and secrecy."""

    code: str
    text: str
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawFacts:
    """How the panel came to be: `root` is the Merkle root of the frozen list, from which anyone checks the draw.

    A panel that was not drawn has no root and `note` says how it was named and on whose decision.
    """

    root: str = ""
    algorithm: str = ""
    drawn_on: date | None = None
    seed: str = ""
    candidates: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentFacts:
    """A dissenting opinion, by code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """Who signed in which position; without a date the line is left for the pen."""

    position: str
    name: str = ""
    signed_on: date | None = None

"""Addresses of the weighting group."""

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from quanheng.platform.evaluation.weighting.models import WeightingRound


def rounds(number: str) -> str:
    return reverse("evaluation:weighting", args=[number])


def one(number: str, round_number: int) -> str:
    return reverse("evaluation:weighting_round", args=[number, round_number])


def pairs(number: str, round_number: int) -> str:
    return reverse("evaluation:pairs", args=[number, round_number])


def pair_of(row: "WeightingRound", first: int, second: int) -> str:
    """Return the place of one pair on the page of its round."""
    return f"{pairs(row.evaluation.number, row.number)}#pair-{first}-{second}"


def check(number: str, round_number: int) -> str:
    return reverse("evaluation:check_pairs", args=[number, round_number])


def act(name: str, number: str, round_number: int) -> str:
    return reverse(f"evaluation:{name}", args=[number, round_number])

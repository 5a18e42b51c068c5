"""Amounts in documents: figures with thousands and fen, and 人民币大写 beside them."""

from decimal import Decimal
from typing import TypedDict

from quanheng.methods.money import capital_amount, yuan


class Amount(TypedDict):
    figures: str
    words: str


def amount(value: Decimal) -> Amount:
    """Return `value` (yuan, rounded half up to the fen) as the part `money.typ` takes it."""
    rounded = yuan(value)
    return Amount(figures=f"{rounded:,.2f}", words=capital_amount(rounded))

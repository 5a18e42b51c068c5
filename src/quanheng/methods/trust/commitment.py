"""A salted commitment to a reserve price: fixed when the lot is announced, opened with the result.

The log, the pages and the API hold the commitment; nobody can compute the price from it, nobody
can open it with another price. Lines as bidding.md 1.1 fixes them.
"""

import re
from hashlib import sha256
from hmac import compare_digest

from quanheng.methods.errors import MethodError, shown

_NONCE = re.compile(r"[0-9a-f]{64,256}")


def reserve_commitment(*, lot: str, fen: int, nonce: str) -> str:
    """Return the commitment (hex) to a reserve price of `fen`; `nonce` is at least 32 random bytes, in lower-case hex.

    Raises `MethodError` whose text never repeats the price or the nonce: it may end up in a log.
    """
    if not isinstance(lot, str) or not lot or not lot.isprintable():
        raise MethodError("lot: got %(lot)s, takes the number of a lot on one line", lot=shown(lot))
    if not isinstance(fen, int) or isinstance(fen, bool):
        raise MethodError("fen: got %(type)s, takes a whole number of fen", type=type(fen).__name__)
    if fen <= 0:
        raise MethodError("fen: got zero or less, takes a price above 0")
    if not isinstance(nonce, str) or not _NONCE.fullmatch(nonce):
        raise MethodError("nonce: got another form, takes at least 32 random bytes in lower-case hex")
    return sha256(f"quanheng/reserve/1\n{lot}\n{fen}\n{nonce}".encode()).hexdigest()


def opens_reserve(commitment: str, *, lot: str, fen: int, nonce: str) -> bool:
    """Whether price and nonce open the commitment; what could never have been committed to does not."""
    try:
        expected = reserve_commitment(lot=lot, fen=fen, nonce=nonce)
    except MethodError:
        return False
    return isinstance(commitment, str) and compare_digest(
        expected.encode(), commitment.encode("utf-8", "replace")
    )

"""The publicly verifiable selection of RFC 3797: a key and a counter through MD5 pick from a list."""

from collections.abc import Iterator
from hashlib import md5

from quanheng.methods.errors import MethodError

MAX_POOL = 65_535


def rfc3797(pool_size: int, count: int, key: str) -> list[int]:
    """Return the `count` numbers from 1 to `pool_size` that the key selects, in order of selection.

    `key` is the whole key string of section 4, with its slashes. Raises `MethodError` for a pool above
    65,535, a count outside 1 to the pool, and a key that is no ASCII text or empty.
    """
    if type(pool_size) is not int or not 1 <= pool_size <= MAX_POOL:
        raise MethodError(
            "pool_size: got %(got)r, takes a whole number from 1 to %(top)s", got=pool_size, top=MAX_POOL
        )
    if type(count) is not int or not 1 <= count <= pool_size:
        raise MethodError(
            "count: got %(got)r, takes a whole number from 1 to %(top)s", got=count, top=pool_size
        )
    if not isinstance(key, str) or not key or not key.isascii():
        raise MethodError("key: got %(got)r, takes ASCII text that is not empty", got=key)
    return [number for number, _ in selections(pool_size, count, key)]


def selections(pool_size: int, count: int, key: str) -> Iterator[tuple[int, str]]:
    """Yield each selected number with the MD5 digest (hex) that selected it."""
    left = list(range(1, pool_size + 1))
    for counter in range(count):
        mark = counter.to_bytes(2, "big")
        digest = md5(mark + key.encode("ascii") + mark, usedforsecurity=False).hexdigest()
        yield left.pop(int(digest, 16) % len(left)), digest

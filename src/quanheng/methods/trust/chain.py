"""The journal's chain: each entry of a stream names the one before it.

An entry holds no names, texts or prices, only hashes of salted parts; a part can be erased and
every link stays valid. Byte formats: trust.md 2, vectors in cases/trust.json ("journal").
"""

from hashlib import sha256

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.trust.canonical import canonical_json

SALT_BYTES = 16


def first_prev(stream: str) -> str:
    """Return `prev` (hex) of the first entry of `stream`, e.g. "lot/BD-2025-00007"."""
    if not isinstance(stream, str) or not stream:
        raise MethodError("stream: got %(stream)s, takes the name of a stream", stream=shown(stream))
    try:
        name = stream.encode()
    except UnicodeEncodeError:
        raise MethodError("stream: got half of a surrogate pair, takes whole characters only")
    return sha256(b"quanheng/stream/1\0" + name).hexdigest()


def entry_link(entry: object) -> str:
    """Return the link (hex) of an entry: what the next entry of the stream carries as `prev`.

    Raises `MethodError` when the entry is no object or holds a float, at any depth.
    """
    if not isinstance(entry, dict):
        raise MethodError("entry: got %(type)s, takes an object", type=type(entry).__name__)
    return sha256(b"quanheng/entry/1\0" + _without_floats("entry", entry)).hexdigest()


def part_hash(salt: bytes, value: object) -> str:
    """Return the hash (hex) under which an entry names a part; `salt` is 16 random bytes kept with the value."""
    if not isinstance(salt, bytes):
        raise MethodError("salt: got %(type)s, takes 16 random bytes", type=type(salt).__name__)
    if len(salt) != SALT_BYTES:
        raise MethodError("salt: got %(length)s bytes, takes 16 random ones", length=len(salt))
    return sha256(b"quanheng/payload/1\0" + salt + _without_floats("value", value)).hexdigest()


def _without_floats(argument: str, value: object) -> bytes:
    """Return the canonical bytes; two readers may disagree on a float, so the journal has none."""
    written = canonical_json(value)
    waiting: list[object] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, float):
            raise MethodError(
                "%(argument)s: got the float %(number)s, takes Decimal or text instead",
                argument=argument,
                number=item,
            )
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
    return written

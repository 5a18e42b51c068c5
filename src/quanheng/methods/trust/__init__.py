"""What makes a record provable: canonical bytes, hash chains, Merkle trees, commitments.

Names of the modules below resolve lazily (PEP 562): reading canonical JSON loads nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quanheng.methods.trust.canonical import canonical_json as canonical_json
    from quanheng.methods.trust.canonical import load_json as load_json

_HOMES = {
    "canonical_json": "canonical",
    "load_json": "canonical",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})

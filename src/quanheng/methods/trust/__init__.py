"""What makes a record provable: canonical bytes, hash chains, Merkle trees, commitments.

Names of the modules below resolve when first used (PEP 562): canonical JSON loads nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quanheng.methods.trust.canonical import canonical_json as canonical_json
    from quanheng.methods.trust.canonical import load_json as load_json
    from quanheng.methods.trust.chain import entry_link as entry_link
    from quanheng.methods.trust.chain import first_prev as first_prev
    from quanheng.methods.trust.chain import part_hash as part_hash
    from quanheng.methods.trust.commitment import opens_reserve as opens_reserve
    from quanheng.methods.trust.commitment import reserve_commitment as reserve_commitment
    from quanheng.methods.trust.merkle import MerkleLog as MerkleLog
    from quanheng.methods.trust.merkle import verify_consistency as verify_consistency
    from quanheng.methods.trust.merkle import verify_inclusion as verify_inclusion

_NAMES = {
    "canonical": ("canonical_json", "load_json"),
    "chain": ("entry_link", "first_prev", "part_hash"),
    "commitment": ("opens_reserve", "reserve_commitment"),
    "merkle": ("MerkleLog", "verify_consistency", "verify_inclusion"),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})

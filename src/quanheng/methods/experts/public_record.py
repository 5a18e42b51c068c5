"""The public record of a draw: everything a stranger needs to draw again, and no name."""

from collections.abc import Mapping
from dataclasses import dataclass

from quanheng.methods.errors import MethodError
from quanheng.methods.experts.drawing import DrawResult, draw
from quanheng.methods.experts.frozen_list import (
    FrozenList,
    derive_seed,
    fallback_secret,
    panel_seed,
    seed_commitment,
)

FORMAT = "quanheng-draw-record-1"


@dataclass(frozen=True, slots=True)
class HeldDraw:
    """A result with its public record: JSON data, whose `log` `verify_draw.py` reproduces from the rest.

    `leaves` is the manifest: its header, then its rows; `secrets` are commitment and secret of each
    party, the secret empty where it was not revealed.
    """

    result: DrawResult
    record: dict[str, object]


def hold_draw(
    frozen: FrozenList,
    *,
    commitments: Mapping[str, str],
    reveals: Mapping[str, bytes],
    public_value: str,
    fallback_value: str = "",
) -> HeldDraw:
    """Draw from the frozen list with the seed of the revealed secrets and the public value.

    A party that has not revealed is replaced by the fallback value, visibly in the record. Raises
    `MethodError` for a missing commitment, a secret that is not the committed one, and a missing
    secret while the fallback value is not known.
    """
    secrets = [_secret(party, commitments, reveals, fallback_value) for party in frozen.parties]
    root = frozen.root()
    seed = panel_seed(derive_seed(root, secrets, public_value), frozen.request, frozen.round)
    key = seed if frozen.algorithm == "sha256" else seed.hex().encode()
    result = draw(
        frozen.candidates,
        frozen.quotas,
        key,
        institution_limit=frozen.institution_limit,
        algorithm=frozen.algorithm,
    )
    record: dict[str, object] = {
        "format": FORMAT,
        "leaves": [leaf.decode() for leaf in frozen.leaves()],
        "secrets": {
            party: [commitments[party], reveals[party].hex() if party in reveals else ""]
            for party in frozen.parties
        },
        "public_value": public_value,
        "fallback_value": fallback_value,
    }
    opened = [
        ("revealed" if party in reveals else "replaced", party, commitments[party])
        for party in frozen.parties
    ]
    lines = [("root", root.hex()), *opened, ("seed", seed.hex()), *result_lines(result)]
    return HeldDraw(result, record | {"log": ["|".join(line) for line in lines]})


def result_lines(result: DrawResult) -> list[tuple[str, ...]]:
    """Return the log of the walk, then seats and substitutes, as the record prints them joined by "|"."""
    return [
        *result.log,
        *(("seat", seat.role, seat.expert) for seat in result.seats),
        *(("substitute", seat.role, seat.expert) for seat in result.substitutes),
    ]


def _secret(
    party: str, commitments: Mapping[str, str], reveals: Mapping[str, bytes], fallback_value: str
) -> bytes:
    if party not in commitments:
        raise MethodError("commitments: got none of %(party)s, takes one of each party", party=party)
    if party not in reveals:
        if not fallback_value:
            raise MethodError(
                "reveals: got none of %(party)s, takes one of each party or the fallback value", party=party
            )
        return fallback_secret(commitments[party], fallback_value)
    if seed_commitment(reveals[party]) != commitments[party]:
        raise MethodError("reveals: got a secret of %(party)s that is not the committed one", party=party)
    return reveals[party]

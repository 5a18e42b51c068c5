"""Receipts: what a bidder keeps to prove what the log must contain (trust.md 2)."""

from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from quanheng.live.journal import stream
from quanheng.live.keys import RECEIPT_KEY, signing_key
from quanheng.live.store import Entry
from quanheng.methods.bidding import instant_text
from quanheng.methods.trust.canonical import canonical_json, load_json

_DOMAIN = b"quanheng/receipt/1\0"


class ReceiptSigner:
    def __init__(self, keys_dir: Path) -> None:
        self._key = signing_key(keys_dir, RECEIPT_KEY)
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._key_id = sha256(raw).hexdigest()

    def receipt(self, entry: Entry) -> dict[str, object]:
        """Return the signed receipt of an entry; `object` is the fingerprint of what was asked."""
        said = load_json(entry.entry)
        receipt: dict[str, object] = {
            "v": "quanheng-receipt/1",
            "suite": "intl-1",
            "stream": stream(entry.lot),
            "seq": entry.event.seq,
            "prev": said["prev"] if isinstance(said, dict) else "",
            "link": entry.link,
            "object": entry.event.body,
            "at": instant_text(entry.committed_at),
            "key": self._key_id,
        }
        signature = self._key.sign(_DOMAIN + canonical_json(receipt)).hex()
        return receipt | {"signature": signature}

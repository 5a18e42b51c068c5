"""The conclusion as data: everything that the report prints, for machines, under one fingerprint."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from quanheng.methods.trust.canonical import canonical_json
from quanheng.platform.reports.content.facts import ReportFacts
from quanheng.platform.reports.content.storing import facts_data

FORMAT = "quanheng.conclusion/1"
NOT_CONTENT = ("mark", "file_sha256")


def conclusion_json(facts: ReportFacts) -> dict[str, Any]:
    """Return the conclusion: decimals as text, dates as ISO text, the notice included (H-5.1).

    `fingerprint` is the SHA-256 of the canonical JSON (RFC 8785) of the rest; the report prints the same one.
    """
    data = facts_data(facts)
    content = {"format": FORMAT} | {name: value for name, value in data.items() if name not in NOT_CONTENT}
    return content | {"fingerprint": sha256(canonical_json(content)).hexdigest()}


def conclusion_text(facts: ReportFacts) -> str:
    """Return the conclusion as a file holds it: indented, keys sorted, one newline at the end."""
    return json.dumps(conclusion_json(facts), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def conclusion_fingerprint(facts: ReportFacts) -> str:
    """Return the fingerprint that the report prints."""
    return str(conclusion_json(replace(facts, file_sha256=""))["fingerprint"])

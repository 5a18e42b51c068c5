"""From a case to the facts of its report: read once, stored with a fingerprint, never typed over.

The author's texts are laid over the stored facts when pages or the file are made (`facts_of`).
"""

from quanheng.platform.reports.assembling.storing import facts_of, fill, stale

__all__ = ["facts_of", "fill", "stale"]

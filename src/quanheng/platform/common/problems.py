"""From what was raised to the lines of an error summary, in the reader's language."""

from collections.abc import Sequence

from quanheng.methods.errors import MethodError
from quanheng.platform.common.errors import Incomplete, Missing, Refused


def problems_of(error: Refused | MethodError) -> Sequence[Missing]:
    """Return one line per missing part, or the one sentence of the refusal."""
    if isinstance(error, Incomplete):
        return error.missing
    return (Missing(error.text, values=dict(error.values)),)

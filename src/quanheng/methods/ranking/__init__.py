"""Rankings inside one competition: cross-checks beside a certified grade, never its source (scoring.md 1 and 9).

Every method here is relative: one more option may turn the order of the others. Names resolve when first
used (PEP 562), so that only data envelopment loads a solver.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quanheng.methods.ranking.acceptability import AcceptabilityResult as AcceptabilityResult
    from quanheng.methods.ranking.acceptability import rank_acceptability as rank_acceptability
    from quanheng.methods.ranking.comparison import ComparisonResult as ComparisonResult
    from quanheng.methods.ranking.comparison import compare_rankings as compare_rankings
    from quanheng.methods.ranking.compromise import VikorResult as VikorResult
    from quanheng.methods.ranking.compromise import vikor as vikor
    from quanheng.methods.ranking.distance import TopsisResult as TopsisResult
    from quanheng.methods.ranking.distance import topsis as topsis
    from quanheng.methods.ranking.envelopment import EnvelopmentResult as EnvelopmentResult
    from quanheng.methods.ranking.envelopment import dea_ccr as dea_ccr
    from quanheng.methods.ranking.grey import GreyResult as GreyResult
    from quanheng.methods.ranking.grey import grey_relational as grey_relational
    from quanheng.methods.ranking.results import RankingResult as RankingResult

_NAMES = {
    "acceptability": ("AcceptabilityResult", "rank_acceptability"),
    "comparison": ("ComparisonResult", "compare_rankings"),
    "compromise": ("VikorResult", "vikor"),
    "distance": ("TopsisResult", "topsis"),
    "envelopment": ("EnvelopmentResult", "dea_ccr"),
    "grey": ("GreyResult", "grey_relational"),
    "results": ("RankingResult",),
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

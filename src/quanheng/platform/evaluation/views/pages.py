"""What the pages of a case have in common: how they find it, and the frame around their own part."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quanheng.platform.common.actors import Actor
from quanheng.platform.evaluation import boards, selectors
from quanheng.platform.evaluation.models import Evaluation


class CasePage:
    """A page of the case named in the address, as this actor may see it."""

    actor: Actor
    now: datetime
    kwargs: Mapping[str, Any]

    def fetch(self) -> Evaluation:
        return selectors.get(self.actor, self.kwargs["number"])

    def frame(self, case: Evaluation, here: str) -> dict[str, Any]:
        """Return header and tabs around a page that shows a part of the case."""
        told = boards.chapters(self.actor, case)
        return {
            "case": case,
            "told": told,
            "header": boards.header(case, self.actor, self.now),
            "tabs": boards.tabs(case, self.actor, told, here),
        }

    def facts(self, case: Evaluation) -> list[boards.Fact]:
        return boards.facts(case, self.actor, boards.chapters(self.actor, case))

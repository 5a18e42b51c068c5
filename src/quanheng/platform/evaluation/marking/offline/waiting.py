"""What was read waits with its reader, as an unsent form does, until it is confirmed or another file takes its place."""

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from quanheng.methods.result import fingerprint
from quanheng.platform.common import drafts
from quanheng.platform.evaluation.marking import links
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.offline.reading import Filled
from quanheng.platform.evaluation.marking.rules import Answer


def keep(sheet: Sheet, person_id: UUID, name: str, filled: Sequence[Filled], now: datetime) -> None:
    rows = [[one.row, one.indicator, *_words(one.answer), one.followed] for one in filled]
    data = {"name": name, "plan": sheet.plan.fingerprint, "rows": json.dumps(rows, ensure_ascii=False)}
    drafts.save(person_id=person_id, page=_page(sheet), data=data, now=now)


def load(sheet: Sheet, person_id: UUID | None) -> tuple[str, tuple[Filled, ...]] | None:
    """Return the name of the file and what it says; `None` when none waits under the plan in force."""
    draft = drafts.load(person_id, _page(sheet))
    if draft is None or draft.data["plan"] != [sheet.plan.fingerprint]:
        return None
    rows = json.loads(draft.data["rows"][0])
    filled = tuple(
        Filled(row, indicator, Answer(status, band, Decimal(points) if points else None, reason), followed)
        for row, indicator, status, band, points, reason, followed in rows
    )
    return draft.data["name"][0], filled


def discard(sheet: Sheet, person_id: UUID | None) -> None:
    drafts.discard(person_id, _page(sheet))


def digest(filled: Sequence[Filled]) -> str:
    """Return what tells one reading from another: a preview is confirmed as it was seen or not at all."""
    return fingerprint([[one.indicator, *_words(one.answer)] for one in filled])


def _page(sheet: Sheet) -> str:
    return links.offline_confirm(sheet.evaluation.number)


def _words(answer: Answer) -> tuple[str, str, str, str]:
    points = "" if answer.points is None else str(answer.points)
    return str(answer.status), answer.band, points, answer.reason

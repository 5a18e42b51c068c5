"""Institutions that may be commissioned with an achievement, and why others may not."""

from collections.abc import Sequence
from dataclasses import dataclass

from quanheng.platform.accounts.models import Organisation
from quanheng.platform.common.errors import Missing
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation import selectors, wording
from quanheng.platform.integrity import selectors as integrity
from quanheng.platform.integrity.models import Institution, InstitutionState
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.states import AchievementState

HANDED_IN = frozenset({AchievementState.SUBMITTED, AchievementState.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An institution as the owner sees it when choosing; `bar` says why it cannot be chosen."""

    organisation: Organisation
    fields: tuple[wording.Text, ...]
    open_cases: int
    bar: Missing | None


def candidates(achievement: Achievement) -> Sequence[Candidate]:
    """Return all institutions, those that may be chosen first."""
    rows = list(integrity.institutions())
    counts = selectors.open_cases([row.organisation_id for row in rows])
    holders = rights_holders(achievement)
    titles = {item.id: wording.titled(item) for item in stack_of("").items("fields")}
    found = [
        Candidate(
            row.organisation,
            tuple(titles.get(code, code) for code in row.fields),
            counts.get(row.organisation_id, 0),
            bar(row.organisation, achievement, holders) or suspended(row),
        )
        for row in rows
    ]
    return sorted(found, key=lambda candidate: candidate.bar is not None)


def why_not(institution: Organisation, achievement: Achievement) -> Missing | None:
    """Return why an institution may not take an achievement now: conflict, no admission, suspension."""
    row = integrity.institutions().filter(organisation=institution).first()
    if row is None:
        return Missing(
            "%(name)s is not an admitted evaluation institution", values={"name": institution.name}
        )
    return bar(institution, achievement, rights_holders(achievement)) or suspended(row)


def rights_holders(achievement: Achievement) -> frozenset[str]:
    return frozenset(achievement.rights.values_list("holder_uscc", flat=True))


def bar(institution: Organisation, achievement: Achievement, holders: frozenset[str]) -> Missing | None:
    """Return the conflict of an institution with an achievement: nobody evaluates what is his own."""
    if institution.id == achievement.owner_id:
        return Missing("Conflict of interest: the institution is itself the owner of the achievement")
    if institution.uscc in holders:
        return Missing("Conflict of interest: the institution holds rights in the achievement")
    return None


def suspended(row: Institution) -> Missing | None:
    if row.state == InstitutionState.SUSPENDED:
        return Missing("Suspended: %(reason)s", values={"reason": row.reason})
    return None

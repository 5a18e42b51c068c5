"""Who may read, because of an evaluation, what other rooms keep: gradings, dossiers, files."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.common.ui.parts import Action
from quanheng.platform.evaluation import selectors
from quanheng.platform.evaluation.candidates import HANDED_IN
from quanheng.platform.evaluation.models import Scope
from quanheng.platform.evaluation.states import EvaluationState
from quanheng.platform.library.models import Achievement

if TYPE_CHECKING:
    from quanheng.platform.common.files.models import Attachment
    from quanheng.platform.maturity.models import Grading

GRADERS = frozenset({Role.LEAD, Role.INTAKE, Role.REVIEWER})


def reads_grading(actor: Actor, grading: "Grading") -> bool:
    """Admit who sees the case: the client, the institution, who watches."""
    return selectors.visible_to(actor).filter(id=grading.case_id).exists()


def grades(actor: Actor, grading: "Grading") -> bool:
    """Admit the institution's people while the level is being graded; maturity bars the uploader itself."""
    if actor.role not in GRADERS:
        return False
    rows = selectors.visible_to(actor).filter(id=grading.case_id, state=EvaluationState.MATURITY)
    return rows.exists()


def reads_dossier(actor: Actor, achievement: Achievement) -> bool:
    """Admit the people of an institution that was commissioned with the achievement, until it refuses."""
    rows = selectors.of_achievement(actor, achievement).exclude(state=EvaluationState.REFUSED)
    return actor.role in INSTITUTION and rows.exists()


def reads_file(actor: Actor, attachment: "Attachment") -> bool:
    """Admit who sees the case that a contract scan or an information file belongs to."""
    return selectors.visible_to(actor).filter(id=attachment.owner_id).exists()


def keeps_in_library(achievement: Achievement) -> str:
    """Say what keeps an achievement from being withdrawn."""
    return "An evaluation of the achievement is running" if selectors.running(achievement.id) else ""


def library_actions(actor: Actor, achievement: Achievement) -> tuple[Action, ...]:
    """Return the owner's way from an achievement to its evaluation."""
    if actor.role != Role.OWNER or actor.organisation_id != achievement.owner_id:
        return ()
    if selectors.running(achievement.id, Scope.FULL) or achievement.state not in HANDED_IN:
        return ()
    address = f"{reverse('evaluation:new')}?{urlencode({'achievement': achievement.number})}"
    return (Action(_("Commission an evaluation"), address),)

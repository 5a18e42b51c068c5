"""What other rooms ask of this one: who may have its files, what keeps an achievement, where selling begins."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.parts import Action
from quanheng.platform.exchange import selectors
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.states import AchievementState


def reads_paper(actor: Actor, attachment: Attachment) -> bool:
    """Admit the seller's people and the office to the papers of a listing; a buyer never sees them."""
    row = selectors.visible_to(actor).filter(id=attachment.owner_id).first()
    return row is not None and selectors.reads_file(actor, row)


def reads_contract(actor: Actor, attachment: Attachment) -> bool:
    return selectors.deals_visible_to(actor).filter(id=attachment.owner_id).exists()


def keeps_in_library(achievement: Achievement) -> str:
    """Say what keeps an achievement from being withdrawn."""
    return "A listing of the achievement is running" if selectors.running_of(achievement.id) else ""


def library_actions(actor: Actor, achievement: Achievement) -> tuple[Action, ...]:
    """Return the owner's way from an achievement to its listing."""
    if actor.role != Role.OWNER or actor.organisation_id != achievement.owner_id:
        return ()
    if running := selectors.running_of(achievement.id):
        return (Action(_("Open the listing"), running.get_absolute_url()),)
    if achievement.state != AchievementState.PUBLISHED:
        return ()
    address = f"{reverse('exchange:new_listing')}?{urlencode({'achievement': achievement.number})}"
    return (Action(_("List for sale"), address),)

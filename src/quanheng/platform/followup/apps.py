from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import sentences
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import navigation
from quanheng.platform.exchange import hooks as exchange
from quanheng.platform.followup.journal_kinds import KINDS


class FollowupConfig(AppConfig):
    name = "quanheng.platform.followup"
    label = "followup"

    def ready(self) -> None:
        sentences.register(KINDS)
        exchange.closed.register("quanheng.platform.followup.services.open_followups", "followup")
        people = [Role.OWNER, Role.SUPERVISOR, Role.AUDITOR]
        navigation.register(_("Follow-up"), "followup:list", people, icon="history", order=70)

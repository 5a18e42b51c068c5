from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.hooks import personal_data
from quanheng.platform.common import sentences
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.common.ticking import due
from quanheng.platform.common.ui import navigation
from quanheng.platform.experts.journal_kinds import KINDS


class ExpertsConfig(AppConfig):
    name = "quanheng.platform.experts"
    label = "experts"

    def ready(self) -> None:
        sentences.register(KINDS)
        guards.register("quanheng.platform.experts.selectors.pools.guards_proof", "claim")
        due.register(
            "quanheng.platform.experts.services.invitations.lapse_invitations", "experts.invitations"
        )
        personal_data.register("quanheng.platform.experts.selectors.pools.data_of", "experts")
        pool = {Role.POOL_MANAGER, Role.AUDITOR}
        navigation.register(_("Expert pool"), "experts:list", pool, icon="users", order=40)
        navigation.register(_("My expert records"), "experts:list_own", {Role.EXPERT}, icon="user", order=42)
        navigation.register(_("Invitations"), "experts:invitations", {Role.EXPERT}, icon="mail", order=40)
        watchers = {Role.POOL_MANAGER, Role.SUPERVISOR, Role.AUDITOR} | INSTITUTION
        navigation.register(_("Panels and draws"), "experts:draws", watchers, icon="list-check", order=44)

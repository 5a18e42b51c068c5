from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.hooks import personal_data
from quanheng.platform.common import sentences
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import navigation
from quanheng.platform.integrity.journal_kinds import KINDS

INTERESTED = (Role.PUBLIC, Role.OWNER, Role.INVESTOR, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER)


class IntegrityConfig(AppConfig):
    name = "quanheng.platform.integrity"
    label = "integrity"

    def ready(self) -> None:
        sentences.register(KINDS)
        personal_data.register("quanheng.platform.integrity.privacy.undertakings_of", key="undertakings")
        navigation.register(
            _("Evaluation institutions"),
            "integrity:institutions",
            INTERESTED,
            icon="building-bank",
            order=600,
        )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.journal_kinds import KINDS
from quanheng.platform.common import profile, sentences
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import navigation

READS_ALL_ORGANISATIONS = (Role.SECURITY_ADMIN, Role.PLATFORM_ADMIN, Role.AUDITOR, Role.SUPERVISOR)


class AccountsConfig(AppConfig):
    name = "quanheng.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        sentences.register(KINDS)
        profile.room_faults.register(
            "quanheng.platform.accounts.unsafe.demonstration_accounts", key="accounts"
        )
        navigation.register(
            _("Organisations"), "accounts:organisations", READS_ALL_ORGANISATIONS, icon="building", order=700
        )
        navigation.register(
            _("Two-person act"), "accounts:approvals", [Role.SECURITY_ADMIN], icon="users", order=710
        )

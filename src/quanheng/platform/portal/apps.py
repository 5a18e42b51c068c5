from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import navigation

EVERYBODY = [role for role in Role if role not in {Role.PUBLIC, Role.SYSTEM}]


class PortalConfig(AppConfig):
    name = "quanheng.platform.portal"
    label = "portal"

    def ready(self) -> None:
        navigation.register(_("Inbox"), "portal:inbox", EVERYBODY, icon="inbox", order=10)
        navigation.register(_("Achievement library"), "portal:library", list(Role), icon="book", order=80)
        navigation.register(_("Rules"), "common:schemes", list(Role), icon="scale", order=90)
        navigation.register(_("Help"), "portal:help", list(Role), icon="help", order=95)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import sentences
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import navigation
from quanheng.platform.library.journal_kinds import KINDS


class LibraryConfig(AppConfig):
    name = "quanheng.platform.library"
    label = "library"

    def ready(self) -> None:
        sentences.register(KINDS)
        guards.register("quanheng.platform.library.selectors.guards_evidence", "evidence")
        guards.register("quanheng.platform.library.selectors.guards_imports", "library_import")
        people = set(Role) - {Role.PUBLIC, Role.SYSTEM, Role.EXPERT}
        navigation.register(_("Achievements"), "library:list", people, icon="folder", order=20)

from django.apps import AppConfig

from quanheng.platform.common import sentences
from quanheng.platform.common.files.guards import guards
from quanheng.platform.maturity.journal_kinds import KINDS


class MaturityConfig(AppConfig):
    name = "quanheng.platform.maturity"
    label = "maturity"

    def ready(self) -> None:
        sentences.register(KINDS)
        guards.register("quanheng.platform.maturity.selectors.guards_visit_files", "site_visit")

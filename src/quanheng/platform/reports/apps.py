from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import sentences
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.common.ui import navigation
from quanheng.platform.evaluation import hooks as evaluation
from quanheng.platform.reports.journal_kinds import KINDS

HERE = "quanheng.platform.reports"


class ReportsConfig(AppConfig):
    name = HERE
    label = "reports"

    def ready(self) -> None:
        sentences.register(KINDS)
        evaluation.entering.register(f"{HERE}.services.writing.open_report", "reporting")
        evaluation.chapters.register(f"{HERE}.access.chapter", "report")
        guards.register(f"{HERE}.access.reads_file", "report")
        people = {Role.OWNER, Role.SUPERVISOR, Role.AUDITOR} | INSTITUTION
        navigation.register(_("Evaluation reports"), "reports:list", people, icon="file-text", order=50)

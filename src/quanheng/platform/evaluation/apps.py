from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import sentences
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.common.ui import navigation
from quanheng.platform.evaluation.campaigns.journal_kinds import KINDS as CAMPAIGN_KINDS
from quanheng.platform.evaluation.hooks import entering
from quanheng.platform.evaluation.journal_kinds import KINDS
from quanheng.platform.evaluation.marking.journal_kinds import KINDS as MARKING_KINDS
from quanheng.platform.evaluation.weighting.journal_kinds import KINDS as WEIGHTING_KINDS
from quanheng.platform.experts import hooks as experts
from quanheng.platform.library import hooks as library
from quanheng.platform.maturity import hooks as maturity

HERE = "quanheng.platform.evaluation"


class EvaluationConfig(AppConfig):
    name = HERE
    label = "evaluation"

    def ready(self) -> None:
        sentences.register(KINDS | MARKING_KINDS | WEIGHTING_KINDS | CAMPAIGN_KINDS)
        maturity.readers.register(f"{HERE}.access.reads_grading", "evaluation")
        maturity.graders.register(f"{HERE}.access.grades", "evaluation")
        entering.register(f"{HERE}.weighting.services.end_with_case", "terminated")
        library.evidence_readers.register(f"{HERE}.access.reads_dossier", "evaluation")
        library.evidence_readers.register(f"{HERE}.marking.selectors.reads_dossier", "marking")
        library.withdrawal_stops.register(f"{HERE}.access.keeps_in_library", "evaluation")
        library.next_actions.register(f"{HERE}.access.library_actions", "evaluation")
        experts.seated.register(f"{HERE}.services.panel.seat_panel", "evaluation")
        experts.voided.register(f"{HERE}.marking.services.seat_voided", "evaluation")
        for kind in ("contract", "information"):
            guards.register(f"{HERE}.access.reads_file", kind)
        people = {Role.OWNER, Role.SUPERVISOR, Role.AUDITOR} | INSTITUTION
        navigation.register(
            _("Evaluations"),
            "evaluation:list",
            people,
            icon="clipboard-check",
            order=30,
            also=("/maturity/",),
        )
        navigation.register(
            _("Campaigns"),
            "evaluation:campaigns",
            {Role.SUPERVISOR, Role.AUDITOR} | INSTITUTION,
            icon="flag",
            order=31,
        )
        navigation.register(
            _("Score sheets"), "evaluation:marking_desk", [Role.EXPERT], icon="clipboard-list", order=30
        )

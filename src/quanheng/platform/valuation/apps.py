from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import sentences
from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.common.ui import navigation
from quanheng.platform.evaluation import hooks as evaluation
from quanheng.platform.valuation.journal_kinds import KINDS

HERE = "quanheng.platform.valuation"
VALUING = "valuing"


class ValuationConfig(AppConfig):
    name = HERE
    label = "valuation"

    def ready(self) -> None:
        sentences.register(KINDS)
        evaluation.entering.register(f"{HERE}.services.opening.open_engagement", VALUING)
        people = {Role.OWNER, Role.SUPERVISOR, Role.AUDITOR} | INSTITUTION
        navigation.register(_("Valuations"), "valuation:list", people, icon="scale", order=50)

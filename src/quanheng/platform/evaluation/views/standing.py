"""Suspend, resume and terminate, each with a reason; archive without one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.pages import ActView, Text
from quanheng.platform.evaluation import services, wording
from quanheng.platform.evaluation.forms import ReasonForm
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.evaluation.views.pages import CasePage


class SuspendPage(CasePage, ActView):
    title = _("Suspend the case")
    submit_label = _("Suspend")
    done_message = _("The case is suspended")
    form_class = ReasonForm
    danger = True

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("Nobody can act on the case, and its deadlines stop, until it is resumed."),
            _("Client and case manager read the reason."),
            gettext("A case that is not resumed within %(days)s working days is terminated.")
            % wording.days("evaluation.suspension", case.scheme),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.suspend_evaluation(actor=self.actor, number=case.number, reason=data["reason"], now=self.now)
        return case.get_absolute_url()


class ResumePage(CasePage, ActView):
    title = _("Resume the case")
    submit_label = _("Resume")
    done_message = _("The case goes on where it stood")
    form_class = ReasonForm

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The case goes on where it stood; the deadline of its step begins anew.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.resume_evaluation(actor=self.actor, number=case.number, reason=data["reason"], now=self.now)
        return case.get_absolute_url()


class TerminatePage(CasePage, ActView):
    title = _("Terminate the case")
    submit_label = _("Terminate")
    done_message = _("The case is terminated")
    form_class = ReasonForm
    danger = True

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [
            _("The case ends for good, without a report; it cannot be resumed."),
            _("The fee is settled as the contract says."),
        ]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.terminate_evaluation(
            actor=self.actor, number=case.number, reason=data["reason"], now=self.now
        )
        return case.get_absolute_url()


class ArchivePage(CasePage, ActView):
    title = _("Archive the case")
    submit_label = _("Archive")
    done_message = _("The case is archived")

    def consequences(self, case: Evaluation) -> Sequence[Text]:
        return [_("The case is put away as it stands: report, marks, evidence and record stay readable.")]

    def act(self, case: Evaluation, data: Mapping[str, Any]) -> str:
        services.archive_evaluation(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()

"""Acts of the case manager on an engagement, each confirmed on a page of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import approvals
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.pages import ActView
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.evaluation.wording import joined, role_label
from quanheng.platform.valuation import readiness, selectors, services
from quanheng.platform.valuation.forms.acts import FamilyForm, ReasonForm
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.sheets.catalogue import required_families


class EngagementAct(ActView):
    def fetch(self) -> Engagement:
        return selectors.working(self.actor, self.kwargs["number"])


class LockPage(EngagementAct):
    title = _("Lock the basis")
    submit_label = _("Lock basis")
    done_message = _("The basis is locked; the experts were asked")

    def consequences(self, case: Engagement) -> Sequence[str]:
        valuers = stack_of(case.scheme).stage(case.stage).valuers
        roles = joined([role_label(role) for role in valuers])
        return [
            _t("Facts, methods and weights can no longer be changed"),
            _t("The seated experts entitled to value in this stage are asked for an opinion: %(roles)s")
            % {"roles": roles},
            _t("Their answers stay sealed until all are in or the time has ended"),
        ]

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        return services.lock(actor=self.actor, number=case.number, now=self.now).get_absolute_url()


class OpenPage(EngagementAct):
    title = _("Open the opinions")
    submit_label = _("Open opinions")

    def consequences(self, case: Engagement) -> Sequence[str]:
        got, expected = selectors.progress(case)
        return [
            _t("%(got)s of %(expected)s opinions are opened at once; nobody can send or change one any more")
            % {"got": got, "expected": expected},
            _t("The figures of the methods are fixed; only their sources may still be completed"),
        ]

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        services.open_opinions(actor=self.actor, number=case.number, now=self.now)
        return f"{case.get_absolute_url()}pool/"


class SignPage(EngagementAct):
    title = _("Sign the valuation")
    submit_label = _("Sign valuation")
    done_message = _("The valuation is signed; the evaluation goes on to its report")

    def consequences(self, case: Engagement) -> Sequence[str]:
        return [
            _t("You sign the value with all that is disclosed; it cannot be changed any more"),
            _t("The evaluation goes on to its report"),
        ]

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        return services.sign(actor=self.actor, number=case.number, now=self.now).get_absolute_url()


class SkipPage(EngagementAct):
    title = _("Skip the valuation")
    submit_label = _("Propose skipping")
    danger = True
    form_class = ReasonForm
    two_person_note = _("A second person of the institution approves it; until then nothing changes")
    done_message = _("Skipping is proposed; a second person was asked")

    def consequences(self, case: Engagement) -> Sequence[str]:
        return [_t("The report is written without a value and prints your reason")]

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        services.propose_skip(actor=self.actor, number=case.number, reason=data["reason"], now=self.now)
        return case.get_absolute_url()


class ApproveSkipPage(EngagementAct):
    title = _("Approve skipping the valuation")
    submit_label = _("Approve as second person")
    danger = True

    def consequences(self, case: Engagement) -> Sequence[str]:
        proposal = approvals.pending(case.evaluation, "skip_valuation", now=self.now)
        if proposal is None:
            return [_t("There is no open proposal to approve")]
        return [
            _t("The report is written without a value and prints this reason:"),
            str(proposal.payload["reason"]),
        ]

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        return services.approve_skip(actor=self.actor, number=case.number, now=self.now).get_absolute_url()


class ExplainPage(EngagementAct):
    title = _("Explain a missing method")
    submit_label = _("Record reason")

    def fetch(self) -> Engagement:
        engagement = super().fetch()
        if engagement.level < readiness.REASON_FROM:
            raise Absent
        return engagement

    def form(self, case: Engagement, data: Any = None, files: Any = None) -> forms.Form:
        return FamilyForm(required_families(case.level), data)

    def consequences(self, case: Engagement) -> Sequence[str]:
        return [_t("The reason is printed with the value; the method carries no weight")]

    def act(self, case: Engagement, data: Mapping[str, Any]) -> str:
        services.explain_family(actor=self.actor, number=case.number, now=self.now, **data)
        return case.get_absolute_url()

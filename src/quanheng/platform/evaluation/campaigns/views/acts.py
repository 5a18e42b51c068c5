"""What the manager of a campaign does by page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.pages import ActView, SectionView, Text
from quanheng.platform.evaluation.campaigns import policies, selectors, services
from quanheng.platform.evaluation.campaigns.forms import EntryForm, ReasonForm, TermsForm, terms_initial
from quanheng.platform.evaluation.campaigns.models import Campaign
from quanheng.platform.evaluation.campaigns.states import CampaignState


class NewPage(ActView):
    title = _("Draft a campaign")
    submit_label = _("Draft the campaign")
    form_class = TermsForm

    def fetch(self) -> None:
        return None

    def context(self, case: None) -> Mapping[str, Any]:
        return {"back_url": reverse("evaluation:campaigns")}

    def consequences(self, case: None) -> Sequence[Text]:
        return [
            _("A draft is made that only the institution sees; you manage it."),
            _("The first entry brings the indicators and weights by which all others are measured."),
        ]

    def act(self, case: None, data: Mapping[str, Any]) -> str:
        terms = services.Terms(**data)
        row = services.create_campaign(actor=self.actor, terms=terms, now=self.now)
        return row.get_absolute_url()


class ManagedPage:
    """A page of the campaign's manager; for colleagues it is a refusal, for strangers nothing."""

    actor: Actor
    now: datetime
    kwargs: Mapping[str, Any]

    def fetch(self) -> Campaign:
        row = selectors.get(self.actor, self.kwargs["number"])
        policies.require_lead(self.actor, row)
        return row


class EditPage(ManagedPage, SectionView):
    """`…/edit/`: title, kind, stage and rules of a draft."""

    title = _("Edit the campaign")

    def fetch(self) -> Campaign:
        row = super().fetch()
        if row.state != CampaignState.DRAFT:
            raise Absent
        return row

    def form(self, case: Campaign, data: Any = None, files: Any = None) -> forms.Form:
        return TermsForm(data, initial=terms_initial(case))

    def save(self, case: Campaign, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        terms = form.terms()  # type: ignore[attr-defined]  # a TermsForm
        services.save_campaign(actor=self.actor, number=case.number, terms=terms, now=self.now)
        return case.get_absolute_url()


class AddPage(ManagedPage, ActView):
    title = _("Add an entry")
    submit_label = _("Enter the evaluation")
    done_message = _("The evaluation is entered")

    def form(self, case: Campaign, data: Any = None, files: Any = None) -> forms.Form:
        return EntryForm(data, rows=selectors.candidates(self.actor, case))

    def consequences(self, case: Campaign) -> Sequence[Text]:
        if case.yardstick is None:
            return [
                _(
                    "Its locked plan becomes the measure: every other entry has the same indicators, weights and rules."
                )
            ]
        text = gettext(
            "It is entered if its indicators, weights and rules are those of %(evaluation)s; else every difference is named."
        )
        return [
            text % {"evaluation": case.measure["from"]},
            _("Score and grade of the evaluation do not change, whatever else is entered."),
        ]

    def act(self, case: Campaign, data: Mapping[str, Any]) -> str:
        services.add_entry(
            actor=self.actor, number=case.number, evaluation_number=data["evaluation"], now=self.now
        )
        return case.get_absolute_url()


class RemovePage(ManagedPage, ActView):
    title = _("Remove an entry")
    submit_label = _("Remove the entry")
    done_message = _("The entry is removed")
    form_class = ReasonForm
    danger = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        selectors.entry_of(self.fetch(), self.kwargs["entry"])
        return super().get(request, **kwargs)

    def consequences(self, case: Campaign) -> Sequence[Text]:
        text = gettext("%(number)s leaves the campaign; its evaluation is not touched.")
        return [
            text % {"number": self.kwargs["entry"]},
            _("The relative order of the others may change; reason and day stay on record."),
        ]

    def act(self, case: Campaign, data: Mapping[str, Any]) -> str:
        services.remove_entry(
            actor=self.actor,
            number=case.number,
            evaluation_number=self.kwargs["entry"],
            reason=data["reason"],
            now=self.now,
        )
        return case.get_absolute_url()


class OpenPage(ManagedPage, ActView):
    title = _("Open the campaign")
    submit_label = _("Open the campaign")
    done_message = _("The campaign is open")

    def consequences(self, case: Campaign) -> Sequence[Text]:
        return [
            _("Title, rules, indicators and weights are fixed from here on."),
            _("The supervising authority sees the campaign."),
        ]

    def act(self, case: Campaign, data: Mapping[str, Any]) -> str:
        services.open_campaign(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


class ClosePage(ManagedPage, ActView):
    title = _("Close the entries")
    submit_label = _("Close the entries")
    done_message = _("The entries are closed")

    def consequences(self, case: Campaign) -> Sequence[Text]:
        return [
            _("No evaluation comes in or leaves any more."),
            _("Evaluations that still run go on; the comparison takes them in when they conclude."),
        ]

    def act(self, case: Campaign, data: Mapping[str, Any]) -> str:
        services.close_campaign(actor=self.actor, number=case.number, now=self.now)
        return case.get_absolute_url()


class WithdrawPage(ManagedPage, ActView):
    title = _("Withdraw the campaign")
    submit_label = _("Withdraw the campaign")
    done_message = _("The campaign is withdrawn")
    form_class = ReasonForm
    danger = True

    def consequences(self, case: Campaign) -> Sequence[Text]:
        return [
            _("The campaign ends for good and its comparison is closed."),
            _("The evaluations in it are not touched."),
        ]

    def act(self, case: Campaign, data: Mapping[str, Any]) -> str:
        services.withdraw_campaign(actor=self.actor, number=case.number, reason=data["reason"], now=self.now)
        return case.get_absolute_url()

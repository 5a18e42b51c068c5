"""Facts, methods and disclosures: sections of a draft, kept as they are typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Refused
from quanheng.platform.common.pages import SectionView
from quanheng.platform.valuation import policies, readiness, selectors, services
from quanheng.platform.valuation.forms.basis import (
    BasisForm,
    DisclosuresForm,
    FamiliesForm,
    choices_of,
    method_table,
)
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.sheets.catalogue import offers, required_families
from quanheng.platform.valuation.states import ENGAGEMENT_STATES


class EngagementSection(SectionView):
    """A section of an engagement; a stranger's and a finished one are refused before anything is typed."""

    verb = "save_basis"

    def fetch(self) -> Engagement:
        engagement = selectors.working(self.actor, self.kwargs["number"])
        ENGAGEMENT_STATES.target(self.verb, state=engagement.state, role=self.actor.role)
        if not policies.is_lead(self.actor, engagement):
            raise Refused("Only the manager of this case may do this")
        return engagement


class BasisPage(EngagementSection):
    title = _("Basis of the valuation")

    def form(self, case: Engagement, data: Any = None, files: Any = None) -> BasisForm:  # type: ignore[override]  # a ModelForm is no forms.Form to the stubs, but takes its place
        return BasisForm(data, instance=case)

    def save(self, case: Engagement, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        basis = form.basis()  # type: ignore[attr-defined]  # the form of this page
        services.save_basis(actor=self.actor, number=case.number, basis=basis, now=self.now)
        return case.get_absolute_url()


class MethodsPage(EngagementSection):
    title = _("Methods and weights")
    template_name = "valuation/methods.html"

    def form(self, case: Engagement, data: Any = None, files: Any = None) -> FamiliesForm:
        families = required_families(case.level) if case.level >= readiness.REASON_FROM else ()
        return FamiliesForm(families, data, initial=case.families)

    def formsets(self, case: Engagement, data: Any = None) -> Sequence[BaseFormSet[Any]]:
        return (method_table(offers(case.level), case.methods, data),)

    def save(self, case: Engagement, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        services.save_methods(
            actor=self.actor,
            number=case.number,
            methods=choices_of(formsets[0]),
            families=form.cleaned_data,
            now=self.now,
        )
        return case.get_absolute_url()

    def context(self, case: Engagement) -> Mapping[str, Any]:
        return {"level": case.level}


class DisclosuresPage(EngagementSection):
    title = _("Disclosures")
    verb = "save_disclosures"

    def form(self, case: Engagement, data: Any = None, files: Any = None) -> DisclosuresForm:
        return DisclosuresForm(data, initial=case.disclosures)

    def save(self, case: Engagement, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        services.save_disclosures(actor=self.actor, number=case.number, texts=form.cleaned_data, now=self.now)
        return f"{case.get_absolute_url()}checklist/"

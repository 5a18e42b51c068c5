"""The sections of a draft, each kept as it is typed; two editors see both versions."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.pages import ActView, SectionView
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.library import policies, selectors, services, tables
from quanheng.platform.library.forms import rows as row_forms
from quanheng.platform.library.forms.sections import BasicsForm, NewForm, TransferForm
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.sections import TITLES, title

CONFLICT = 409


class NewPage(ActView):
    """`/achievements/new/`: what will be needed and how long it takes; three answers open a draft, once."""

    title = _("Register an achievement")
    template_name = "library/new.html"

    def fetch(self) -> None:
        return None

    def form(self, case: None, data: Any = None, files: Any = None) -> forms.Form:
        return NewForm(data, stack=stack_of(""))

    def context(self, case: None) -> Mapping[str, Any]:
        return {"sections": [title(section) for section in TITLES]}

    def act(self, case: None, data: Mapping[str, Any]) -> str:
        return services.create_achievement(actor=self.actor, now=self.now, **data).get_absolute_url()


class DraftSection(SectionView):
    """A section that the owner fills in. `seen` is the digest of what was stored when the page was made."""

    section: ClassVar[str]
    template_name = "library/section.html"

    def fetch(self) -> Achievement:
        achievement = selectors.get_own(self.actor, self.kwargs["number"])
        policies.require_draft(achievement)
        return achievement

    def target(self, case: Achievement) -> str:
        """Return to the check page where a change was asked for there, else to the task list."""
        if self.request.GET.get("back") == "check":
            return f"{reverse('library:check', args=[case.number])}#{self.section}"
        return case.get_absolute_url()

    def seen(self) -> str | None:
        return self.request.POST.get("seen") or None

    def page(
        self, case: Any, form: forms.Form, formsets: Sequence[BaseFormSet[Any]], **options: Any
    ) -> HttpResponse:
        self._case, self._conflict = case, options.get("status") == CONFLICT
        return super().page(case, form, formsets, **options)

    def context(self, case: Achievement) -> Mapping[str, Any]:
        """Give the page its digest: the one that was typed against, or after a conflict the one now stored."""
        typed = self.request.POST.get("seen", "")
        stored = next(
            (part for part in tables.dossier(case, masked=False) if part.section == self.section), None
        )
        return {
            "title": title(self.section),
            "section": self.section,
            "seen": selectors.section_print(case, self.section) if self._conflict or not typed else typed,
            "stored": stored if self._conflict else None,
            "reason": case.corrections.get(self.section, ""),
        }


class BasicsPage(DraftSection):
    section = "basics"

    def form(self, case: Achievement, data: Any = None, files: Any = None) -> BasicsForm:  # type: ignore[override]  # a model form is a form
        return BasicsForm(data, instance=selectors.by_id(case.id), stack=stack_of(case.scheme))

    def save(self, case: Achievement, form: Any, formsets: Sequence[BaseFormSet[Any]]) -> str:
        services.save_basics(
            actor=self.actor, number=case.number, basics=form.basics(), now=self.now, seen=self.seen()
        )
        return self.target(case)


class TransferPage(DraftSection):
    section = "transfer"
    template_name = "library/transfer.html"

    def form(self, case: Achievement, data: Any = None, files: Any = None) -> TransferForm:
        return TransferForm(data, stack=stack_of(case.scheme), achievement=case)

    def save(self, case: Achievement, form: Any, formsets: Sequence[BaseFormSet[Any]]) -> str:
        contact = form.cleaned_data["contact"]
        services.save_transfer(
            actor=self.actor,
            number=case.number,
            transfer=form.transfer(),
            contact_id=contact,
            now=self.now,
            seen=self.seen(),
        )
        return self.target(case)


class RowsPage(DraftSection):
    """A section of rows; adding and removing one is a button of the form, so it needs no script and loses nothing."""

    template_name = "library/rows.html"
    prefix = "rows"
    formset_class: ClassVar[Any]
    hint: ClassVar[Any] = ""

    def form(self, case: Achievement, data: Any = None, files: Any = None) -> forms.Form:
        return forms.Form(data)

    def formsets(self, case: Achievement, data: Any = None) -> Sequence[BaseFormSet[Any]]:
        if data is not None and f"{self.prefix}-TOTAL_FORMS" in data:
            return (self.formset_class(data, prefix=self.prefix),)
        stored = row_forms.as_typed(selectors.section_answers(case, self.section))
        return (self.formset_class(initial=stored, prefix=self.prefix),)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case, data = self.fetch(), None
        place = request.POST.get("remove_row", "")
        if "add_row" in request.POST:
            data = row_forms.with_row_added(request.POST, self.prefix)
        elif place.isdigit():
            data = row_forms.with_row_removed(request.POST, self.prefix, int(place))
        if data is None:
            return super().post(request, **kwargs)
        self.changed = True
        return self.page(case, self.form(case, data), self.formsets(case, data))

    changed = False

    def context(self, case: Achievement) -> Mapping[str, Any]:
        return {
            **super().context(case),
            "hint": self.hint,
            "quiet": self.changed,
            "added": "add_row" in self.request.POST,
        }


class RightsPage(RowsPage):
    section = "rights"
    formset_class = row_forms.RightRows
    hint = _("One row for each holder of a right: the shares of one right make 100 %.")

    def save(self, case: Achievement, form: forms.Form, formsets: Sequence[Any]) -> str:
        services.save_rights(
            actor=self.actor, number=case.number, rights=formsets[0].rows(), now=self.now, seen=self.seen()
        )
        return self.target(case)


class PeoplePage(RowsPage):
    section = "people"
    formset_class = row_forms.ContributorRows
    hint = _(
        "In the order of their contribution. Inventors hold a right of first purchase when the achievement is sold."
    )

    def save(self, case: Achievement, form: forms.Form, formsets: Sequence[Any]) -> str:
        services.save_people(
            actor=self.actor, number=case.number, people=formsets[0].rows(), now=self.now, seen=self.seen()
        )
        return self.target(case)


class ParametersPage(RowsPage):
    section = "parameters"
    formset_class = row_forms.ParameterRows
    hint = _("Measured figures, each beside the strongest like product or technology that you know.")

    def save(self, case: Achievement, form: forms.Form, formsets: Sequence[Any]) -> str:
        services.save_parameters(
            actor=self.actor,
            number=case.number,
            parameters=formsets[0].rows(),
            now=self.now,
            seen=self.seen(),
        )
        return self.target(case)


class PackagesPage(RowsPage):
    """The work breakdown (H-8.1), with the running total of the leaves' weights."""

    section = "packages"
    template_name = "library/packages.html"
    formset_class = row_forms.PackageRows
    hint = _(
        "A package with parts is the sum of them: only packages without parts take a weight, carry evidence and are graded."
    )

    def save(self, case: Achievement, form: forms.Form, formsets: Sequence[Any]) -> str:
        services.save_packages(
            actor=self.actor, number=case.number, packages=formsets[0].rows(), now=self.now, seen=self.seen()
        )
        return self.target(case)

    def page(
        self, case: Any, form: forms.Form, formsets: Sequence[BaseFormSet[Any]], **options: Any
    ) -> HttpResponse:
        self.total = row_forms.leaf_total(formsets[0])
        return super().page(case, form, formsets, **options)

    def context(self, case: Achievement) -> Mapping[str, Any]:
        return {**super().context(case), "total": self.total}

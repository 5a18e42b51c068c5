"""The work breakdown from Excel: download the template, hand it in, check the rows in the editor, save there."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.platform.common import drafts
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.exporting.responses import file_response
from quanheng.platform.common.files.services import store_made
from quanheng.platform.common.importing.uploads import fault_table
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.problems import problems_of
from quanheng.platform.library import imports, policies, selectors
from quanheng.platform.library.forms import rows as row_forms
from quanheng.platform.library.models import Achievement

PREFIX = "rows"


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Workbook or CSV"))


class TemplatePage(ActorView):
    """The workbook to fill in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return file_response(imports.template(), f"{imports.TEMPLATE.title}.xlsx")


class PackagesImportPage(ActorView):
    """Nothing is written here: faults come back all at once, good rows go into the editor's draft."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.page(self.fetch(number), ImportForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        achievement = self.fetch(number)
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(achievement, form, status=422)
        present = self.present(achievement)
        try:
            answer = imports.read_packages(form.cleaned_data["file"], present)
        except Refused as error:
            return self.page(achievement, form, problems=problems_of(error), status=422)
        if answer.problems:
            return self.page(achievement, form, answer=answer, status=422)
        return self.into_editor(achievement, imports.merged(present, answer.changes), answer)

    def fetch(self, number: str) -> Achievement:
        achievement = selectors.get_own(self.actor, number)
        policies.require_draft(achievement)
        return achievement

    def editor(self, achievement: Achievement) -> str:
        return reverse("library:edit_packages", args=[achievement.number])

    def present(self, achievement: Achievement) -> list[dict[str, Any]]:
        """Return the rows in the editor now: those of this person's unsent form, else the stored ones."""
        draft = drafts.load(self.actor.person_id, self.editor(achievement))
        if draft is None:
            return row_forms.as_typed(selectors.section_answers(achievement, "packages"))
        formset = row_forms.PackageRows(drafts.as_post(draft), prefix=PREFIX)
        names = ("id", *imports.COLUMNS)
        return [{name: form[name].value() for name in names} for form in formset.forms if form.has_changed()]

    def into_editor(
        self, achievement: Achievement, rows: Sequence[dict[str, Any]], answer: imports.Answer
    ) -> HttpResponse:
        data = {
            f"{PREFIX}-TOTAL_FORMS": len(rows),
            f"{PREFIX}-INITIAL_FORMS": 0,
            f"{PREFIX}-MIN_NUM_FORMS": 0,
            f"{PREFIX}-MAX_NUM_FORMS": row_forms.MOST,
            "seen": selectors.section_print(achievement, "packages"),
        }
        for place, row in enumerate(rows):
            data |= {
                f"{PREFIX}-{place}-{name}": value
                for name, value in row.items()
                if value not in (None, "", False)
            }
        drafts.save(person_id=self.actor.person_id, page=self.editor(achievement), data=data, now=self.now)  # type: ignore[arg-type]  # an owner is a person
        counts = answer.changes.counts
        text = _(
            "The file was read: %(new)s new, %(changed)s changed, %(same)s unchanged. Check the rows below; nothing is stored before you save."
        )
        messages.info(self.request, text % counts)
        return HttpResponseRedirect(self.editor(achievement))

    def page(
        self,
        achievement: Achievement,
        form: ImportForm,
        *,
        problems: Sequence[object] = (),
        answer: imports.Answer | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "title": _("Import the work breakdown"),
            "achievement": achievement,
            "form": form,
            "problems": problems,
            "count": len(answer.problems) if answer else 0,
            "faults": fault_table(answer.problems) if answer else None,
            "marked_url": self.marked(achievement, answer) if answer else "",
        }
        return render(self.request, "library/import.html", context, status=status)

    def marked(self, achievement: Achievement, answer: imports.Answer) -> str:
        """Keep the person's own workbook with the faults marked, for download."""
        attachment = store_made(
            content=answer.marked,
            name=f"{achievement.number}.xlsx",
            owner_kind="library_import",
            owner_id=achievement.id,
            actor=self.actor,
            now=self.now,
        )
        return reverse("common:file", args=[attachment.id])

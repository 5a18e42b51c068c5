"""`…/sheet/`: download the score sheet, read the filled-in one, see what changes, take it over as the draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import drafts
from quanheng.platform.common.errors import Conflict, Refused
from quanheng.platform.common.exporting.responses import file_response
from quanheng.platform.common.headers import due_sentence
from quanheng.platform.common.importing.uploads import SHOWN, fault_table
from quanheng.platform.common.pages import ActorView, ActView, Text
from quanheng.platform.common.problems import problems_of
from quanheng.platform.evaluation.marking import links, policies, selectors, services
from quanheng.platform.evaluation.marking.models import Sheet
from quanheng.platform.evaluation.marking.offline import pages, reading, waiting, workbook
from quanheng.platform.evaluation.marking.offline.reading import Contents, Filled
from quanheng.platform.evaluation.marking.states import SheetState
from quanheng.platform.evaluation.marking.views import OwnSheet


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Filled-in score sheet (xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )


class WorkbookView(OwnSheet, ActorView):
    """The workbook to take home, with the marks given so far."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.fetch()
        policies.require_open(sheet)
        return file_response(workbook.workbook(sheet), workbook.filename(sheet))


class OfflinePage(OwnSheet, ActorView):
    """Reading a file writes nothing but its reader's own preview; every fault comes back at once."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.fetch()
        if sheet.state != SheetState.OPEN:
            return HttpResponseRedirect(links.sheet(self.number))
        return self.page(sheet, WorkbookForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.fetch()
        form = WorkbookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(sheet, form, status=422)
        try:
            policies.require_open(sheet)
            contents = reading.read(form.cleaned_data["file"], sheet)
        except Refused as error:
            return self.page(sheet, form, problems=problems_of(error), status=422)
        if contents.problems:
            return self.page(sheet, form, contents=contents, status=422)
        if self.actor.person_id is None:
            return HttpResponse(status=401)
        name = form.cleaned_data["file"].name
        waiting.keep(sheet, self.actor.person_id, name, contents.filled, self.now)
        return HttpResponseRedirect(links.offline_confirm(self.number))

    def page(
        self,
        sheet: Sheet,
        form: forms.Form,
        *,
        problems: Sequence[object] = (),
        contents: Contents | None = None,
        status: int = 200,
    ) -> HttpResponse:
        found = contents.problems if contents else ()
        context = {
            "title": _("Mark in Excel"),
            "sheet": sheet,
            "due": due_sentence(sheet.due_at, self.now),
            "form": form,
            "problems": problems,
            "count": len(found),
            "more": len(found) - SHOWN,
            "shown": SHOWN,
            "faulty": found[:SHOWN],
            "faults": fault_table(found) if found else None,
            "back_url": links.sheet(self.number),
            "workbook_url": links.offline_workbook(self.number),
        }
        return render(self.request, "evaluation/marking/offline.html", context, status=status)


class OfflineConfirmPage(OwnSheet, ActView):
    """The preview, and the act that makes it the draft of the sheet; handing in stays on the check page."""

    title = _("What the file changes")
    submit_label = _("Take over the marks")
    done_message = _("The marks of the file stand in your sheet. Check them and hand in")
    template_name = "evaluation/marking/offline_confirm.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = self.fetch()
        if sheet.state != SheetState.OPEN:
            return HttpResponseRedirect(links.sheet(self.number))
        if waiting.load(sheet, self.actor.person_id) is None:
            return HttpResponseRedirect(links.offline(self.number))
        return super().get(request, **kwargs)

    def act(self, case: Sheet, data: Mapping[str, Any]) -> str:
        found = waiting.load(case, self.actor.person_id)
        if found is None:
            raise Refused("No file waits for you any more; upload it again")
        if waiting.digest(found[1]) != self.request.POST.get("file"):
            raise Conflict("Another file was read since this preview; look at what it changes")
        items = selectors.items(case)
        changing = {
            name for name, kind in pages.kinds(reading.changes(found[1], items)).items() if kind != "same"
        }
        services.save_marks(
            actor=self.actor,
            number=self.number,
            answers={one.indicator: one.answer for one in found[1] if one.indicator in changing},
            seen=self.request.POST.get("seen", ""),
            now=self.now,
        )
        self.clear(case, found[1])
        return links.check(self.number)

    def clear(self, case: Sheet, filled: Sequence[Filled]) -> None:
        """Drop the preview, and the half changes on the pages that the file has overtaken."""
        said = {one.indicator for one in filled}
        for item in selectors.items(case):
            if item.indicator.id in said:
                drafts.discard(self.actor.person_id, links.item(self.number, item.place))
        waiting.discard(case, self.actor.person_id)

    def consequences(self, case: Sheet) -> Sequence[Text]:
        return (
            _("The marks become the draft of your sheet; you can still change them on every page."),
            _("Nothing is handed in: that is done on the check page."),
        )

    def context(self, case: Sheet) -> Mapping[str, Any]:
        name, filled = waiting.load(case, self.actor.person_id) or ("", ())
        items = selectors.items(case)
        counts = reading.changes(filled, items).counts
        return {
            "sheet": case,
            "name": name,
            "lines": pages.preview(filled, items, self.actor, self.number),
            "counts": counts,
            "empty": len(items) - len(filled),
            "changes": counts["new"] + counts["changed"] > 0,
            "file": waiting.digest(filled),
            "seen": services.digest(case),
            "back_url": links.offline(self.number),
            "check_url": links.check(self.number),
        }

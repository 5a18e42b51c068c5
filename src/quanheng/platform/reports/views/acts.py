"""Acts on a report, each with its confirmation page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.pages import ActView, SectionView, Text
from quanheng.platform.reports import selectors
from quanheng.platform.reports.forms import (
    AnswerForm,
    NoveltyForm,
    ReasonForm,
    SectionRemarkForm,
    SignForm,
    TextForm,
)
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.sections import NOVELTY, SECTIONS
from quanheng.platform.reports.services import issuing, reviewing, writing


class ReportAct(ActView):
    """An act on the report named in the address; afterwards its page."""

    def fetch(self) -> Report:
        return selectors.get(self.actor, self.kwargs["number"])

    @property
    def number(self) -> str:
        return str(self.kwargs["number"])

    @property
    def page_url(self) -> str:
        return f"/reports/{self.number}/"


class TextPage(SectionView):
    """Write one section."""

    def fetch(self) -> Report:
        return selectors.get(self.actor, self.kwargs["number"])

    @property
    def section(self) -> Any:
        found = next((s for s in (*SECTIONS, NOVELTY) if s.id == self.kwargs["section"]), None)
        if found is None:
            raise Absent
        return found

    def form(self, case: Report, data: Any = None, files: Any = None) -> forms.Form:
        if self.section is NOVELTY:
            return NoveltyForm(data, initial=case.novelty | {"search_number": case.novelty.get("number", "")})
        form = TextForm(data, initial={"text": case.texts.get(self.section.id, "")})
        form.fields["text"].label = gettext(self.section.title)
        form.fields["text"].help_text = gettext(self.section.hint)
        return form

    def save(self, case: Report, form: forms.Form, formsets: Sequence[Any]) -> str:
        if self.section is NOVELTY:
            writing.save_novelty(actor=self.actor, number=case.number, now=self.now, **form.cleaned_data)
            return case.get_absolute_url()
        writing.save_texts(
            actor=self.actor,
            number=case.number,
            texts={self.section.id: form.cleaned_data["text"]},
            now=self.now,
        )
        return case.get_absolute_url()

    def context(self, case: Report) -> Mapping[str, Any]:
        return {"title": gettext(self.section.title)}


class AssemblePage(ReportAct):
    title = _("Assemble figures again")
    submit_label = _("Assemble")

    def consequences(self, case: Report) -> Sequence[Text]:
        return [_("All figures are read from the case anew; your texts stay")]

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        writing.assemble_report(actor=self.actor, number=self.number, now=self.now)
        return self.page_url


class SubmitPage(ReportAct):
    title = _("Submit report")
    submit_label = _("Submit to the reviewer")

    def consequences(self, case: Report) -> Sequence[Text]:
        return [
            _("The report goes to a reviewer of the institution, who is another person"),
            _("You can change it again when it is sent back"),
        ]

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        writing.submit_report(actor=self.actor, number=self.number, now=self.now)
        return self.page_url


class CommentPage(ReportAct):
    title = _("Remark on a section")
    submit_label = _("Write remark")
    form_class = SectionRemarkForm

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        reviewing.comment(
            actor=self.actor, number=self.number, section=data["section"], text=data["text"], now=self.now
        )
        return self.page_url


class ApprovePage(ReportAct):
    title = _("Approve report")
    submit_label = _("Approve")

    def consequences(self, case: Report) -> Sequence[Text]:
        return [_("The client may read the report and object to facts within five working days")]

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        reviewing.approve_report(actor=self.actor, number=self.number, now=self.now)
        return self.page_url


class SendBackPage(ReportAct):
    title = _("Send back")
    submit_label = _("Send back")
    form_class = ReasonForm

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        reviewing.send_back_report(actor=self.actor, number=self.number, reason=data["reason"], now=self.now)
        return self.page_url


class AgreePage(ReportAct):
    title = _("Agree with the facts")
    submit_label = _("Agree")

    def consequences(self, case: Report) -> Sequence[Text]:
        return [
            _("The report goes to signing"),
            _("Marks and expert names are not open to objections; an appeal is possible after the issue"),
        ]

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        reviewing.agree_report(actor=self.actor, number=self.number, now=self.now)
        return self.page_url


class ObjectPage(ReportAct):
    """Afterwards the case: the client sees the report again when it has been reviewed again."""

    title = _("Object to facts")
    submit_label = _("Object")
    done_message = _("The author answers your objection and the report is reviewed again")
    form_class = SectionRemarkForm

    def consequences(self, case: Report) -> Sequence[Text]:
        return [
            _("The author answers your objection and the report is reviewed again"),
            _("Only facts are open to objections, not marks"),
        ]

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        reviewing.object_facts(
            actor=self.actor, number=self.number, section=data["section"], text=data["text"], now=self.now
        )
        return case.evaluation.get_absolute_url()


class AnswerPage(ReportAct):
    title = _("Answer the objection")
    submit_label = _("Answer")
    form_class = AnswerForm

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        writing.answer_objection(
            actor=self.actor,
            number=self.number,
            objection_id=self.kwargs["objection"],
            answer=data["answer"],
            now=self.now,
        )
        return self.page_url


class ConfirmPage(ReportAct):
    title = _("Sign the report")
    submit_label = _("Sign")

    def consequences(self, case: Report) -> Sequence[Text]:
        return [
            _("You sign the report as it stands in the preview"),
            _("The institution signs the file after the panel chair and the case manager"),
        ]

    def context(self, case: Report) -> Mapping[str, Any]:
        return {"preview_url": f"{self.page_url}preview/"}

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        issuing.confirm_report(actor=self.actor, number=self.number, now=self.now)
        return self.page_url


class SignPage(ReportAct):
    title = _("Sign and issue")
    submit_label = _("Sign and issue")
    form_class = SignForm
    danger = True

    def consequences(self, case: Report) -> Sequence[Text]:
        return [
            _("The file is signed with the institution's key, numbered and published on the check page"),
            _("This cannot be undone; a wrong report is superseded or revoked in the open"),
        ]

    def act(self, case: Report, data: Mapping[str, Any]) -> str:
        issuing.sign_report(
            actor=self.actor, number=self.number, valid_until=data.get("valid_until"), now=self.now
        )
        return self.page_url

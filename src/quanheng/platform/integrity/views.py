"""Evaluation institutions: the public list, the page of one, admission and suspension (M-5, M-8)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.journal import timeline
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.parts import Action, TimelineLine
from quanheng.platform.integrity import fields, selectors, services, tables
from quanheng.platform.integrity.forms import AdmitForm, SuspendForm
from quanheng.platform.integrity.models import Institution
from quanheng.platform.integrity.standing import tag

KINDS = frozenset({"integrity.institution_admitted", "integrity.institution_suspended"})


class InstitutionListView(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(selectors.institutions(), tables.PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "title": _("Evaluation institutions"),
            "table": tables.institutions(list(page), total=page.paginator.count, page=page.number),
            "actions": self.actions(),
        }
        return render(request, "common/list.html", context)

    def actions(self) -> list[Action]:
        if self.actor.role != Role.SUPERVISOR:
            return []
        return [Action(_("Admit an institution"), reverse("integrity:admit"), primary=True)]


class InstitutionView(ActorView):
    def get(self, request: HttpRequest, uscc: str) -> HttpResponse:
        row = selectors.institution(uscc)
        lines = [line for line in timeline.lines(row.organisation) if line.kind in KINDS]
        context = {
            "title": row.organisation.name,
            "institution": row,
            "tag": tag(row),
            "fields": fields.names(row.fields),
            "may_suspend": self.actor.role == Role.SUPERVISOR and row.state == "admitted",
            "may_admit": self.actor.role == Role.SUPERVISOR and row.state == "suspended",
            "timeline": [TimelineLine(line.at, line.role.label, line.sentence) for line in lines],
        }
        return render(request, "integrity/institution.html", context)


class AdmitView(ActView):
    title = _("Admit an institution")
    submit_label = _("Admit")
    done_message = _("The institution is admitted")
    form_class = AdmitForm

    def fetch(self) -> None:
        return None

    def form(self, case: None, data: Any = None, files: Any = None) -> AdmitForm:
        return AdmitForm(data, files)

    def context(self, case: None) -> Mapping[str, Any]:
        return {"back_url": reverse("integrity:institutions")}

    def act(self, case: None, data: Mapping[str, Any]) -> str:
        row = services.admit_institution(
            actor=self.actor,
            organisation_id=UUID(data["organisation"]),
            fields=data["fields_of_work"],
            now=self.now,
        )
        return reverse("integrity:institution", args=[row.organisation.uscc])


class StandingView(ActView):
    """An act on the standing of one institution."""

    def fetch(self) -> Institution:
        return selectors.institution(self.kwargs["uscc"])

    def page_url(self, case: Institution) -> str:
        return reverse("integrity:institution", args=[case.organisation.uscc])

    def context(self, case: Institution) -> Mapping[str, Any]:
        return {"back_url": self.page_url(case), "case": None}


class SuspendView(StandingView):
    title = _("Suspend an institution")
    submit_label = _("Suspend")
    done_message = _("The institution is suspended")
    form_class = SuspendForm
    danger = True

    def consequences(self, case: Institution) -> Sequence[str | Promise]:
        return [
            _("It takes no new case until it is admitted again; running cases go on"),
            _("Everybody can read the reason"),
        ]

    def act(self, case: Institution, data: Mapping[str, Any]) -> str:
        services.suspend_institution(
            actor=self.actor, organisation_id=case.organisation_id, reason=data["reason"], now=self.now
        )
        return self.page_url(case)


class ReadmitView(StandingView):
    title = _("Admit again")
    submit_label = _("Admit again")
    done_message = _("The institution is admitted")

    def consequences(self, case: Institution) -> Sequence[str | Promise]:
        return [_("It may take new cases from now on, in the same fields")]

    def act(self, case: Institution, data: Mapping[str, Any]) -> str:
        services.admit_institution(
            actor=self.actor, organisation_id=case.organisation_id, fields=case.fields, now=self.now
        )
        return self.page_url(case)

"""The people of an organisation: add one, grant and end roles, hand over a link, disable; approve administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from quanheng.platform.accounts import duties, links, policies, selectors, services, tables
from quanheng.platform.accounts.forms import PersonForm, ReasonForm, RoleForm
from quanheng.platform.accounts.models import Identity, Organisation, Person
from quanheng.platform.common.pages import ActorView, ActView
from quanheng.platform.common.roles import Role

Sentences = Sequence[str | Promise]


@dataclass(frozen=True, slots=True)
class Member:
    """A person as one of an organisation's people."""

    organisation: Organisation
    person: Person

    @property
    def words(self) -> dict[str, str]:
        return {"name": self.person.name, "organisation": self.organisation.name}

    def get_absolute_url(self) -> str:
        return self.organisation.get_absolute_url()


class ManagedView(ActView):
    """An act on the people of an organisation that the actor manages."""

    def organisation(self) -> Organisation:
        organisation = selectors.get(self.actor, self.kwargs["uscc"])
        policies.require_management(self.actor, organisation)
        return organisation


class MemberView(ManagedView):
    def fetch(self) -> Member:
        organisation = self.organisation()
        return Member(organisation, selectors.member(self.actor, organisation, self.kwargs["person_id"]))


class AddPersonView(ManagedView):
    title = _("Add a person")
    submit_label = _("Add")
    done_message = _("The person was added; now make the link by which a password is set")

    def fetch(self) -> Organisation:
        return self.organisation()

    def form(self, case: Organisation, data: Any = None, files: Any = None) -> forms.Form:
        return PersonForm(data, organisation=case)

    def act(self, case: Organisation, data: Mapping[str, Any]) -> str:
        services.add_person(actor=self.actor, organisation=case, **data, now=self.now)
        return case.get_absolute_url()


class GrantRoleView(MemberView):
    title = _("Grant a role")
    submit_label = _("Grant")

    def form(self, case: Member, data: Any = None, files: Any = None) -> forms.Form:
        return RoleForm(
            data, organisation=case.organisation, administrators=self.actor.role == Role.SECURITY_ADMIN
        )

    def consequences(self, case: Member) -> Sentences:
        first = (
            gettext("%(name)s may act in this role for %(organisation)s from the next request on")
            % case.words
        )
        if duties.ADMINISTRATORS.isdisjoint(duties.ROLES_OF_KIND[case.organisation.kind]):
            return [first]
        return [
            first,
            _("An administrator's role is only proposed here; another security administrator approves it"),
        ]

    def act(self, case: Member, data: Mapping[str, Any]) -> str:
        verb = (
            services.propose_administrator if data["role"] in duties.ADMINISTRATORS else services.grant_role
        )
        verb(
            actor=self.actor,
            organisation=case.organisation,
            person_id=case.person.id,
            role=data["role"],
            now=self.now,
        )
        return case.get_absolute_url()


class EndRoleView(ManagedView):
    title = _("End a role")
    submit_label = _("End the role")
    danger = True

    def fetch(self) -> Identity:
        return selectors.member_identity(self.organisation(), self.kwargs["identity_id"])

    def consequences(self, case: Identity) -> Sentences:
        words = {"name": case.person.name, "role": case.get_role_display()}
        return [
            gettext("%(name)s no longer acts as %(role)s, from the next request on") % words,
            _("What was done in this role stays on record"),
        ]

    def act(self, case: Identity, data: Mapping[str, Any]) -> str:
        services.end_role(actor=self.actor, organisation=case.organisation, identity_id=case.id, now=self.now)
        return case.get_absolute_url()


@method_decorator(never_cache, name="dispatch")
class LinkView(MemberView):
    """Make the link by which a person sets a password; it is shown once, on the page that answers."""

    title = _("Link to set a password")
    submit_label = _("Make the link")

    def consequences(self, case: Member) -> Sentences:
        return [
            gettext("You get a link for %(name)s; it works once, for 30 minutes") % case.words,
            _("Hand it over in person or by a way that only this person reads"),
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case = self.fetch()
        services.record_link(
            actor=self.actor, organisation=case.organisation, person=case.person, now=self.now
        )
        context = {
            "title": self.title,
            "person": case.person,
            "link": request.build_absolute_uri(links.path_for(case.person)),
            "back_url": case.get_absolute_url(),
        }
        return render(request, "accounts/link.html", context)


class DisableView(MemberView):
    title = _("Disable an account")
    submit_label = _("Disable")
    form_class = ReasonForm
    danger = True

    def consequences(self, case: Member) -> Sentences:
        return [gettext("%(name)s is signed out everywhere and cannot sign in any more") % case.words]

    def act(self, case: Member, data: Mapping[str, Any]) -> str:
        services.disable_person(actor=self.actor, person=case.person, reason=data["reason"], now=self.now)
        return case.get_absolute_url()


class ApprovalListView(ActorView):
    """The administrators' roles that wait for a second security administrator."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.proposed_administrators(now=self.now)
        return render(
            request, "common/list.html", {"title": _("Two-person act"), "table": tables.proposals(rows)}
        )


class ApproveView(ActView):
    title = _("Approve an administrator")
    submit_label = _("Approve")
    two_person_note = _("Two-person act: another security administrator than the proposer approves")

    def fetch(self) -> selectors.ProposedAdministrator:
        return selectors.proposed_administrator(self.kwargs["proposal_id"], now=self.now)

    def consequences(self, case: selectors.ProposedAdministrator) -> Sentences:
        return [
            gettext("%(name)s becomes %(role)s of %(organisation)s; proposed by %(proposer)s") % case.words
        ]

    def context(self, case: selectors.ProposedAdministrator) -> Mapping[str, Any]:
        return {"back_url": reverse("accounts:approvals")}

    def act(self, case: selectors.ProposedAdministrator, data: Mapping[str, Any]) -> str:
        services.approve_administrator(actor=self.actor, proposal_id=case.id, now=self.now)
        return reverse("accounts:approvals")

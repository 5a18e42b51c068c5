"""Organisations: sign up, enter, list, and the page of one."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from quanheng.methods.errors import MethodError
from quanheng.platform.accounts import duties, policies, refusals, selectors, services, tables
from quanheng.platform.accounts.forms import OrganisationForm, OrganisationSearch, SignUpForm
from quanheng.platform.accounts.passwords import Busy
from quanheng.platform.accounts.throttle import SIGN_UP_FORMS, SIGN_UPS
from quanheng.platform.accounts.views.sign_in import enter
from quanheng.platform.common import limits
from quanheng.platform.common.errors import Missing, Refused
from quanheng.platform.common.journal import timeline
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.problems import problems_of
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.parts import Action, Tag, TimelineLine


@method_decorator(sensitive_post_parameters("new_password", "repeated"), name="dispatch")
class SignUpView(ActorView):
    """An organisation signs up with its first person, who is signed in at once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(SignUpForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignUpForm(request.POST)
        try:
            limits.take(SIGN_UP_FORMS, limits.address_of(request), now=self.now)
            if not form.is_valid():
                return self.page(form, status=422)
            limits.take(SIGN_UPS, limits.address_of(request), now=self.now)
            identity = services.register_organisation(**form.registration(), now=self.now)
        except limits.Exhausted as error:
            return refusals.too_many(request, error.retry_after)
        except Busy:
            return refusals.busy(request)
        except (Refused, MethodError) as error:
            return self.page(form, problems=problems_of(error), status=422)
        enter(request, identity, now=self.now)
        return HttpResponseRedirect(reverse("accounts:organisation", args=[identity.organisation.uscc]))

    def page(self, form: SignUpForm, *, problems: Sequence[Missing] = (), status: int = 200) -> HttpResponse:
        context = {"title": _("Sign up an organisation"), "form": form, "problems": problems}
        return render(self.request, "accounts/sign_up.html", context, status=status)


class EnterOrganisationView(ActorView):
    """A security administrator enters an organisation of a kind that does not sign up by itself."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(OrganisationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        organisation = services.enter_organisation(actor=self.actor, **form.cleaned_data, now=self.now)
        return HttpResponseRedirect(reverse("accounts:organisation", args=[organisation.uscc]))

    def page(self, form: OrganisationForm, *, status: int = 200) -> HttpResponse:
        context = {
            "title": _("Enter an organisation"),
            "form": form,
            "back_url": reverse("accounts:organisations"),
        }
        return render(self.request, "common/section.html", context, status=status)


class OrganisationListView(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        filters = OrganisationSearch(request.GET)
        wanted = filters.cleaned_data if filters.is_valid() else {}
        rows = selectors.organisations_matching(self.actor, **wanted)
        page = Paginator(rows, tables.PER_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "title": _("Organisations"),
            "filters": filters,
            "table": tables.organisations(
                list(page), total=page.paginator.count, page=page.number, query=query
            ),
            "actions": self.actions(),
        }
        return render(request, "common/list.html", context)

    def actions(self) -> list[Action]:
        if self.actor.role != Role.SECURITY_ADMIN:
            return []
        return [Action(_("Enter an organisation"), reverse("accounts:enter_organisation"), primary=True)]


class OrganisationView(ActorView):
    def get(self, request: HttpRequest, uscc: str) -> HttpResponse:
        organisation = selectors.get(self.actor, uscc)
        context = {
            "title": organisation.name,
            "organisation": organisation,
            "manages": policies.manages(self.actor, organisation),
            "security": self.actor.role == Role.SECURITY_ADMIN,
            "disabled": Tag(_("Disabled"), "closed"),
            "no_people": _("Nobody acts for this organisation yet"),
            "people": tables.people(selectors.identities_shown(self.actor, organisation)),
            "offered": [role for role in Role if role in duties.ROLES_OF_KIND[organisation.kind]],
            "timeline": [
                TimelineLine(line.at, line.role.label, line.sentence)
                for line in timeline.lines(organisation, limit=20)
            ],
        }
        return render(request, "accounts/organisation.html", context)

"""My own account: identities, browsers in which I am signed in, password, what is stored of me."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from quanheng.platform.accounts import refusals, selectors, services, tables
from quanheng.platform.accounts.forms import ChangePasswordForm
from quanheng.platform.accounts.middleware import SESSION_KEY, SIGN_IN_KEY
from quanheng.platform.accounts.passwords import Busy
from quanheng.platform.accounts.privacy import everything_about
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.ui.parts import Tag


class MeView(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        here = request.session.get(SIGN_IN_KEY)
        context = {
            "title": _("My account"),
            "person": request.user,
            "identities": selectors.usable(selectors.running_identities(self.actor.person_id)),
            "current": Tag(_("Acting as"), "ok"),
            "here": Tag(_("This browser"), "ok"),
            "sign_ins": tables.sign_ins(selectors.own_sign_ins(self.actor, now=self.now), here=here),
        }
        return render(request, "accounts/me.html", context)


class SwitchIdentityView(ActorView):
    """Act under another of the own identities: a new session key, an entry in the journal, the inbox of that role."""

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            wanted = UUID(request.POST.get("identity", ""))
        except ValueError:
            raise Refused("Identity: got another form, takes one of your identities")
        identity = services.switch_identity(actor=self.actor, identity_id=wanted, now=self.now)
        request.session.cycle_key()
        request.session[SESSION_KEY] = str(identity.id)
        messages.success(
            request,
            _("You act as %(role)s for %(organisation)s from now on")
            % {"role": identity.get_role_display(), "organisation": identity.organisation.name},
        )
        return HttpResponseRedirect(reverse("accounts:me"))


class EndSignInView(ActorView):
    def post(self, request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
        services.end_sign_in(actor=self.actor, sign_in_id=sign_in_id, now=self.now)
        messages.success(request, _("The sign-in was ended"))
        return HttpResponseRedirect(reverse("accounts:me"))


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChangePasswordView(ActorView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(ChangePasswordForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        form = ChangePasswordForm(request.POST)
        form.person = person
        try:
            if form.is_valid() and self.confirmed(form):
                sign_in_id = UUID(request.session[SIGN_IN_KEY])
                person = services.change_password(
                    actor=self.actor,
                    password=form.cleaned_data["new_password"],
                    sign_in_id=sign_in_id,
                    now=self.now,
                )
                update_session_auth_hash(request, person)
                messages.success(request, _("The password is changed; your other sign-ins were ended"))
                return HttpResponseRedirect(reverse("accounts:me"))
        except Busy:
            return refusals.busy(request)
        return self.page(form, status=422)

    def confirmed(self, form: ChangePasswordForm) -> bool:
        try:
            services.confirm_password(
                actor=self.actor, password=form.cleaned_data["old_password"], now=self.now
            )
        except Refused as error:
            form.add_error("old_password", str(error))
            return False
        return True

    def page(self, form: ChangePasswordForm, *, status: int = 200) -> HttpResponse:
        context = {"title": _("Change the password"), "form": form}
        return render(self.request, "accounts/change_password.html", context, status=status)


class MyDataView(ActorView):
    """Everything that is stored of the signed-in person, as one file (PIPL 45)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        data = everything_about(self.actor.person_id)
        headers = {"Content-Disposition": 'attachment; filename="my-data.json"', "Cache-Control": "no-store"}
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)

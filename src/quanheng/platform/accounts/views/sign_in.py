"""The door: sign in, sign out, set a password by a link."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from quanheng.platform.accounts import links, refusals, selectors, services, throttle
from quanheng.platform.accounts.forms import NewPasswordForm, SignInForm
from quanheng.platform.accounts.middleware import SESSION_KEY, SIGN_IN_KEY
from quanheng.platform.accounts.models import Identity, Person
from quanheng.platform.accounts.passwords import Busy
from quanheng.platform.common import limits
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role

WRONG = _("The account or the password is not right")
NO_ROLE = _("This account holds no role at present; ask who manages the people of your organisation")


def own_path(target: str | None) -> str:
    """Return where to go after signing in: an address of this site, else the inbox."""
    if target and target.startswith("/") and url_has_allowed_host_and_scheme(target, None):
        return target
    return settings.LOGIN_REDIRECT_URL


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class SignInView(ActorView):
    """The same page, words and status for a wrong password and for an account that does not exist."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.actor.role != Role.PUBLIC:
            return HttpResponseRedirect(own_path(request.GET.get("next")))
        return self.page(SignInForm(), request.GET.get("next", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, target = SignInForm(request.POST), request.POST.get("next", "")
        if not form.is_valid():
            return self.page(form, target, status=422)
        try:
            person = self.judged(form.cleaned_data["username"], form.cleaned_data["password"])
        except limits.Exhausted as error:
            return refusals.too_many(request, error.retry_after)
        except Busy:
            return refusals.busy(request)
        identity = selectors.running_identity(person_id=person.id, identity_id=None) if person else None
        if identity is None:
            form.add_error(None, NO_ROLE if person else WRONG)
            return self.page(form, target, status=422)
        response = HttpResponseRedirect(own_path(target))
        enter(request, identity, now=self.now)
        throttle.Device.of(request).remember(response, identity.person.username)
        return response

    def judged(self, username: str, password: str) -> Person | None:
        """Return whose password it is; a right one is not counted as a guess."""
        guess = throttle.take_guess(self.request, username, now=self.now)
        person = authenticate(self.request, username=username, password=password)
        if not isinstance(person, Person):
            return None
        guess.was_right()
        return person

    def page(self, form: SignInForm, target: str, *, status: int = 200) -> HttpResponse:
        context = {"title": _("Sign in"), "form": form, "next": target}
        return render(self.request, "accounts/sign_in.html", context, status=status)


def enter(request: HttpRequest, identity: Identity, *, now: datetime) -> None:
    """Begin the session of `identity`'s person in this browser, under a new session key."""
    login(request, identity.person, backend="quanheng.platform.accounts.backends.PersonBackend")
    sign_in = services.begin_sign_in(
        identity=identity,
        address=limits.address_of(request),
        browser=request.headers.get("User-Agent", ""),
        now=now,
    )
    request.session[SESSION_KEY] = str(identity.id)
    request.session[SIGN_IN_KEY] = str(sign_in.id)


class SignOutView(ActorView):
    def post(self, request: HttpRequest) -> HttpResponse:
        if sign_in_id := request.session.get(SIGN_IN_KEY):
            services.end_sign_in(actor=self.actor, sign_in_id=UUID(sign_in_id), now=self.now)
        logout(request)
        messages.success(request, _("You are signed out"))
        return HttpResponseRedirect(reverse("accounts:sign_in"))


@method_decorator(sensitive_post_parameters("new_password", "repeated"), name="dispatch")
@method_decorator(never_cache, name="dispatch")
class SetPasswordView(ActorView):
    """A person who was given a link sets a password; the link works once."""

    def get(self, request: HttpRequest, person_id: UUID, token: str) -> HttpResponse:
        return self.page(links.person_of(person_id, token), NewPasswordForm())

    def post(self, request: HttpRequest, person_id: UUID, token: str) -> HttpResponse:
        person = links.person_of(person_id, token)
        form = NewPasswordForm(request.POST)
        form.person = person
        if not form.is_valid():
            return self.page(person, form, status=422)
        services.set_first_password(person=person, password=form.cleaned_data["new_password"], now=self.now)
        messages.success(request, _("The password is set; sign in with it now"))
        return HttpResponseRedirect(reverse("accounts:sign_in"))

    def page(self, person: Person, form: NewPasswordForm, *, status: int = 200) -> HttpResponse:
        context = {"title": _("Set your password"), "form": form, "person": person}
        return render(self.request, "accounts/set_password.html", context, status=status)

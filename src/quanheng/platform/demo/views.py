"""Enter by one click, and move the clock: in the demonstration only."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.selectors import own_identity
from quanheng.platform.accounts.views.sign_in import enter, own_path
from quanheng.platform.common.pages import ActorView
from quanheng.platform.demo import selectors, services


class SwitchView(ActorView):
    """`/demo/switch/`: every door on one page; a click begins the session of whoever lives there."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "demo/doors.html", {"title": _("Enter by one click")})

    def post(self, request: HttpRequest) -> HttpResponse:
        identity = selectors.identity_behind(request.POST.get("door", ""))
        services.note_switch(actor=self.actor, identity=identity, now=self.now)
        enter(request, identity, now=self.now)
        return HttpResponseRedirect(own_path(request.POST.get("next")))


class ClockView(ActorView):
    """`/demo/clock/`: one working day on, or to the next deadline; whoever moves it stays signed in."""

    def post(self, request: HttpRequest) -> HttpResponse:
        target = services.move_clock(actor=self.actor, step=request.POST.get("step", ""), now=self.now)
        if self.actor.identity_id is not None:
            enter(request, own_identity(self.actor, self.actor.identity_id), now=target)
        return HttpResponseRedirect(own_path(request.POST.get("next")))

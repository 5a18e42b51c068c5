"""The two shapes of a page that changes something: an act to confirm, a section to fill in.

Both keep what was typed when the answer is no, and both work without JavaScript.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View

from quanheng.methods.errors import MethodError
from quanheng.platform.common import clock, drafts, idempotency
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Conflict, Missing, Refused
from quanheng.platform.common.problems import problems_of

Text = str | Promise


class ActorView(View):
    """A view that knows who acts and when."""

    actor: Actor
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = request.actor  # type: ignore[attr-defined]  # set by IdentityMiddleware
        self.now = clock.now()


class ActView(ActorView):
    """`GET` shows what will happen; `POST` does it, once per form.

    A subclass gives `fetch` (the case, through its selectors), `act` (its service; returns the address to
    go to), and what the page says.
    """

    title: Text = ""
    submit_label: Text = _("Confirm")
    done_message: Text = ""
    form_class: type[forms.Form] | None = None
    template_name: str = "common/act.html"
    danger: ClassVar[bool] = False
    two_person_note: Text = ""

    def fetch(self) -> Any:
        """Return the case named in the address, as this actor may see it (else `Absent`)."""
        raise TypeError(f"{type(self).__name__} does not say which case it acts on")

    def act(self, case: Any, data: Mapping[str, Any]) -> str:
        """Call the service and return where to go."""
        raise TypeError(f"{type(self).__name__} does not say what it does")

    def consequences(self, case: Any) -> Sequence[Text]:
        return ()

    def initial(self, case: Any) -> Mapping[str, Any]:
        return {}

    def form(self, case: Any, data: Any = None, files: Any = None) -> forms.Form:
        return (self.form_class or forms.Form)(data, files, initial=dict(self.initial(case)))

    def context(self, case: Any) -> Mapping[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case = self.fetch()
        return self.page(case, self.form(case), key=idempotency.new_key())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case = self.fetch()
        form = self.form(case, request.POST, request.FILES)
        key = request.POST.get("idempotency_key", "")
        if not form.is_valid():
            return self.page(case, form, key=key, status=422)
        try:
            target = self.once(key, case, form.cleaned_data)
        except (Refused, MethodError) as error:
            # A refused act did not happen: the same form may be sent again after a correction.
            return self.page(
                case,
                form,
                key=key,
                problems=problems_of(error),
                status=409 if isinstance(error, Conflict) else 422,
            )
        if self.done_message:
            messages.success(request, str(self.done_message))
        return HttpResponseRedirect(target)

    def once(self, key: str, case: Any, data: Mapping[str, Any]) -> str:
        if self.actor.person_id is None:
            return self.act(case, data)
        return idempotency.once(
            person_id=self.actor.person_id,
            key=key,
            data=self.request.POST,
            now=self.now,
            act=lambda: self.act(case, data),
        )

    def page(
        self, case: Any, form: forms.Form, *, key: str, problems: Sequence[Missing] = (), status: int = 200
    ) -> HttpResponse:
        context = {
            "case": case,
            "title": self.title,
            "submit_label": self.submit_label,
            "consequences": self.consequences(case),
            "danger": self.danger,
            "two_person_note": self.two_person_note,
            "back_url": case.get_absolute_url() if hasattr(case, "get_absolute_url") else "",
            "form": form,
            "key": key,
            "problems": problems,
            **self.context(case),
        }
        return render(self.request, self.template_name, context, status=status)


class SectionView(ActorView):
    """One section of a draft to fill in, kept as it is typed (`…/draft/` posts to `keep`)."""

    title: Text = ""
    template_name: str = "common/section.html"
    saved_message: Text = _("Saved")

    def fetch(self) -> Any:
        raise TypeError(f"{type(self).__name__} does not say which case it edits")

    def form(self, case: Any, data: Any = None, files: Any = None) -> forms.Form:
        raise TypeError(f"{type(self).__name__} has no form")

    def formsets(self, case: Any, data: Any = None) -> Sequence[BaseFormSet[Any]]:
        return ()

    def save(self, case: Any, form: forms.Form, formsets: Sequence[BaseFormSet[Any]]) -> str:
        """Call the service and return where to go."""
        raise TypeError(f"{type(self).__name__} does not say how it saves")

    def context(self, case: Any) -> Mapping[str, Any]:
        return {}

    def page_key(self) -> str:
        return self.request.path.removesuffix("draft/")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case = self.fetch()
        if draft := drafts.load(self.actor.person_id, self.page_key()):
            data = drafts.as_post(draft)
            return self.page(case, self.form(case, data), self.formsets(case, data), draft=draft)
        return self.page(case, self.form(case), self.formsets(case))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.path.endswith("/draft/"):
            return self.keep(request)
        case = self.fetch()
        if "save_draft" in request.POST:
            self.keep(request)
            messages.success(request, _("Draft saved"))
            return HttpResponseRedirect(self.page_key())
        form, formsets = self.form(case, request.POST, request.FILES), self.formsets(case, request.POST)
        if not all([form.is_valid(), *(f.is_valid() for f in formsets)]):
            return self.page(case, form, formsets, status=422)
        try:
            target = self.save(case, form, formsets)
        except (Refused, MethodError) as error:
            return self.page(
                case,
                form,
                formsets,
                problems=problems_of(error),
                status=409 if isinstance(error, Conflict) else 422,
            )
        drafts.discard(self.actor.person_id, self.page_key())
        messages.success(request, str(self.saved_message))
        return HttpResponseRedirect(target)

    def keep(self, request: HttpRequest) -> HttpResponse:
        """Keep what is typed so far; nothing is checked, nothing is lost."""
        self.fetch()
        if self.actor.person_id is None:
            return HttpResponse(status=401)
        version = request.POST.get("draft_version", "")
        try:
            draft = drafts.save(
                person_id=self.actor.person_id,
                page=self.page_key(),
                data=request.POST,
                now=self.now,
                version=int(version) if version.isdigit() and version != "0" else None,
            )
        except Conflict as error:
            return JsonResponse({"problem": str(error)}, status=409)
        return JsonResponse({"saved_at": draft.saved_at.isoformat(), "version": draft.version})

    def page(
        self,
        case: Any,
        form: forms.Form,
        formsets: Sequence[BaseFormSet[Any]],
        *,
        draft: drafts.Draft | None = None,
        problems: Sequence[Missing] = (),
        status: int = 200,
    ) -> HttpResponse:
        person = self.actor.person_id
        context = {
            "case": case,
            "title": self.title,
            "form": form,
            "formsets": formsets,
            "draft_url": f"{self.page_key()}draft/",
            "draft_token": drafts.token(person, self.page_key()) if person else "",
            "version": draft.version if draft else 0,
            "saved_at": draft.saved_at if draft else None,
            "restored": draft is not None,
            "back_url": case.get_absolute_url() if hasattr(case, "get_absolute_url") else "",
            "problems": problems,
            **self.context(case),
        }
        return render(self.request, self.template_name, context, status=status)

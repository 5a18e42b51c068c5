"""The public check page: what a report says of itself, and whether a file is the issued one."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import clock, limits
from quanheng.platform.common.errors import Absent
from quanheng.platform.common.limits import Limit
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.ui.parts import Tag
from quanheng.platform.reports import conclusions, selectors, signing
from quanheng.platform.reports.forms import VerifyFileForm
from quanheng.platform.reports.models import Report

MAX_FILE = 50 * 1024 * 1024
LOOKUPS = Limit("verify:address", 120, timedelta(minutes=15))
"""Reports that one address may ask for: numbers cannot be harvested by trying them."""
FILES = Limit("verify:file", 30, timedelta(minutes=15))
"""Files that one address may have examined."""
STANDINGS = {
    "valid": Tag(_("Valid"), "ok"),
    "expired": Tag(_("Expired"), "warn"),
    "superseded": Tag(_("Superseded"), "closed"),
    "revoked": Tag(_("Revoked"), "bad"),
    "under_appeal": Tag(_("Appeal pending"), "warn"),
}


def lookup(request: HttpRequest) -> HttpResponse:
    """Go to the report whose number was typed."""
    number = request.GET.get("number", "").strip().upper()
    if not number:
        return render(request, "reports/lookup.html", {"title": _("Verify a report")})
    if selectors.public(number) is None:
        limits.take(LOOKUPS, limits.address_of(request), now=clock.now())
        return unknown(request, number)
    return redirect("reports:verify", number)


def unknown(request: HttpRequest, number: str) -> HttpResponse:
    """Say that there is no such report of ours: what a forged code leads to."""
    context = {"title": _("Verify a report"), "number": number[:20], "unknown": True}
    return render(request, "reports/lookup.html", context, status=404)


class VerifyPage(ActorView):
    """`GET`: status, date, conclusion line, hash. `POST`: compare an uploaded file."""

    def fetch(self) -> Report:
        limits.take(LOOKUPS, limits.address_of(self.request), now=self.now)
        report = selectors.public(self.kwargs["number"])
        if report is None:
            raise Absent
        return report

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return self.page(self.fetch(), VerifyFileForm())
        except Absent:
            return unknown(request, self.kwargs["number"].upper())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        report, form = self.fetch(), VerifyFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(report, form, status=422)
        upload = form.cleaned_data["file"]
        if upload.size > MAX_FILE:
            form.add_error("file", _("The file is larger than 50 MB; an issued report never is"))
            return self.page(report, form, status=422)
        limits.take(FILES, limits.address_of(request), now=self.now)
        data = upload.read()
        return self.page(report, VerifyFileForm(), checked=self.compared(report, data))

    def compared(self, report: Report, data: bytes) -> dict[str, Any]:
        """Say whether `data` is the issued file, and what its own signature says."""
        found = sha256(data).hexdigest()
        return {
            "same": found == report.pdf_sha256,
            "hash": found,
            "signature": signing.examine(data, keys=settings.KEYS_DIR),
        }

    def page(
        self,
        report: Report,
        form: VerifyFileForm,
        *,
        checked: dict[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        standing = selectors.standing(report, self.now)
        context = {
            "title": report.number,
            "report": report,
            "tag": STANDINGS[standing],
            "standing": standing,
            "conclusion": conclusions.public_lines(report),
            "form": form,
            "checked": checked,
        }
        return render(self.request, "reports/verify.html", context, status=status)

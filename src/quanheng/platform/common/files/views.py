"""Originals leave as downloads only, closed to every interpretation by the browser."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from quanheng.platform.common.files.access import get_attachment
from quanheng.platform.common.files.services import read


@require_safe
def download(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """Answer with the original bytes after its owner's guard; a foreign file and an absent one are the same 404."""
    attachment = get_attachment(request.actor, attachment_id)  # type: ignore[attr-defined]  # set by IdentityMiddleware
    response = HttpResponse(read(attachment), content_type=attachment.file.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=attachment.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response

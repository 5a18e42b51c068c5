"""The page of parts: what the pages are made of, in every state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from quanheng.platform.common.ui import icons, samples


def parts(request: HttpRequest) -> HttpResponse:
    bound = samples.form(bound=True)
    context: dict[str, Any] = {
        "title": _("Parts of the pages"),
        "header": samples.header(),
        "tags": samples.tags(),
        "timeline": samples.timeline(),
        "tasks": samples.tasks(),
        "answers": samples.answers(),
        "tabs": samples.tabs(),
        "table": samples.table(),
        "empty_table": samples.empty_table(),
        "form": samples.form(),
        "wrong": bound,
        "problems": samples.problems(),
        "step": samples.step(),
        "charts": [samples.chart(), samples.columns_chart(), samples.strip_chart(), samples.tornado_chart()],
        "jobs": samples.jobs(),
        "icons": sorted(icons.NAMES),
    }
    return render(request, "common/parts.html", context)

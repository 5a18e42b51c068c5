"""The front door: what anyone may see, and everybody's inbox."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quanheng.platform.common import clock, inbox
from quanheng.platform.common.pages import ActorView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui import lists
from quanheng.platform.common.ui import views as ui
from quanheng.platform.common.ui.parts import Tab, Table
from quanheng.platform.portal import selectors, tables

PAGE = 20


def home(request: HttpRequest) -> HttpResponse:
    """A visitor reads what this is and what is on; a person at work goes to the inbox."""
    if request.actor.role != Role.PUBLIC and "stay" not in request.GET:  # type: ignore[attr-defined]  # set by IdentityMiddleware
        return redirect("portal:inbox")
    return render(
        request,
        "portal/home.html",
        {
            "title": _("Home"),
            "figures": selectors.figures(),
            "latest": selectors.public_achievements()[:6],
        },
    )


class InboxView(ActorView):
    """To do, done, started by me: sorted by deadline, overdue first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        views = {"todo": inbox.todo, "done": inbox.done, "started": inbox.started}
        chosen = request.GET.get("view", "todo")
        rows = views.get(chosen, inbox.todo)(self.actor)
        page = Paginator(rows, lists.size_of(request)).get_page(request.GET.get("page"))
        labels = {"todo": _("To do"), "done": _("Done"), "started": _("Started by me")}
        tabs = [
            Tab(
                label,
                f"?view={name}",
                name == chosen,
                views[name](self.actor).count() if name == "todo" else None,
            )
            for name, label in labels.items()
        ]
        table: Table = tables.inbox_table(
            list(page),
            page,
            view=chosen,
            query=lists.filters_of(request),
            begin=self.actor.role == Role.OWNER,
            now=self.now,
        )
        return render(request, "common/list.html", {"title": _("Inbox"), "tabs": tabs, "table": table})


def library(request: HttpRequest) -> HttpResponse:
    """The public library: what its owners and the rules let anyone see, nothing else."""
    query = {name: request.GET.get(name, "") for name in ("q", "stage")}
    page = Paginator(selectors.public_achievements(**query), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "portal/library.html",
        {
            "title": _("Achievement library"),
            "table": tables.library_table(page, query),
            "query": query,
            "stages": tables.STAGES,
        },
    )


def achievement(request: HttpRequest, number: str) -> HttpResponse:
    row = selectors.public_achievement(number)
    return render(
        request,
        "portal/achievement.html",
        {
            "title": row.title,
            "achievement": row,
            "facts": tables.public_facts(row),
            "links": selectors.public_links(row, now=clock.now()),
        },
    )


def help_pages(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html", {"title": _("Help")})


def parts(request: HttpRequest) -> HttpResponse:
    return ui.parts(request)

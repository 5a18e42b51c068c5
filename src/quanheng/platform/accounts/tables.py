"""Rows of the lists about accounts and organisations."""

from collections.abc import Iterable, Sequence

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.accounts.browsers import name_of
from quanheng.platform.accounts.models import Identity, Organisation, SignIn
from quanheng.platform.accounts.selectors import ProposedAdministrator
from quanheng.platform.common.ui import formats
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table

PER_PAGE = 20


def sign_ins(rows: Iterable[SignIn], *, here: str | None) -> list[dict[str, object]]:
    """Return one row per browser in which the person is signed in; `here` is the one that asks."""
    return [
        {
            "browser": name_of(row.browser),
            "address": row.address,
            "began_at": row.began_at,
            "seen_at": row.seen_at,
            "here": str(row.id) == here,
            "end_url": reverse("accounts:end_sign_in", args=[row.id]),
        }
        for row in rows
    ]


def organisations(rows: Sequence[Organisation], *, total: int, page: int, query: QueryDict) -> Table:
    return Table(
        columns=[
            Column("name", _("Organisation"), sticky=True),
            Column("uscc", _("Unified social credit code")),
            Column("kind", _("Kind")),
            Column("region", _("Region"), secondary=True),
            Column("since", _("Since"), secondary=True),
        ],
        rows=[
            Row(
                cells=[
                    Cell(row.name),
                    Cell(row.uscc),
                    Cell(row.get_kind_display()),
                    Cell(row.region),
                    Cell(formats.day(row.created_at)),
                ],
                url=reverse("accounts:organisation", args=[row.uscc]),
            )
            for row in rows
        ],
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        caption=gettext("Organisations"),
        empty=_("No organisation fits this search"),
        query=query.urlencode(),
    )


def people(identities: Iterable[Identity]) -> list[dict[str, object]]:
    """Return one row per person of an organisation, with the running roles."""
    rows: dict[object, dict[str, object]] = {}
    for identity in identities:
        row = rows.setdefault(
            identity.person_id, {"person": identity.person, "identities": [], "manages": False}
        )
        row["identities"] = [*row["identities"], identity]  # type: ignore[misc]  # a list since the line above
        row["manages"] = row["manages"] or identity.manages
    return list(rows.values())


def proposals(rows: Sequence[ProposedAdministrator]) -> Table:
    return Table(
        columns=[
            Column("name", _("Person")),
            Column("role", _("Role")),
            Column("organisation", _("Organisation")),
            Column("proposer", _("Proposed by")),
            Column("at", _("At")),
        ],
        rows=[
            Row(
                cells=[
                    Cell(row.person.name),
                    Cell(row.role.label),
                    Cell(row.organisation.name),
                    Cell(row.proposer),
                    Cell(formats.moment(row.at)),
                ],
                url=reverse("accounts:approve", args=[row.id]),
            )
            for row in rows
        ],
        caption=gettext("Two-person act"),
        empty=_("Nothing waits for a second security administrator"),
    )

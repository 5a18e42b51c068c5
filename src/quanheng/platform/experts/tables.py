"""Pools, claims, screenings, draws and invitations as tables of a page."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.experts.labels import LEVELS, claim_label
from quanheng.platform.common.headers import state_tag
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.common.ui.formats import NOTHING, day, moment
from quanheng.platform.common.ui.lists import Slice
from quanheng.platform.common.ui.parts import Cell, Column, Row, Table, Tag
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.experts.forms import field_choices
from quanheng.platform.experts.models import Claim, Eligibility, Expert, Invitation, PanelRequest, Seat
from quanheng.platform.experts.models.pools import ClaimState
from quanheng.platform.experts.naming import OBSTACLES, left_out, of_role, role_name
from quanheng.platform.experts.services.requests import waivable
from quanheng.platform.experts.states import EXPERT_STATES, INVITATION_STATES, REQUEST_STATES, SEAT_STATES
from quanheng.platform.experts.wording import told

SORTS = {"number": "number", "name": "person__name", "term": "term_until"}
CLAIM_TONES = {ClaimState.STATED: "wait", ClaimState.VERIFIED: "ok", ClaimState.REJECTED: "bad"}


def kind_name(kind: str) -> str:
    return sentence(claim_label(kind))


def pool_table(page: Slice[Expert], fields: dict[str, str], *, mine: bool = False) -> Table:
    """Return the experts of a pool; `mine`: one person's records in several pools."""
    first = Column("pool", _("Expert pool")) if mine else Column("name", _("Name"), sort="name")
    columns = (
        Column("number", _("Number"), sticky=True, sort="number"),
        first,
        Column("employer", _("Employer"), secondary=True),
        Column("roles", _("Expert role")),
        Column("fields", _("Field"), secondary=True),
        Column("term", _("Term"), sort="term", secondary=True),
        Column("state", _("State")),
    )
    rows = [
        Row(
            (
                Cell(row.number),
                Cell(row.pool.name if mine else row.person.name),
                Cell(row.employer_name),
                Cell(gettext(", ").join(role_name(r.role) for r in row.roles.all())),
                Cell(gettext(", ").join(fields.get(code, code) for code in row.disciplines)),
                Cell(day(row.term_until)),
                Cell("", tag=state_tag(EXPERT_STATES, row.state)),
            ),
            url=row.get_absolute_url(),
        )
        for row in page.rows
    ]
    return Table(
        columns,
        rows,
        page.total,
        page.page,
        page.pages,
        _("No expert fits these filters"),
        _("Experts"),
        page.query,
        page.sort,
    )


def claim_table(claims: Iterable[Claim], *, decide: bool, on: date) -> Table:
    """Return what is claimed beside its proof; `decide` links the verification of what is open."""
    columns = (
        Column("kind", _("Claim"), sticky=True),
        Column("period", _("Period"), secondary=True),
        Column("expires", _("Expires")),
        Column("proof", _("Proof")),
        Column("state", _("State")),
    )
    return Table(
        columns,
        [_claim_row(row, decide=decide, on=on) for row in claims],
        empty=_("No claim is entered yet"),
        caption=_("Claims"),
    )


def _claim_row(row: Claim, *, decide: bool, on: date) -> Row:
    state = Tag(row.get_state_display(), CLAIM_TONES[ClaimState(row.state)])
    if row.expires and row.expires < on:
        state = Tag(gettext("Expired"), "bad")
    link = (
        reverse("experts:verify_claim", args=[row.expert.number, row.id])
        if decide and row.state == ClaimState.STATED
        else ""
    )
    rank = sentence(LEVELS[row.level]) if row.level in LEVELS else ""
    words = " · ".join(part for part in (row.title, rank, row.ref, row.enterprise) if part)
    period = (
        f"{day(row.since)} – {day(row.until) if row.until else gettext('today')}" if row.since else NOTHING
    )
    proof = (
        Cell(row.proof.name, url=reverse("common:file", args=[row.proof_id]))
        if row.proof
        else Cell(row.register or NOTHING)
    )
    decision = Cell(gettext("Verify a claim") if link else "", url=link, tag=state, hint=row.note)
    return Row((Cell(kind_name(row.kind), hint=words), Cell(period), Cell(day(row.expires)), proof, decision))


def request_table(page: Slice[PanelRequest], fields: dict[str, str]) -> Table:
    columns = (
        Column("case", _("Case"), sticky=True),
        Column("field", _("Field")),
        Column("institution", _("Evaluation institution"), secondary=True),
        Column("seats", _("Seats"), numeric=True),
        Column("since", _("Requested on"), secondary=True),
        Column("state", _("State")),
    )
    rows = [
        Row(
            (
                Cell(row.case_number),
                Cell(gettext(", ").join(fields.get(code, code) for code in row.fields)),
                Cell(row.institution.name),
                Cell(str(sum(row.quotas.values())), numeric=True),
                Cell(day(row.created_at)),
                Cell("", tag=state_tag(REQUEST_STATES, row.state)),
            ),
            url=row.get_absolute_url(),
        )
        for row in page.rows
    ]
    empty = _("No panel is requested. The case manager of an evaluation asks for one.")
    return Table(columns, rows, page.total, page.page, page.pages, empty, _("Panels"), page.query, page.sort)


def roles_table(request: PanelRequest, rows: Sequence[Eligibility], per_seat: int) -> Table:
    """Return per role: seats, candidates found and needed, who was left out by which rule."""
    columns = (
        Column("role", _("Expert role"), sticky=True),
        Column("seats", _("Seats"), numeric=True),
        Column("eligible", _("Eligible"), numeric=True),
        Column("excluded", _("Left out"), numeric=True, secondary=True),
        Column("why", _("Reasons"), secondary=True),
        Column("enough", _("Enough")),
    )
    return Table(
        columns,
        [_role_row(request, role, rows, per_seat) for role in request.quotas],
        caption=_("Candidates by role"),
    )


def _role_row(request: PanelRequest, role: str, rows: Sequence[Eligibility], per_seat: int) -> Row:
    own, quota = of_role(rows, role), request.quotas[role]
    found = sum(row.eligible for row in own)
    enough = found >= per_seat * quota
    return Row(
        (
            Cell(role_name(role)),
            Cell(str(quota), numeric=True),
            Cell(str(found), numeric=True, hint=gettext("%(needed)s needed") % {"needed": per_seat * quota}),
            Cell(str(len(own) - found), numeric=True),
            Cell(left_out(stack_of(request.scheme), own) or NOTHING),
            Cell("", tag=Tag(gettext("Enough"), "ok") if enough else Tag(gettext("Too few"), "warn")),
        )
    )


def people_table(page: Slice[Eligibility], request: PanelRequest, *, names: bool, exceptions: bool) -> Table:
    """Return the screened people with the reasons of each; the evidence of a conflict is never shown."""
    columns = (
        Column("person", _("Name") if names else _("Code"), sticky=True),
        Column("role", _("Expert role")),
        Column("result", _("Result")),
        Column("reasons", _("Reasons")),
        Column("exception", _("Exception"), secondary=True),
    )
    rows = [_person_row(row, request, names=names, exceptions=exceptions) for row in page.rows]
    return Table(
        columns,
        rows,
        page.total,
        page.page,
        page.pages,
        _("Nobody fits these filters"),
        _("People"),
        page.query,
    )


def _person_row(row: Eligibility, request: PanelRequest, *, names: bool, exceptions: bool) -> Row:
    who = (
        Cell(row.expert.person.name, url=row.expert.get_absolute_url(), hint=row.expert.employer_name)
        if names
        else Cell(row.code)
    )
    if row.waived:
        result = Tag(gettext("Eligible by exception"), "warn")
    else:
        result = Tag(gettext("Eligible"), "ok") if row.eligible else Tag(gettext("Left out"), "bad")
    may = exceptions and not row.eligible and waivable(row)
    link = reverse("experts:waive", args=[request.id, row.role, row.code]) if may else ""
    exception = Cell(gettext("Make an exception") if link else row.waiver_reason or NOTHING, url=link)
    return Row(
        (
            who,
            Cell(role_name(row.role)),
            Cell("", tag=result),
            Cell(reasons_in_words(row) or NOTHING),
            exception,
        )
    )


def reasons_in_words(row: Eligibility) -> str:
    """Return what keeps a row out, each with its rule."""
    parts = [
        gettext("%(rule)s (must avoid)") % {"rule": rule}
        if severity == "hard"
        else gettext("%(rule)s (must declare)") % {"rule": rule}
        for rule, severity in sorted({(rule, severity) for rule, severity, _via in row.conflicts})
    ]
    parts += [str(OBSTACLES[code]) for code in row.obstacles]
    return "; ".join(parts + unmet(row.reasons))


def unmet(reasons: Sequence[dict[str, object]]) -> list[str]:
    """Return what is missing, one text per rule that is not met."""
    return [f"{told(reason['missing'])} ({reason['article']})" for reason in reasons if not reason["met"]]


def walk_table(page: Slice[list[str]]) -> Table:
    """Return the walk line by line, as the record has it."""
    columns = (
        Column("ticket", _("Ticket"), sticky=True),
        Column("role", _("Expert role")),
        Column("code", _("Code in the list")),
        Column("outcome", _("Outcome")),
    )
    rows = [
        Row(
            (
                Cell(f"{ticket[:16]}…"),
                Cell(role_name(role)),
                Cell(code),
                Cell("", tag=Tag(sentence(outcome), "ok" if outcome == "seated" else "neutral")),
            )
        )
        for ticket, role, code, outcome in page.rows
    ]
    return Table(
        columns,
        rows,
        page.total,
        page.page,
        page.pages,
        caption=_("Walk of the draw"),
        query=page.query,
        sizes=False,
    )


def seat_table(seats: Sequence[Seat], *, names: bool) -> Table:
    """Return seats and substitutes; names for the pool's managers only."""
    columns = [
        Column("code", _("Code"), sticky=True),
        Column("role", _("Expert role")),
        Column("origin", _("Seat or substitute"), secondary=True),
        Column("state", _("State")),
    ]
    columns += [Column("name", _("Name")), Column("due", _("Answer until"), secondary=True)] if names else []
    return Table(columns, [_seat_row(row, names=names) for row in seats], caption=_("Seats and substitutes"))


def _seat_row(row: Seat, *, names: bool) -> Row:
    values = {"number": row.place or row.position}
    place = gettext("Seat %(number)s") % values if row.place else gettext("Substitute %(number)s") % values
    tag = state_tag(SEAT_STATES, row.state)
    cells = [Cell(row.code), Cell(role_name(row.role)), Cell(place), Cell("", tag=tag, hint=row.void_code)]
    if names:
        invitation = next(iter(row.invitations.all()), None)
        cells += [
            Cell(row.expert.person.name, url=row.expert.get_absolute_url()),
            Cell(moment(invitation.due_at) if invitation else NOTHING),
        ]
    return Row(cells)


def invitation_table(page: Slice[Invitation], fields: dict[str, str]) -> Table:
    columns = (
        Column("field", _("Field"), sticky=True),
        Column("role", _("Expert role"), secondary=True),
        Column("due", _("Answer until")),
        Column("state", _("State")),
    )
    rows = [
        Row(
            (
                Cell(gettext(", ").join(fields.get(code, code) for code in row.seat.request.fields)),
                Cell(role_name(row.seat.role)),
                Cell(moment(row.due_at)),
                Cell("", tag=state_tag(INVITATION_STATES, row.state)),
            ),
            url=row.get_absolute_url(),
        )
        for row in page.rows
    ]
    return Table(
        columns, rows, page.total, page.page, page.pages, _("Nobody has invited you yet"), _("Invitations")
    )


def qualification_table(results: Sequence[tuple[str, str, Sequence[dict[str, object]]]]) -> Table:
    """Return role × stage with every rule that is not met; results are (role, stage name, reasons)."""
    columns = (
        Column("role", _("Expert role"), sticky=True),
        Column("stage", _("Stage")),
        Column("result", _("Qualification")),
    )
    rows = []
    for role, stage, reasons in results:
        missing = unmet(reasons)
        tag = Tag(gettext("Not qualified"), "warn") if missing else Tag(gettext("Qualified"), "ok")
        rows.append(Row((Cell(role_name(role)), Cell(stage), Cell("", tag=tag, hint="; ".join(missing)))))
    return Table(columns, rows, empty=_("No expert role is chosen"), caption=_("Qualification"))


def field_names() -> dict[str, str]:
    return dict(field_choices())

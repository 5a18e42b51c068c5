"""Every part in every state, as `/help/parts/` shows it. The figures are invented."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.methods.result import Step
from quanheng.platform.common.ui.fields import MoneyField
from quanheng.platform.common.ui.parts import (
    TONE_ICONS,
    Action,
    Answer,
    CaseHeader,
    Cell,
    Chart,
    Column,
    FileLink,
    JobView,
    Reason,
    Row,
    StepItem,
    Tab,
    Table,
    Tag,
    TaskRow,
    TimelineLine,
)

HERE = "#"


def tags() -> list[Tag]:
    labels = (
        _("Draft"),
        _("Scoring"),
        _("Awaiting correction"),
        _("Issued"),
        _("Evidence changed"),
        _("Revoked"),
        _("Archived"),
    )
    return [Tag(label, tone) for label, tone in zip(labels, TONE_ICONS, strict=True)]


def header() -> CaseHeader:
    return CaseHeader(
        kind=_("Evaluation"),
        number="PJ-2026-00031",
        title=gettext("Batch production of silicon nitride bearing balls"),
        tag=Tag(_("Scoring"), "wait"),
        next_sentence=_("Next: 3 × Expert: score the indicators"),
        due_sentence=_("Due 09-28 17:00 (3 working days left)"),
        steps=steps(),
        actions=actions(),
    )


def steps() -> list[StepItem]:
    done = (_("Accepted for evaluation"), _("Contract signed"), _("Plan locked"), _("Grading maturity"))
    return [
        *(StepItem(label, "done", HERE) for label in done),
        StepItem(_("Collecting information"), "skipped"),
        StepItem(_("Drawing experts"), "done", HERE),
        StepItem(_("Scoring"), "current", HERE, "6/9"),
        *(StepItem(label, "open") for label in (_("Valuing"), _("Writing report"), _("Signing"))),
    ]


def actions() -> list[Action]:
    return [
        Action(_("Remind"), HERE, primary=True),
        Action(_("Suspend the case"), HERE, danger=True),
        Action(_("Combine the scores"), HERE, reason=gettext("3 score sheets are missing")),
        Action(_("Hand over"), HERE),
    ]


def timeline() -> list[TimelineLine]:
    def at(day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, 9, day, hour, minute, tzinfo=UTC)

    bundle = FileLink(gettext("Replay bundle"), HERE)
    return [
        TimelineLine(at(23, 2, 21), _("Expert"), _("handed in a score sheet"), url=HERE),
        TimelineLine(
            at(22, 8, 40),
            _("Case manager"),
            _("reminded 3 experts"),
            gettext("The client asked for the report by the end of the month."),
        ),
        TimelineLine(at(19, 7, 0), _("Expert pool manager"), _("drew the panel"), files=(bundle,)),
    ]


def tasks() -> list[TaskRow]:
    return [
        TaskRow(_("Rights"), "done", HERE),
        TaskRow(_("Work breakdown"), "doing", HERE, gettext("Weights sum to 0.85")),
        TaskRow(_("Evidence"), "fix", HERE),
        TaskRow(_("Undertaking of truth"), "todo", HERE),
    ]


def answers() -> list[Answer]:
    return [
        Answer(_("Achievement"), gettext("Batch production of silicon nitride bearing balls"), HERE),
        Answer(_("Unified social credit code"), "91990000MA0EXAMPLE", HERE),
        Answer(_("Field"), "", HERE),
    ]


def tabs() -> list[Tab]:
    return [
        Tab(_("Overview"), HERE, current=True),
        Tab(_("Evaluation plan"), HERE),
        Tab(_("Evidence"), HERE, count=38),
        Tab(_("Score"), HERE, count=0),
    ]


def table(page: int = 4) -> Table:
    columns = [
        Column("number", _("Number"), sticky=True, sort="number"),
        Column("title", _("Achievement"), sort="title"),
        Column("state", _("State")),
        Column("field", _("Field"), secondary=True),
        Column("amount", _("Listing price"), numeric=True, sort="amount", secondary=True),
        Column("due", _("Due"), sort="due"),
    ]
    return Table(
        columns,
        rows(),
        total=186,
        page=page,
        pages=10,
        caption=gettext("Evaluations in hand"),
        query="q=x",
        sort="-due",
    )


def rows() -> list[Row]:
    title = gettext("Batch production of silicon nitride bearing balls")
    first = Row(
        (
            Cell("PJ-2026-00031"),
            Cell(title, hint="CG-2026-00012"),
            Cell("", tag=Tag(_("Scoring"), "wait")),
            Cell("—"),
            Cell("3,260,000.00", numeric=True),
            Cell("2026-09-28 17:00"),
        ),
        url=HERE,
    )
    second = replace(
        first,
        cells=(
            Cell("PJ-2026-00032"),
            *first.cells[1:2],
            Cell("", tag=Tag(_("Revoked"), "bad")),
            *first.cells[3:],
        ),
        selected=True,
    )
    return [first, second, replace(first, cells=(Cell("PJ-2026-00033"), *first.cells[1:]))]


def empty_table() -> Table:
    return Table(
        [Column("number", _("Number"))],
        [],
        total=0,
        empty=_("Achievements you register are listed here"),
        empty_url=HERE,
        empty_label=_("Register"),
    )


def step() -> Step:
    leaves = (("Technical value", 86.0, 0.4), ("Economic value", 71.5, 0.35), ("Social value", 64.0, 0.25))
    lines = [
        Step.line(label, value, weight=weight, sources=("E12", "E14")) for label, value, weight in leaves
    ]
    first = replace(
        lines[0],
        children=(
            Step.line("Performance lead", 88.0, weight=0.6),
            Step.line("Technical value", 83.0, weight=0.4),
        ),
    )
    return Step.total("Score", [first, *lines[1:]], rule="Σ wᵢ·xᵢ", unit="")


def chart() -> Chart:
    labels = [gettext("Cost approach"), gettext("Income approach"), gettext("Market approach")]
    values = [[240.1, 291.98, 330.5], [151.2, 191.95, 240.8], [180.0, 221.4, 262.3]]
    columns = [Column("method", _("Method")), *(Column(k, k, numeric=True) for k in ("P10", "P50", "P90"))]
    body = [
        Row((Cell(label), *(Cell(f"{v:.2f}", numeric=True) for v in value)))
        for label, value in zip(labels, values, strict=True)
    ]
    data = {"labels": labels, "series": [{"name": "", "values": values}], "unit": ""}
    return Chart("interval", _("Method ranges"), data, Table(columns, body, caption=_("Method ranges")))


def columns_chart() -> Chart:
    months, deals = [f"2026-0{n}" for n in range(1, 7)], [1, 2, 4, 3, 5, 4]
    columns = [Column("month", _("Month")), Column("deals", _("Deal"), numeric=True)]
    body = [
        Row((Cell(month), Cell(str(count), numeric=True))) for month, count in zip(months, deals, strict=True)
    ]
    data = {"labels": months, "series": [{"name": gettext("Deal"), "values": deals}], "unit": ""}
    return Chart("column", _("Deals by month"), data, Table(columns, body, caption=_("Deals by month")))


def strip_chart() -> Chart:
    labels, own, other = ["A", "B"], gettext("Competitive evaluation"), gettext("Authoritative evaluation")
    data = {
        "labels": labels,
        "series": [
            {"name": own, "shape": "circle", "hollow": False, "colour": 0, "values": [[84, 0, "E-01"]]},
            {"name": own, "shape": "circle", "hollow": True, "colour": 0, "values": [[66, 0, "E-02"]]},
            {"name": other, "shape": "diamond", "hollow": False, "colour": 1, "values": [[73, 1, "E-03"]]},
            {"name": gettext("Score"), "shape": "stroke", "values": [[84, 0, ""], [73, 1, ""]]},
        ],
    }
    columns = (Column("indicator", _("Indicator")), Column("marks", _("Marks")))
    rows = [Row((Cell("A"), Cell("E-01 84 · E-02 66"))), Row((Cell("B"), Cell("E-03 73")))]
    return Chart("strip", _("Marks"), data, Table(columns, rows, caption=_("Marks")), HERE)


def tornado_chart() -> Chart:
    labels = [gettext("Discount rate"), gettext("Income approach")]
    data = {
        "labels": labels,
        "series": [
            {"name": "−", "values": [-6.2, -1.1], "marked": [True, False]},
            {"name": "+", "values": [3.1, 1.4], "marked": [False, False]},
        ],
        "centre": 81.0,
        "cuts": [{"value": -1.0, "name": "80"}],
    }
    columns = (Column("what", _("Change")), *(Column(k, k, numeric=True) for k in ("−", "+")))
    figures = (("74.8", "84.1"), ("79.9", "82.4"))
    rows = [
        Row((Cell(label), *(Cell(figure, numeric=True) for figure in pair)))
        for label, pair in zip(labels, figures, strict=True)
    ]
    return Chart("tornado", _("Sensitivity"), data, Table(columns, rows, caption=_("Sensitivity")))


def jobs() -> list[JobView]:
    running = JobView(
        _("Import of achievements"),
        "running",
        "",
        42,
        gettext("1,260 of 3,000 rows checked"),
        gettext("about 20 seconds left"),
        HERE,
    )
    return [
        replace(running, state="waiting", percent=0, message="", left=""),
        running,
        replace(
            running, state="done", percent=100, message="", left="", result=FileLink(gettext("Result"), HERE)
        ),
        replace(
            running,
            state="failed",
            left="",
            message=gettext("50 rows have errors; nothing was imported"),
            errors=FileLink(gettext("File with the errors marked"), HERE),
        ),
    ]


def problems() -> list[Reason]:
    return [
        Reason(gettext("Weights sum to 99.9, takes 100"), HERE),
        Reason(gettext("3 score sheets are missing")),
    ]


class SampleForm(forms.Form):
    """One field of each kind, some of them wrong."""

    title = forms.CharField(label=_("Achievement"), help_text=_("As it stands in the contract."))
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    price = MoneyField(label=_("Listing price"), help_text=_("Before tax."))
    share = forms.DecimalField(label=_("Weight"), required=False)
    field = forms.ChoiceField(
        label=_("Field"), choices=[("", "—"), ("M", _("New materials")), ("E", _("Equipment"))]
    )
    day = forms.DateField(label=_("Valuation date"), widget=forms.DateInput(attrs={"type": "date"}))
    way = forms.ChoiceField(
        label=_("Kind of transfer"),
        widget=forms.RadioSelect,
        choices=[("a", _("Transfer by agreement")), ("l", _("Licence"))],
    )
    paper = forms.FileField(label=_("Evidence"), required=False, help_text=_("PDF, at most 50 MB."))
    sure = forms.BooleanField(label=_("I declare that what I state here is true and complete."))


def form(*, bound: bool = False) -> SampleForm:
    data: dict[str, Any] = {
        "title": "",
        "price": "326\u4e07",
        "field": "M",
        "day": "2026-13-01",
        "share": "40",
    }
    return (
        SampleForm(data)
        if bound
        else SampleForm(initial={"price": Decimal(3260000), "way": "a"}, auto_id="plain_%s")
    )

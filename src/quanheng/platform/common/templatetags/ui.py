"""The parts of a page as template tags; built in, so no template loads them (`interface.md` 5).

Each tag takes a value of `ui/parts.py` and draws `common/ui/<part>.html`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from quanheng.methods.result import Step
from quanheng.platform.common.ui import explanations, formats, masks
from quanheng.platform.common.ui.fields import FieldView, field_view
from quanheng.platform.common.ui.icons import icon_svg
from quanheng.platform.common.ui.parts import (
    Action,
    Answer,
    CaseHeader,
    Chart,
    JobView,
    Reason,
    StepItem,
    Tab,
    Table,
    Tag,
    TaskRow,
    Text,
    TimelineLine,
)
from quanheng.platform.common.ui.problems import form_reasons, reasons
from quanheng.platform.common.ui.rows import table_body, tag_html
from quanheng.platform.common.ui.rules import RuleBadge, badge
from quanheng.platform.common.ui.sentences import sentence as worded

register = template.Library()
Values = dict[str, Any]


@register.inclusion_tag("common/ui/case_header.html")
def case_header(header: CaseHeader) -> Values:
    return {"header": header}


@register.simple_tag
def state_tag(tag: Tag) -> SafeString:
    return tag_html(tag)


@register.inclusion_tag("common/ui/steps.html")
def steps(items: Sequence[StepItem]) -> Values:
    place = next((n for n, item in enumerate(items, 1) if item.status == "current"), 0)
    current = items[place - 1] if place else None
    return {"items": items, "place": place, "current": current}


@register.inclusion_tag("common/ui/timeline.html")
def timeline(lines: Sequence[TimelineLine]) -> Values:
    return {"lines": lines}


@register.inclusion_tag("common/ui/actions.html")
def actions(actions: Sequence[Action]) -> Values:
    """Draw what is possible before what is not yet; of many acts the first four are buttons, the rest a menu."""
    ordered = sorted(actions, key=lambda action: (not action.primary, bool(action.reason)))
    first = 4 if len(ordered) > 5 else len(ordered)
    return {"actions": ordered[:first], "more": ordered[first:]}


@register.inclusion_tag("common/ui/task_list.html")
def task_list(rows: Sequence[TaskRow]) -> Values:
    return {"rows": rows, "done": sum(row.status == "done" for row in rows), "total": len(rows)}


@register.inclusion_tag("common/ui/check_answers.html")
def check_answers(answers: Sequence[Answer]) -> Values:
    return {"answers": answers}


@register.inclusion_tag("common/ui/tabs.html")
def tabs(tabs: Sequence[Tab]) -> Values:
    return {"tabs": tabs}


@register.inclusion_tag("common/ui/data_table.html")
def data_table(table: Table, region: str = "") -> Values:
    """Draw a table; sorting and paging swap the element with the id `region`, else load the page."""
    return {"table": table, "body": table_body(table.rows), "region": region}


@register.inclusion_tag("common/ui/field.html")
def field(bound: BoundField, unit: Text = "", *, quiet: bool = False) -> dict[str, FieldView]:
    """Draw label, hint, error and control of one bound field; `unit` stands behind the control."""
    return {"view": field_view(bound, unit=unit, quiet=quiet)}


@register.inclusion_tag("common/ui/form_fields.html")
def form_fields(form: BaseForm, *, quiet: bool = False) -> Values:
    """Draw every field of a form, hidden ones too; `quiet` without errors."""
    return {"form": form, "quiet": quiet}


@register.inclusion_tag("common/ui/problem_summary.html")
def error_summary(form: BaseForm | BaseFormSet[Any] | Iterable[BaseForm] | None) -> Values:
    """Draw every error of a form, a formset or several forms, each linked to its field."""
    return {"problems": form_reasons(form)}


@register.inclusion_tag("common/ui/problem_summary.html")
def problem_summary(problems: Iterable[Reason | object] | None) -> Values:
    """Draw reasons (or refusals, missing parts, plain sentences) that kept an act from happening."""
    return {"problems": reasons(problems or ())}


@register.inclusion_tag("common/ui/explanation.html", takes_context=True)
def explanation(context: Context, step: Step, url: str = "") -> Values:
    """Draw a `Step` tree; `?open=0.2` opens that branch, `?open=all` everything. `url` is its own page."""
    request = context.get("request")
    opened = request.GET.getlist("open") if request else []
    return {"lines": explanations.lines(step, opened=opened), "url": url}


@register.inclusion_tag("common/ui/rule_badge.html")
def rule_badge(status: str, clause: str = "", url: str = "") -> dict[str, RuleBadge]:
    """Draw official, secondary or proposal (官方, 通行, 建议) with its clause."""
    return {"badge": badge(status, clause, url)}


@register.inclusion_tag("common/ui/empty.html")
def empty(text: Text, url: str = "", label: Text = "") -> Values:
    return {"text": text, "url": url, "label": label}


@register.inclusion_tag("common/ui/job.html")
def job(job: JobView) -> dict[str, JobView]:
    return {"job": job}


@register.inclusion_tag("common/ui/chart.html")
def chart(chart: Chart) -> Values:
    data = {"kind": chart.kind, "title": str(chart.title), **chart.data}
    return {"chart": chart, "data_id": f"chart-{uuid4().hex[:8]}", "data": data}


@register.simple_tag
def script_texts() -> SafeString:
    """Draw the sentences that the scripts say, in the reader's language."""
    return _script_texts(get_language())


@cache
def _script_texts(_language: str | None) -> SafeString:
    return render_to_string("common/ui/texts.html")


@register.simple_tag
def icon(name: str) -> SafeString:
    return icon_svg(name)


@register.simple_tag
def money(value: Any) -> SafeString:
    return format_html('<span class="qh-figure">{}</span>', formats.money(value))


@register.simple_tag
def wan(value: Any) -> SafeString:
    return format_html('<span class="qh-figure">{}</span>', formats.wan(value))


@register.simple_tag
def day(value: Any) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat() if value else "", formats.day(value)
    )


@register.simple_tag
def moment(value: Any) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat() if value else "", formats.moment(value)
    )


@register.filter
def sentence(value: object) -> str:
    """Translate a message of the methods, a refusal, or a label that is a message id."""
    return worded(value)


register.filter("money", formats.money)
register.filter("wan", formats.wan)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("clock", formats.clock)
register.filter("number", formats.number)
register.filter("masked_name", masks.name)
register.filter("masked_id", masks.resident_id)
register.filter("masked_phone", masks.phone)

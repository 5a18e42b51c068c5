"""A field in a cell of an editable table: its label is the column's heading, said again only to screen readers."""

from django import template
from django.forms.boundfield import BoundField

from quanheng.platform.common.ui.fields import FieldView, field_view

register = template.Library()


@register.inclusion_tag("library/cell.html")
def cell(bound: BoundField, place: int, *, quiet: bool = False) -> dict[str, object]:
    view: FieldView = field_view(bound, quiet=quiet)
    return {"view": view, "place": place}

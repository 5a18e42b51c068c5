"""What the templates of the demonstration show: its doors, its time."""

from django import template

from quanheng.platform.common import clock
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.demo import selectors

register = template.Library()


@register.simple_tag
def door_groups() -> list[selectors.DoorGroup]:
    return selectors.door_groups()


@register.simple_tag
def present() -> str:
    return moment(clock.now())

"""What the templates of the demonstration show: its doors, its time."""

from django import template

from quanheng.platform.common import clock
from quanheng.platform.common.ui.formats import moment
from quanheng.platform.demo import selectors
from quanheng.platform.demo.services.doors import PASSWORD

register = template.Library()


@register.simple_tag
def door_groups() -> list[selectors.DoorGroup]:
    return selectors.door_groups()


@register.simple_tag
def present() -> str:
    return moment(clock.now())


@register.simple_tag
def password() -> str:
    return PASSWORD

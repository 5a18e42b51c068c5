"""`quanheng manage first_administrators`: the operator's organisation and its first administrators, on an empty platform."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quanheng.methods.errors import MethodError
from quanheng.platform.accounts import links, services
from quanheng.platform.common import clock
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role


def administrator(text: str) -> services.Administrator:
    """Read `role:account:name`."""
    role, username, name = text.split(":", 2)
    return services.Administrator(Role(role), username, name)


class Command(BaseCommand):
    help = "make the operator's organisation and its first administrators, and print their links to set a password"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uscc", help="the operator's unified social credit code")
        parser.add_argument("name", help="the operator's name")
        parser.add_argument(
            "people",
            nargs="+",
            type=administrator,
            metavar="ROLE:ACCOUNT:NAME",
            help="two with security_admin, one with platform_admin, one with auditor; each another person",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = services.first_administrators(
                uscc=options["uscc"], name=options["name"], people=options["people"], now=clock.now()
            )
        except (Refused, MethodError) as error:
            raise CommandError(str(error))
        for person in people:
            self.stdout.write(f"{person.username}  {links.path_for(person)}")

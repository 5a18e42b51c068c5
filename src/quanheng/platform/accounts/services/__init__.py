"""What people do about accounts and organisations. Every write to this room goes through a verb below."""

from quanheng.platform.accounts.services.organisations import (
    Administrator,
    enter_organisation,
    first_administrators,
    register_organisation,
)
from quanheng.platform.accounts.services.people import (
    add_person,
    change_password,
    disable_person,
    record_link,
    set_first_password,
)
from quanheng.platform.accounts.services.roles import (
    approve_administrator,
    end_role,
    grant_role,
    propose_administrator,
)
from quanheng.platform.accounts.services.sign_in import (
    begin_sign_in,
    confirm_password,
    end_sign_in,
    keep_signed_in,
    switch_identity,
)

__all__ = [
    "Administrator",
    "add_person",
    "approve_administrator",
    "begin_sign_in",
    "change_password",
    "confirm_password",
    "disable_person",
    "end_role",
    "end_sign_in",
    "enter_organisation",
    "first_administrators",
    "grant_role",
    "keep_signed_in",
    "propose_administrator",
    "record_link",
    "register_organisation",
    "set_first_password",
    "switch_identity",
]

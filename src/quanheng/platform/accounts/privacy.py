"""What the platform stores of one person (`trust.md` 14)."""

from uuid import UUID

from quanheng.platform.accounts import selectors
from quanheng.platform.accounts.hooks import personal_data
from quanheng.platform.common.errors import Absent


def everything_about(person_id: UUID | None) -> dict[str, object]:
    """Return the account, its identities, sign-ins and acts, and what each room registered, as plain values."""
    person = selectors.active_person(person_id) if person_id else None
    if person is None:
        raise Absent
    rooms = {key: list(rows_of(person.id)) for key, rows_of in personal_data.answers()}
    return {
        "account": {
            "username": person.username,
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "since": person.created_at,
        },
        "identities": list(selectors.identity_history(person.id)),
        "sign_ins": list(selectors.sign_in_history(person.id)),
        "acts": list(selectors.acts_of(person)),
        **rooms,
    }

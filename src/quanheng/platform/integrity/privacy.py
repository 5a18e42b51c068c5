"""What integrity holds of a person, for the copy that the person may ask for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from quanheng.platform.integrity import selectors


def undertakings_of(person_id: UUID) -> Sequence[Mapping[str, object]]:
    return selectors.undertakings_of_person(person_id)

"""What the rooms above hold of a person: each registers a function, so that `/me/data/` can hand over everything."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from quanheng.platform.common.registry import Registry

Rows = Sequence[Mapping[str, object]]

personal_data: Registry[Callable[[UUID], Rows]] = Registry("personal data")
"""By room: the rows about one person, as plain values."""

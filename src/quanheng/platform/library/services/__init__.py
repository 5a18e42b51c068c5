"""What people do to achievements. Every write to this room goes through a verb of this folder."""

from quanheng.platform.library.services.evidence import Added, add_evidence, remove_evidence
from quanheng.platform.library.services.grading import set_level
from quanheng.platform.library.services.review import (
    publish_achievement,
    recall_achievement,
    return_achievement,
    submit_achievement,
)
from quanheng.platform.library.services.sections import (
    create_achievement,
    save_basics,
    save_packages,
    save_parameters,
    save_people,
    save_rights,
    save_transfer,
)
from quanheng.platform.library.services.standing import (
    archive_achievement,
    freeze_achievement,
    release_achievement,
    restore_achievement,
    withdraw_achievement,
)

__all__ = [
    "Added",
    "add_evidence",
    "archive_achievement",
    "create_achievement",
    "freeze_achievement",
    "publish_achievement",
    "recall_achievement",
    "release_achievement",
    "remove_evidence",
    "restore_achievement",
    "return_achievement",
    "save_basics",
    "save_packages",
    "save_parameters",
    "save_people",
    "save_rights",
    "save_transfer",
    "set_level",
    "submit_achievement",
    "withdraw_achievement",
]

"""The life of an achievement in the library (`information.md` 2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable, move


class AchievementState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting review")
    PUBLISHED = "published", _("In the library")
    FROZEN = "frozen", _("Frozen")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVED = "archived", _("Archived")
    MERGED = "merged", _("Merged")


S = AchievementState

ACHIEVEMENT_STATES = StateTable(
    AchievementState,
    [
        move("submit", S.DRAFT, S.SUBMITTED, Role.OWNER, _("Submit"), article="M-G3"),
        move("recall", S.SUBMITTED, S.DRAFT, Role.OWNER, _("Recall")),
        move("publish", S.SUBMITTED, S.PUBLISHED, Role.OFFICER, _("Enter into the library")),
        move("return", S.SUBMITTED, S.DRAFT, Role.OFFICER, _("Return for correction")),
        move("withdraw", S.PUBLISHED, S.WITHDRAWN, Role.OWNER, _("Withdraw")),
        move("freeze", S.PUBLISHED, S.FROZEN, Role.SUPERVISOR, _("Freeze")),
        move("release", S.FROZEN, S.PUBLISHED, Role.SUPERVISOR, _("Release")),
        move("withdraw", S.FROZEN, S.WITHDRAWN, Role.SUPERVISOR, _("Withdraw")),
        move("archive", S.PUBLISHED, S.ARCHIVED, Role.OFFICER, _("Archive")),
        move("restore", [S.WITHDRAWN, S.ARCHIVED], S.SUBMITTED, Role.OFFICER, _("Restore")),
    ],
    tones={
        S.DRAFT: "neutral",
        S.SUBMITTED: "wait",
        S.PUBLISHED: "ok",
        S.FROZEN: "warn",
        S.WITHDRAWN: "closed",
        S.ARCHIVED: "closed",
        S.MERGED: "closed",
    },
    path=[S.DRAFT, S.SUBMITTED, S.PUBLISHED],
)

"""The life of a score sheet: open until its expert hands it in or steps aside."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import Role
from quanheng.platform.common.states import StateTable, move


class SheetState(TextChoices):
    OPEN = "open", _("Sheet open")
    SUBMITTED = "submitted", _("Sheet submitted")
    RECUSED = "recused", _("Recused")


class MarkStatus(TextChoices):
    SCORED = "scored", _("Scored")
    ABSTAINED = "abstained", _("Abstained")


class Side(TextChoices):
    COMPETITIVE = "competitive", _("Competitive evaluation")
    AUTHORITATIVE = "authoritative", _("Authoritative evaluation")


SHEET_STATES = StateTable(
    SheetState,
    [
        move("submit_sheet", SheetState.OPEN, SheetState.SUBMITTED, Role.EXPERT, _("Submit score sheet")),
        move(
            "recuse",
            [SheetState.OPEN, SheetState.SUBMITTED],
            SheetState.RECUSED,
            [Role.EXPERT, Role.SYSTEM],
            _("Recuse"),
            article="M-8.3",
        ),
    ],
    tones={SheetState.OPEN: "wait", SheetState.SUBMITTED: "ok", SheetState.RECUSED: "closed"},
)

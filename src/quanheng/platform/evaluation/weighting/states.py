"""The life of a weighting round, and of the sheet on which each member compares in pairs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.roles import INSTITUTION, Role
from quanheng.platform.common.states import StateTable, move


class RoundState(TextChoices):
    OPEN = "open", _("Being compared")
    CLOSED = "closed", _("Weights computed")
    ADOPTED = "adopted", _("Adopted into the plan")
    CANCELLED = "cancelled", _("Cancelled")


class PairSheetState(TextChoices):
    OPEN = "open", _("Not handed in")
    SUBMITTED = "submitted", _("Comparisons handed in")
    LAPSED = "lapsed", _("Not handed in when the round ended")


R, P = RoundState, PairSheetState
ROUND_STATES = StateTable(
    RoundState,
    [
        move("close_round", R.OPEN, R.CLOSED, Role.LEAD, _("Close the weighting round")),
        move("adopt_weights", [R.CLOSED, R.ADOPTED], R.ADOPTED, Role.LEAD, _("Adopt the weights")),
        move("cancel_round", R.OPEN, R.CANCELLED, [Role.LEAD, Role.SYSTEM], _("Cancel the weighting round")),
    ],
    tones={R.OPEN: "wait", R.CLOSED: "info", R.ADOPTED: "ok", R.CANCELLED: "closed"},
)
PAIR_SHEET_STATES = StateTable(
    PairSheetState,
    [
        move("submit_pairs", P.OPEN, P.SUBMITTED, INSTITUTION, _("Hand in the comparisons")),
        move("lapse_pairs", P.OPEN, P.LAPSED, [Role.LEAD, Role.SYSTEM], _("End without comparisons")),
    ],
    tones={P.OPEN: "wait", P.SUBMITTED: "ok", P.LAPSED: "closed"},
)

"""How an institution's standing is shown."""

from quanheng.platform.common.ui.parts import Tag
from quanheng.platform.integrity.models import Institution, InstitutionState

TONES = {InstitutionState.ADMITTED: "ok", InstitutionState.SUSPENDED: "bad"}


def tag(row: Institution) -> Tag:
    state = InstitutionState(row.state)
    return Tag(state.label, TONES[state])

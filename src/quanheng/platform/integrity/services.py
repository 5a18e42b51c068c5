"""Sign an undertaking; admit and suspend institutions."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from quanheng.platform.accounts import selectors as accounts
from quanheng.platform.accounts.models import OrganisationKind
from quanheng.platform.common import journal
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.cases import CaseRef
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.integrity.models import Institution, InstitutionState, Undertaking
from quanheng.platform.integrity.texts import TEXTS, VERSION


@transaction.atomic
def sign_undertaking(*, actor: Actor, case_ref: CaseRef, kind: str, now: datetime) -> Undertaking:
    """Keep the text that `actor` signed for a case (M-S1). Signed texts are Chinese."""
    if actor.person_id is None:
        raise Refused("An undertaking is signed by a person")
    with translation.override("zh-hans"):
        text = gettext(TEXTS[kind])
    return Undertaking.objects.create(
        kind=kind,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        case_kind=case_ref.kind,
        case_id=case_ref.id,
        case_number=case_ref.number,
        text_version=VERSION,
        text=text,
        signed_at=now,
    )


@transaction.atomic
def admit_institution(
    *, actor: Actor, organisation_id: UUID, fields: list[str], now: datetime
) -> Institution:
    """Admit an evaluation institution (M-5), or admit one again that was suspended."""
    require_supervisor(actor)
    organisation = accounts.organisation(organisation_id)
    if organisation.kind != OrganisationKind.INSTITUTION:
        raise Refused(
            "%(name)s: got the kind %(kind)s, takes an evaluation institution",
            name=organisation.name,
            kind=organisation.get_kind_display(),
        )
    row, _ = Institution.objects.update_or_create(
        organisation_id=organisation_id,
        defaults={"fields": fields, "state": InstitutionState.ADMITTED, "reason": "", "admitted_at": now},
    )
    journal.record(
        "integrity.institution_admitted", row.organisation, actor=actor, at=now, body={"fields": fields}
    )
    return row


@transaction.atomic
def suspend_institution(*, actor: Actor, organisation_id: UUID, reason: str, now: datetime) -> Institution:
    """Suspend an institution: it takes no new case until it is admitted again (M-8)."""
    require_supervisor(actor)
    row = Institution.objects.select_for_update().filter(organisation_id=organisation_id).first()
    if row is None:
        raise Refused("This organisation is not an admitted institution")
    if not reason.strip():
        raise Refused("reason: got nothing, takes the reason of the suspension")
    row.state, row.reason = InstitutionState.SUSPENDED, reason.strip()
    row.save(update_fields=["state", "reason"])
    journal.record(
        "integrity.institution_suspended", row.organisation, actor=actor, at=now, body={"reason": row.reason}
    )
    return row


def require_supervisor(actor: Actor) -> None:
    if actor.role != Role.SUPERVISOR:
        raise Refused("Only the supervising authority decides on institutions")

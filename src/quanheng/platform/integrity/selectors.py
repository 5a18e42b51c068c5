"""Standing: who may evaluate, and who is barred from what."""

from uuid import UUID

from django.db.models import QuerySet

from quanheng.platform.accounts.models import Organisation, OrganisationKind
from quanheng.platform.accounts.selectors import known
from quanheng.platform.common.errors import Absent
from quanheng.platform.integrity.models import Institution, InstitutionState, Undertaking


def institutions() -> QuerySet[Institution]:
    return Institution.objects.select_related("organisation").order_by("organisation__name")


def institution(uscc: str) -> Institution:
    row = institutions().filter(organisation__uscc=uscc).first()
    if row is None:
        raise Absent
    return row


def waiting_for_admission() -> QuerySet[Organisation]:
    """Return the evaluation institutions that are registered and not admitted yet."""
    return Organisation.objects.filter(kind=OrganisationKind.INSTITUTION, institution=None)


def good_standing(organisation_id: UUID | None) -> bool:
    return Institution.objects.filter(
        organisation_id=known(organisation_id), state=InstitutionState.ADMITTED
    ).exists()


def suspension(organisation_id: UUID | None) -> str:
    """Return why the institution may not take cases now; empty when it may."""
    row = Institution.objects.filter(organisation_id=known(organisation_id)).first()
    return row.reason if row and row.state == InstitutionState.SUSPENDED else ""


def barred(organisation_id: UUID | None) -> str:
    """Return why the organisation may not deal on the platform now; empty when it may."""
    return suspension(organisation_id)


def undertakings(case_kind: str, case_id: UUID) -> QuerySet[Undertaking]:
    return Undertaking.objects.filter(case_kind=case_kind, case_id=case_id).select_related(
        "person", "organisation"
    )


def undertakings_of_person(person_id: UUID) -> list[dict[str, object]]:
    rows = Undertaking.objects.filter(person_id=person_id)
    return [dict(row) for row in rows.values("kind", "case_number", "text_version", "text", "signed_at")]

"""Standing: who may evaluate, and who is barred from what."""

from uuid import UUID

from django.db.models import QuerySet

from quanheng.platform.integrity.models import Institution, InstitutionState, Undertaking


def institutions() -> QuerySet[Institution]:
    return Institution.objects.select_related("organisation").order_by("organisation__name")


def good_standing(organisation_id: UUID | None) -> bool:
    return Institution.objects.filter(organisation_id=organisation_id, state=InstitutionState.ADMITTED).exists()


def suspension(organisation_id: UUID | None) -> str:
    """Return why the institution may not take cases now; empty when it may."""
    row = Institution.objects.filter(organisation_id=organisation_id).first()
    return row.reason if row and row.state == InstitutionState.SUSPENDED else ""


def undertakings(case_kind: str, case_id: UUID) -> QuerySet[Undertaking]:
    return Undertaking.objects.filter(case_kind=case_kind, case_id=case_id).select_related("person", "organisation")

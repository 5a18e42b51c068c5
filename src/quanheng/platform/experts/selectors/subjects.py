"""The side that an expert must be free of, and the facts a panel's experts must fit."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from quanheng.methods import experts as methods
from quanheng.platform.accounts.models import Identity
from quanheng.platform.common.roles import Role
from quanheng.platform.experts.models import Expert, PanelRequest, Relation, Seat
from quanheng.platform.experts.models.relations import RelationState
from quanheng.platform.experts.states import SeatState


def subject_of(request: PanelRequest) -> methods.Subject:
    """Return the achievement's people and organisations: contributors, holders, owner, client."""
    achievement = request.achievement
    contributors = list(achievement.contributors.all())
    people = {str(row.person_id) for row in contributors if row.person_id}
    people |= {str(achievement.contact_id), str(achievement.created_by_id)}
    organisations = {achievement.owner.uscc, *(row.organisation_uscc for row in contributors)}
    organisations |= {right.holder_uscc for right in achievement.rights.all()}
    organisations |= {request.client.uscc} if request.client else set()
    return methods.Subject(achievement.number, sorted(people), sorted(organisations - {""}))


def facts_of(request: PanelRequest) -> dict[str, list[str]]:
    """Return what an expert's claims must fit: fields, prospective customers, chain enterprises."""
    return {
        "track": list(request.fields),
        "industry": list(request.fields),
        "customer": list(request.enterprises.get("customer", [])),
        "chain": list(request.enterprises.get("chain", [])),
    }


def unnamed_contributors(request: PanelRequest) -> set[str]:
    """Return the names of contributors who are no known person: the same name is an open question (`experts.md` 2)."""
    return {row.name for row in request.achievement.contributors.all() if row.person_id is None}


def relations(
    request: PanelRequest, subject: methods.Subject, experts: Iterable[Expert], on: date
) -> list[methods.Relation]:
    """Return what is on record about the experts and the people of the subject, and what follows from our own rows."""
    rows = list(experts)
    persons = {str(expert.person_id) for expert in rows} | set(subject.people)
    recorded = Relation.objects.filter(Q(a__in=persons) | Q(b__in=persons) | Q(kind="part_of")).exclude(
        state=RelationState.DISPUTED
    )
    facts = [methods.Relation(r.kind, r.a, r.b, r.since, r.until, r.level) for r in recorded]
    facts += _posts(rows)
    facts += [_staff(expert, request) for expert in rows if expert.employer_id == request.institution_id]
    return facts + _reviews(request, [expert.person_id for expert in rows], on)


def _posts(experts: list[Expert]) -> list[methods.Relation]:
    """Return the posts that follow from an employer and from other identities of the same person."""
    posts = {(str(e.person_id), e.employer.uscc) for e in experts if e.employer}
    identities = Identity.objects.filter(person_id__in=[e.person_id for e in experts], ended_at=None).exclude(
        role=Role.EXPERT
    )
    posts |= {
        (str(row.person_id), row.organisation.uscc) for row in identities.select_related("organisation")
    }
    return [methods.Relation("employment", person, organisation) for person, organisation in sorted(posts)]


def _staff(expert: Expert, request: PanelRequest) -> methods.Relation:
    return methods.Relation("sanction", str(expert.person_id), request.institution.uscc)


def _reviews(request: PanelRequest, persons: list[UUID], on: date) -> list[methods.Relation]:
    """Return who judged the same achievement before."""
    seats = Seat.objects.filter(
        request__achievement=request.achievement_id, expert__person_id__in=persons, state=SeatState.ACCEPTED
    ).exclude(request=request)
    found = {str(seat.expert.person_id) for seat in seats.select_related("expert")}
    return [
        methods.Relation("reviewed", person, request.achievement.number, None, on) for person in sorted(found)
    ]

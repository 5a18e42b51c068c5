"""One small panel in the making, and the people around it."""

from dataclasses import dataclass

import pytest
from django.utils import translation

from factories import accounts, experts, library
from quanheng.platform.accounts.actors import Actor
from quanheng.platform.common.roles import Role
from quanheng.platform.experts.models import PanelRequest, Pool
from quanheng.platform.library.models import Achievement


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared in the language of their ids."""
    with translation.override("en"):
        yield


@dataclass(frozen=True)
class Scene:
    """`manager` and `witness` are two managers of the pool, `lead` the case manager, `owner` the holder."""

    achievement: Achievement
    pool: Pool
    manager: Actor
    witness: Actor
    lead: Actor
    owner: Actor
    request: PanelRequest


@pytest.fixture
def scene(db, now) -> Scene:
    return make_scene(now)


def make_scene(now) -> Scene:
    achievement = library.draft(now=now)
    pool = experts.pool(now=now)
    experts.crowd(pool, quotas=experts.SMALL, now=now)
    lead = accounts.actor(Role.LEAD, accounts.organisation(kind="institution"))
    request = experts.request(achievement, lead=lead, of=pool, quotas=experts.SMALL, now=now)
    manager, witness = experts.manager_of(pool), experts.manager_of(pool)
    return Scene(achievement, pool, manager, witness, lead, library.owner_of(achievement), request)

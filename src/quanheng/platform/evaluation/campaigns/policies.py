"""Who may do what to a campaign, beyond what its state allows."""

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation.campaigns.models import Campaign


def is_lead(actor: Actor, campaign: Campaign) -> bool:
    return (
        actor.role == Role.LEAD
        and actor.person_id == campaign.lead_id
        and actor.organisation_id == campaign.institution_id
    )


def require_lead(actor: Actor, campaign: Campaign) -> None:
    if not is_lead(actor, campaign):
        raise Refused("Only the manager of this campaign may do this")

"""Fetch a valuation for a verb, and say whose step is next."""

from datetime import datetime

from django.utils.translation import gettext_noop as noop

from quanheng.platform.common import inbox
from quanheng.platform.common.actors import Actor
from quanheng.platform.common.errors import Refused
from quanheng.platform.common.roles import Role
from quanheng.platform.valuation import policies, selectors
from quanheng.platform.valuation.models import Engagement
from quanheng.platform.valuation.states import ENGAGEMENT_STATES

NEXT = {
    "lock": noop("fill in the basis and lock it"),
    "open_opinions": noop("run the methods and open the opinions"),
    "reconcile": noop("rule on outliers and reconcile the methods"),
    "sign": noop("complete the disclosures and sign"),
}
OPINION = noop("give an opinion of value")
VERBS = (*NEXT, "submit_opinion", "skip")
LONGEST = 400


def held(verb: str, *, actor: Actor, number: str) -> Engagement:
    """Return the engagement, locked, in the state that `verb` leads to; refuse who or what may not.

    The caller writes the state with the rest; until then nothing is changed.
    """
    engagement = selectors.get_for_update(actor, number)
    target = ENGAGEMENT_STATES.target(verb, state=engagement.state, role=actor.role)
    policies.require_lead(actor, engagement)
    engagement.state = target
    return engagement


def ask(engagement: Engagement, verb: str, *, by: Actor, at: datetime) -> None:
    """End the open steps of the lead and give the next one; `verb` empty: nobody has to act."""
    inbox.close(engagement, *VERBS, by=by, at=at)
    if verb:
        case = engagement.evaluation
        inbox.assign(
            engagement,
            verb,
            what=NEXT[verb],
            to=inbox.Recipient(Role.LEAD, organisation_id=case.institution_id, person_id=case.lead_id),
            at=at,
            by=by,
            deadline="evaluation.valuation" if verb == "lock" else "",
        )


def stated(text: str, field: str, *, most: int = LONGEST) -> str:
    """Return a reason in words; an empty or endless one is refused."""
    words = text.strip()
    if not words or len(words) > most:
        raise Refused(
            "%(field)s: got %(got)s characters, takes 1 to %(most)s", field=field, got=len(words), most=most
        )
    return words

"""The contract of a commission: scope, time, fee, secrecy, liability; signed by both sides in any order."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from quanheng.platform.common import approvals, inbox, journal
from quanheng.platform.common.actors import Actor, person_of
from quanheng.platform.common.calendar import SHANGHAI
from quanheng.platform.common.errors import Incomplete, Refused
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.common.roles import Role
from quanheng.platform.evaluation import policies, readiness, selectors
from quanheng.platform.evaluation.models import Evaluation, FeeBasis
from quanheng.platform.evaluation.services.moving import SIGN, client, lead, locked_for, moved
from quanheng.platform.evaluation.states import EvaluationState

SCAN = "contract_scan"
"""Prefix of the two-person act that confirms a stamped scan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`fee` in yuan, `fee_basis` a `FeeBasis`."""

    scope_note: str
    finish_on: date | None
    fee: Decimal | None
    fee_basis: str
    secrecy: str
    liability: str


@transaction.atomic
def save_contract(*, actor: Actor, number: str, terms: Terms, now: datetime) -> Evaluation:
    """Write the terms; signatures given to other terms are void. A fee that follows the result is refused."""
    evaluation = open_contract(actor, number)
    policies.require_lead(actor, evaluation)
    if terms.fee_basis == FeeBasis.RESULT:
        raise Refused("The fee must not depend on level, score or value of the result")
    if terms.finish_on and terms.finish_on < now.astimezone(SHANGHAI).date():
        raise Refused("Report due on: got %(day)s, takes a day to come", day=terms.finish_on.isoformat())
    for name in ("scope_note", "finish_on", "fee", "fee_basis", "secrecy", "liability"):
        setattr(evaluation, name, getattr(terms, name))
    was_signed = evaluation.client_signed_at or evaluation.institution_signed_at
    void_signatures(evaluation, now=now)
    evaluation.version += 1
    evaluation.save()
    if was_signed:
        ask_signers(evaluation, by=actor, at=now)
    journal.record(
        "evaluation.contract_saved", evaluation, actor=actor, at=now, body={"fee": str(evaluation.fee or "")}
    )
    return evaluation


@transaction.atomic
def sign_contract(*, actor: Actor, number: str, version: int, word: str, now: datetime) -> Evaluation:
    """Sign for the own side by typing its organisation's name; the second signature makes the contract.

    `version` is that of the case as the signer read it: terms changed in between are not signed.
    """
    evaluation = signable(actor, number, version)
    side = side_of(actor)
    name = (evaluation.client if side == "client" else evaluation.institution).name
    if word.strip() != name:
        raise Refused("To sign, type the name of your organisation: %(name)s", name=name)
    return signed(evaluation, side, actor=actor, now=now)


@transaction.atomic
def file_contract_scan(
    *, actor: Actor, number: str, version: int, attachment: Attachment, now: datetime
) -> Evaluation:
    """File the own side's stamped copy; it counts once another person has compared it (M-S3.5)."""
    evaluation = signable(actor, number, version)
    side = side_of(actor)
    setattr(evaluation, f"{side}_scan", attachment)
    evaluation.save(update_fields=[f"{side}_scan"])
    approvals.propose(
        evaluation, f"{SCAN}_{side}", actor=actor, now=now, payload={"file": attachment.file_id}
    )
    journal.record(
        "evaluation.contract_scanned", evaluation, actor=actor, at=now, body={"file": attachment.file_id}
    )
    return evaluation


@transaction.atomic
def confirm_contract_scan(*, actor: Actor, number: str, side: str, now: datetime) -> Evaluation:
    """Confirm, as another person of the institution, that a scan is the contract; it signs for that side."""
    evaluation = open_contract(actor, number)
    policies.require_second(actor, evaluation)
    if side not in {"client", "institution"}:
        raise Refused("side: got %(got)s, takes client or institution", got=side)
    approvals.approve(evaluation, f"{SCAN}_{side}", actor=actor, now=now)
    return signed(evaluation, side, actor=actor, now=now, by=Role.OWNER if side == "client" else Role.LEAD)


def open_contract(actor: Actor, number: str) -> Evaluation:
    evaluation = selectors.get_for_update(actor, number)
    if evaluation.state != EvaluationState.ACCEPTED:
        raise Refused("The contract is made after acceptance and before the plan")
    return evaluation


def signable(actor: Actor, number: str, version: int) -> Evaluation:
    evaluation = locked_for("sign_contract", actor=actor, number=number)
    person_of(actor)
    if missing := readiness.to_sign(evaluation):
        raise Incomplete(missing)
    if version != evaluation.version:
        raise Refused("The terms were changed after you read them; nothing was signed")
    if getattr(evaluation, f"{side_of(actor)}_signed_at"):
        raise Refused("Your side has already signed")
    return evaluation


def side_of(actor: Actor) -> str:
    return "client" if actor.role == Role.OWNER else "institution"


def void_signatures(evaluation: Evaluation, *, now: datetime) -> None:
    evaluation.client_signed_at = evaluation.institution_signed_at = None
    evaluation.client_scan = evaluation.institution_scan = None
    for side in ("client", "institution"):
        approvals.withdraw(evaluation, f"{SCAN}_{side}", now=now)


def signed(
    evaluation: Evaluation, side: str, *, actor: Actor, now: datetime, by: Role | None = None
) -> Evaluation:
    """Note a side's signature; with both, the contract is made."""
    if getattr(evaluation, f"{side}_signed_at"):
        raise Refused("Your side has already signed")
    setattr(evaluation, f"{side}_signed_at", now)
    body = {"side_label": "Client" if side == "client" else "Evaluation institution"}
    if evaluation.client_signed_at and evaluation.institution_signed_at:
        return moved(evaluation, "sign_contract", actor=actor, now=now, kind="evaluation.contracted", by=by)
    evaluation.save(update_fields=[f"{side}_signed_at"])
    journal.record("evaluation.contract_signed", evaluation, actor=actor, at=now, body=body)
    ask_signers(evaluation, by=actor, at=now)
    return evaluation


def ask_signers(evaluation: Evaluation, *, by: Actor, at: datetime) -> None:
    """Ask the sides that have not signed; the time counts from the acceptance."""
    inbox.close(evaluation, "sign_contract", by=by, at=at)
    sides = ((evaluation.client_signed_at, client), (evaluation.institution_signed_at, lead))
    for signed_at, side in sides:
        if signed_at is None:
            inbox.assign(
                evaluation,
                "sign_contract",
                what=SIGN,
                to=side(evaluation),
                at=evaluation.accepted_at or at,
                by=by,
                deadline="evaluation.contract",
            )

"""Qualification: may this person judge in this role at this stage, and which rule says what.

Rules are data of a pack; here is how they are read. A claim counts only when it is verified, has
begun and has not expired on the day of the check. Every rule of the role and stage must hold, and
each one answers with its article, what was found and what is missing; unknown data never counts.

Source: H-13, H-19, H-25 and M-6.1 of the policy map; the counting of years follows the Civil Code.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quanheng.methods.errors import MethodError
from quanheng.methods.experts.dates import add_years, check_day, check_interval
from quanheng.methods.experts.labels import FIELDS, claim_label, level_list
from quanheng.methods.result import Message

STAGES = ("basic", "applied", "industrial")

SubjectFacts = Mapping[str, str | Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something an expert says of himself, with what the verifier of the proof found.

    `since` counts, `until` does not; `expires` is the last day on which the claim holds. `ref` tells
    one deal or project from another.
    """

    kind: str
    level: str = ""
    since: date | None = None
    until: date | None = None
    track: str = ""
    industry: str = ""
    enterprise: str = ""
    ref: str = ""
    verified: bool = False
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The claims of one expert, judged as of the day `on`."""

    expert: str
    on: date
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualificationRule:
    """One condition of a role: `test` is level, years, count or present; `match` names what of the
    achievement the claim must fit (track, industry, customer, chain).
    """

    id: str
    roles: Collection[str]
    stages: Collection[str]
    claim: str
    test: str
    minimum: int = 1
    levels: Sequence[str] = ()
    match: Sequence[str] = ()
    article: str = ""
    status: str = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What one rule answers: `missing` is empty when it is met; `notes` say which claims did not count
    and why, and what was not tested.
    """

    rule: str
    met: bool
    article: str
    found: Message
    missing: str
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    eligible: bool
    reasons: tuple[Reason, ...]


def check_qualification(
    profile: Profile,
    role: str,
    stage: str,
    rules: Sequence[QualificationRule],
    *,
    subject: SubjectFacts | None = None,
) -> Qualification:
    """Return whether every rule of the role and stage holds, with one reason per rule in rule order.

    `subject` says what is judged: its track, its industry, and the enterprises that are its customers
    or stand in its chain. Without a subject (admission to a pool) what must fit it stays untested.
    Raises `MethodError` for bad dates, an unknown stage, and a role that no rule of the stage covers.
    """
    _check_profile(profile)
    _check_rules(rules)
    if stage not in STAGES:
        raise MethodError("stage: got %(got)r, takes basic, applied or industrial", got=stage)
    asked = [rule for rule in rules if role in rule.roles and stage in rule.stages]
    if not asked:
        raise MethodError(
            "role: got %(role)r, takes one with a rule at the stage %(stage)s", role=role, stage=stage
        )
    reasons = tuple(_reason(rule, profile, subject) for rule in asked)
    return Qualification(eligible=all(reason.met for reason in reasons), reasons=reasons)


_FACTS = {"track": "track", "industry": "industry", "customer": "enterprise", "chain": "enterprise"}
"""What of the subject a rule may ask to fit, and the field of the claim that must fit it."""

_UNVERIFIED = Message("%(claim)s: %(count)s not verified")
_EXPIRED = Message("%(claim)s: %(count)s expired")
_NOT_BEGUN = Message("%(claim)s: %(count)s not begun")
_BLANK = Message("%(claim)s: %(count)s without an entry (%(field)s)")
_ELSEWHERE = Message("%(claim)s: %(count)s not for this achievement (%(field)s)")
_UNTESTED = Message("Not tested, because no achievement is given: %(field)s")
_UNKNOWN = Message("Not known of the achievement: %(field)s")


def _reason(rule: QualificationRule, profile: Profile, subject: SubjectFacts | None) -> Reason:
    counted, obstacles = [], Counter[tuple[Message, str]]()
    for claim in profile.claims:
        if claim.kind != rule.claim:
            continue
        if obstacle := _obstacle(claim, rule, profile.on, subject):
            obstacles[obstacle] += 1
        else:
            counted.append(claim)
    met, found, missing = _answer(counted, rule, profile.on)
    notes = [
        Message(template.text, claim=claim_label(rule.claim), count=count, field=FIELDS.get(field, field))
        for (template, field), count in obstacles.items()
    ]
    notes += _open_matches(rule, subject)
    return Reason(
        rule=rule.id, met=met, article=rule.article, found=found, missing=missing, notes=tuple(notes)
    )


def _obstacle(
    claim: Claim, rule: QualificationRule, on: date, subject: SubjectFacts | None
) -> tuple[Message, str] | None:
    """Return why the claim does not count, and the field that is blank or elsewhere; None when it counts."""
    needed = {"years": "since", "count": "ref"}.get(rule.test, "kind")
    if not claim.verified:
        return _UNVERIFIED, ""
    if claim.expires is not None and claim.expires < on:
        return _EXPIRED, ""
    if claim.since is not None and claim.since > on:
        return _NOT_BEGUN, ""
    if not getattr(claim, needed):
        return _BLANK, needed
    return None if subject is None else _misfit(claim, rule, subject)


def _misfit(claim: Claim, rule: QualificationRule, subject: SubjectFacts) -> tuple[Message, str] | None:
    for match in rule.match:
        value = getattr(claim, _FACTS[match])
        if not value:
            return _BLANK, match
        if value not in _wanted(subject, match):
            return _ELSEWHERE, match
    return None


def _wanted(subject: SubjectFacts, match: str) -> Collection[str]:
    fact = subject.get(match, ())
    return (fact,) if isinstance(fact, str) else fact


def _open_matches(rule: QualificationRule, subject: SubjectFacts | None) -> list[Message]:
    if subject is None:
        return [Message(_UNTESTED.text, field=FIELDS[match]) for match in rule.match]
    return [
        Message(_UNKNOWN.text, field=FIELDS[match])
        for match in rule.match
        if not any(_wanted(subject, match))
    ]


_TESTS = ("level", "years", "count", "present")

_Answer = tuple[bool, Message, str]
"""Whether the rule is met, what was found, what is missing."""


def _answer(claims: Sequence[Claim], rule: QualificationRule, on: date) -> _Answer:
    if rule.test == "years":
        return _test_years(claims, rule, on)
    if rule.test == "level":
        return _test_level(claims, rule)
    return _test_count(claims, rule) if rule.test == "count" else _test_present(claims, rule)


def _test_level(claims: Sequence[Claim], rule: QualificationRule) -> _Answer:
    label = claim_label(rule.claim)
    levels = sorted({claim.level for claim in claims if claim.level})
    met = any(level in rule.levels for level in levels)
    found = (
        Message("%(claim)s: %(levels)s", claim=label, levels=level_list(levels)) if levels else _none(label)
    )
    missing = Message(
        "%(claim)s of one of these levels: %(levels)s", claim=label, levels=level_list(rule.levels)
    )
    return met, found, "" if met else missing


def _test_years(claims: Sequence[Claim], rule: QualificationRule, on: date) -> _Answer:
    label = claim_label(rule.claim)
    start = on - timedelta(days=_days(claims, on))
    full_years = on.year - start.year - (add_years(start, on.year - start.year) > on)
    rest = (on - add_years(start, full_years)).days
    found = Message("%(claim)s: %(years)s years and %(days)s days", claim=label, years=full_years, days=rest)
    due = add_years(start, rule.minimum)
    if due <= on:
        return True, found, ""
    missing = Message(
        "%(claim)s: %(days)s more days to complete %(minimum)s years",
        claim=label,
        days=(due - on).days,
        minimum=rule.minimum,
    )
    return False, found, missing


def _days(claims: Sequence[Claim], on: date) -> int:
    """Return the days before `on` that lie in at least one of the half-open intervals."""
    total, reached = 0, date.min
    for since, until in sorted((claim.since, min(claim.until or on, on)) for claim in claims if claim.since):
        total += max(0, (until - max(since, reached)).days)
        reached = max(reached, until)
    return total


def _test_count(claims: Sequence[Claim], rule: QualificationRule) -> _Answer:
    label, count = claim_label(rule.claim), len({claim.ref for claim in claims})
    found = Message("%(claim)s: %(count)s on record", claim=label, count=count)
    if count >= rule.minimum:
        return True, found, ""
    return False, found, Message("%(claim)s: %(count)s more", claim=label, count=rule.minimum - count)


def _test_present(claims: Sequence[Claim], rule: QualificationRule) -> _Answer:
    label = claim_label(rule.claim)
    if claims:
        return True, Message("%(claim)s: on record", claim=label), ""
    return False, _none(label), Message("%(claim)s with verified proof", claim=label)


def _none(label: str) -> Message:
    return Message("%(claim)s: nothing that counts", claim=label)


def _check_profile(profile: object) -> None:
    if not isinstance(profile, Profile):
        raise MethodError("profile: got %(got)s, takes a Profile", got=type(profile).__name__)
    check_day("on", profile.on)
    for claim in profile.claims:
        if not isinstance(claim, Claim):
            raise MethodError("claims: got %(got)s, takes Claim", got=type(claim).__name__)
        check_interval(claim.kind, claim.since, claim.until)
        if claim.expires is not None:
            check_day(f"{claim.kind}.expires", claim.expires)


def _check_rules(rules: Sequence[object]) -> None:
    if not rules:
        raise MethodError("rules: got none, takes at least one")
    for rule in rules:
        if not isinstance(rule, QualificationRule):
            raise MethodError("rules: got %(got)s, takes QualificationRule", got=type(rule).__name__)
        if rule.test not in _TESTS:
            raise MethodError(
                "rule %(rule)s: got the test %(got)r, takes one of %(known)s",
                rule=rule.id,
                got=rule.test,
                known=", ".join(_TESTS),
            )
        if rule.test == "level" and not rule.levels:
            raise MethodError("rule %(rule)s: got no levels, takes at least one", rule=rule.id)
        for match in rule.match:
            if match not in _FACTS:
                raise MethodError(
                    "rule %(rule)s: got the match %(got)r, takes one of %(known)s",
                    rule=rule.id,
                    got=match,
                    known=", ".join(_FACTS),
                )

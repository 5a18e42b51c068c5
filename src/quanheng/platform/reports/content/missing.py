"""What a report still lacks. A missing part blocks signing and is named, all of them at once (`domain.md` 8)."""

from collections.abc import Iterator

from quanheng.methods.result import Message
from quanheng.platform.reports.content.facts import MethodFacts, ReportFacts, ValuationFacts
from quanheng.platform.reports.content.wording import counts_in

SIDES = {
    "competitive": Message("Indicators of the competitive evaluation: missing"),
    "authoritative": Message("Indicators of the authoritative evaluation: missing"),
}
VALUES = 5
WORLD = "world_"
"""How the codes of grades begin that compare with the world."""
QUESTIONS = 3
POSITIONS = 3


def missing_contents(facts: ReportFacts, *, issuing: bool = False) -> list[Message]:
    """Return every missing part by name, in the order of the report.

    `issuing` asks also for what only the issue itself brings: date, validity and signatures.
    """
    found = [
        *_commission(facts),
        *_achievement(facts),
        *_basis(facts),
        *_maturity(facts),
        *_information(facts),
        *_scoring(facts),
        *_conclusions(facts),
        *_valuation(facts),
        *_panel(facts),
        *_notice(facts),
    ]
    return [*found, *_issue(facts)] if issuing else found


def _commission(facts: ReportFacts) -> Iterator[Message]:
    if not facts.number:
        yield Message("Report number: missing")
    if not facts.verify_address:
        yield Message("Address of the check page: missing")
    if not facts.client.name or not facts.institution.name:
        yield Message("Client and institution: missing")
    if not facts.lead:
        yield Message("Case manager: missing")
    if not facts.purpose:
        yield Message("Purpose of the evaluation: missing")
    if not facts.uses:
        yield Message("Allowed uses: missing")
    if facts.commissioned_on is None:
        yield Message("Date of the commission: missing")


def _achievement(facts: ReportFacts) -> Iterator[Message]:
    achievement = facts.achievement
    if not achievement.title or not achievement.abstract:
        yield Message("Achievement with its abstract: missing")
    if not achievement.need or not achievement.application:
        yield Message("Need and application of the achievement: missing")
    if not achievement.source:
        yield Message("Source of the achievement: missing")
    if not facts.rights:
        yield Message("Rights and rights holders: missing")
    for right in facts.rights:
        if not right.status:
            yield Message("Legal status of the right %(title)s: missing", title=right.title)


def _basis(facts: ReportFacts) -> Iterator[Message]:
    if not facts.basis.packs or not facts.basis.fingerprint:
        yield Message("Basis with packs, versions and status marks: missing")
    if not facts.evidence:
        yield Message("Evidence list: missing")
    for evidence in facts.evidence:
        if not evidence.sha256:
            yield Message("Hash of the evidence %(title)s: missing", title=evidence.title)
        if evidence.verdict in {"", "pending", "invalidated"}:
            yield Message("Verdict on the evidence %(title)s: missing", title=evidence.title)
        if evidence.verdict == "not_accepted" and not evidence.reason:
            yield Message("Reason why the evidence %(title)s is not accepted: missing", title=evidence.title)


def _maturity(facts: ReportFacts) -> Iterator[Message]:
    if facts.maturity is None or not facts.maturity.packages:
        yield Message("Work breakdown and maturity level: missing")
    elif facts.maturity.level < 1:
        yield Message("Maturity level: level 1 is not reached, a report takes at least level 1")


def _information(facts: ReportFacts) -> Iterator[Message]:
    if not facts.information:
        yield Message("Information collected and its sources: missing")
    for item in facts.information:
        if not item.gap_reason and not (item.finding and item.source and item.dated):
            yield Message("Information %(title)s: finding, source or date is missing", title=item.title)


def _scoring(facts: ReportFacts) -> Iterator[Message]:
    if facts.scoring is None:
        yield Message("Indicators, weights and scores: missing")
        return
    for side, sentence in SIDES.items():
        if not any(indicator.side == side for indicator in facts.scoring.indicators):
            yield sentence
    if facts.scoring.grade_code.startswith(WORLD) and not facts.novelty:
        yield Message("Novelty search report behind the grade %(grade)s: missing", grade=facts.scoring.grade)
    if len(facts.scoring.values) != VALUES:
        yield Message("Five values: missing")
    for flag in facts.scoring.flags:
        if not flag.answer:
            yield Message("Answer to the flag “%(flag)s”: missing", flag=flag.text)


def _conclusions(facts: ReportFacts) -> Iterator[Message]:
    if not facts.summary:
        yield Message("Summary: missing")
    elif found := counts_in(facts.summary):
        yield Message(
            "Summary: got the count “%(found)s”, takes quality, performance and contribution", found=found
        )
    if not facts.competitive:
        yield Message("Competitive conclusion: missing")
    if not facts.authoritative:
        yield Message("Authoritative conclusion: missing")
    if len(facts.answers) < QUESTIONS:
        yield Message("Answers to the three open questions of the stage: missing")
    for answer in facts.answers:
        if not answer.answer:
            yield Message("Answer to the open question “%(question)s”: missing", question=answer.question)
    if not any(risk.text for risk in facts.risks):
        yield Message("Risks: missing")
    if not any(facts.limits):
        yield Message("Assumptions and limits: missing")


def _valuation(facts: ReportFacts) -> Iterator[Message]:
    valuation = facts.valuation
    if valuation is None:
        if not facts.valuation_skipped:
            yield Message("Valuation, or the reason why there is none: missing")
        return
    if not valuation.sentence_a:
        yield Message("Fixed sentence of a valuation opinion: missing")
    if not valuation.assumptions:
        yield Message("Assumptions of the valuation: missing")
    if not valuation.methods and not valuation.families:
        yield Message("Methods of the valuation: missing")
    for method in valuation.methods:
        yield from _method(method)
    yield from _opinions(valuation)
    for family, reason in valuation.families:
        if not reason:
            yield Message("Reason why there is no value by the %(family)s approach: missing", family=family)


def _method(method: MethodFacts) -> Iterator[Message]:
    if method.standing == "with_reason" and not method.why:
        yield Message("Reason for the method %(method)s: missing", method=method.title)
    for parameter in method.parameters:
        if not parameter.decided and not (parameter.source and parameter.as_of):
            yield Message(
                "Source or date of %(parameter)s (%(method)s): missing",
                parameter=parameter.title,
                method=method.title,
            )


def _opinions(valuation: ValuationFacts) -> Iterator[Message]:
    for opinion in valuation.opinions:
        if opinion.flagged and not (opinion.ruling and opinion.ruling_reason):
            yield Message("Ruling on the outlying opinion of %(code)s: missing", code=opinion.code)
    if valuation.methods and valuation.reconciled is None:
        yield Message("Reconciliation of the methods: missing")


def _panel(facts: ReportFacts) -> Iterator[Message]:
    if not facts.panel:
        yield Message("Panel: missing")
    signed = {declaration.code for declaration in facts.declarations}
    for seat in facts.panel:
        if seat.code not in signed:
            yield Message("Declaration of %(code)s: missing", code=seat.code)
        if seat.side == "authoritative" and not seat.recognition:
            yield Message("Basis of recognition of %(code)s: missing", code=seat.code)
    if facts.draw is None or not (facts.draw.root or facts.draw.note):
        yield Message("Root of the draw, or how the panel was named: missing")


def _notice(facts: ReportFacts) -> Iterator[Message]:
    if not facts.notice:
        yield Message("Notice of reference: missing")
    if not facts.not_an_appraisal:
        yield Message("Sentence that this is no asset appraisal report: missing")


def _issue(facts: ReportFacts) -> Iterator[Message]:
    if facts.issued_on is None:
        yield Message("Date of issue: missing")
    if facts.valid_until is None:
        yield Message("Validity: missing")
    if len([line for line in facts.signatures if line.name or line.signed_on]) < POSITIONS:
        yield Message("Signatures: missing")

"""The report: written, reviewed by another person, read by the client, signed by three, issued (J7)."""

from datetime import datetime

from quanheng.platform.common.roles import Role
from quanheng.platform.demo.province.commissions import case_of
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.panels import actor_of
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.evaluation import services as evaluation
from quanheng.platform.reports import selectors
from quanheng.platform.reports.content.filling import compares_with_world
from quanheng.platform.reports.models import Report
from quanheng.platform.reports.services import issuing, reviewing, writing

SEARCHED = 20
WRITTEN, REVIEWED, AGREED, CONFIRMED, ISSUED, ARCHIVED = 48, 50, 52, 53, 54, 66
"""Steps of a journey, in working days from its beginning."""


def report_of(journey: Journey) -> Report:
    found = selectors.of_evaluation(case_of(journey).id)
    if found is None:
        raise LookupError(journey.case)
    return found


def write(journey: Journey) -> Story:
    """Tell how the case manager writes the report and hands it to the reviewer."""
    yield (now := journey.at(WRITTEN, "11:30"))
    lead, number = journey.institution(Role.LEAD), report_of(journey).number
    words = source("sentences")["report"]
    texts = {
        name: text.format(
            title=journey.dossier["title"],
            need=journey.dossier["need"],
            application=journey.dossier["application"],
            contribution=journey.dossier["abstract"].strip(),
        )
        for name, text in words.items()
    }
    writing.save_texts(actor=lead, number=number, texts=texts, now=now)
    writing.assemble_report(actor=lead, number=number, now=now)
    name_novelty(journey, now)
    yield (now := journey.at(WRITTEN, "16:40"))
    writing.submit_report(actor=lead, number=number, now=now)


def name_novelty(journey: Journey, now: datetime) -> None:
    """Name the novelty search behind a grade that compares with the world, as the case manager had it made."""
    report = report_of(journey)
    if compares_with_world(report.content["scoring"]["grade_code"]):
        writing.save_novelty(
            actor=journey.institution(Role.LEAD),
            number=report.number,
            issuer="燕原省科技信息研究所",
            search_number=report.number.replace("BG", "CX"),
            issued_on=journey.day(SEARCHED),
            now=now,
        )


def issue(journey: Journey) -> Story:
    """Tell how the report is reviewed, agreed with, signed and issued."""
    number = report_of(journey).number
    yield (now := journey.at(REVIEWED, "10:10"))
    reviewer = journey.institution(Role.REVIEWER)
    reviewing.approve_report(actor=reviewer, number=number, now=now)
    yield (now := journey.at(AGREED, "15:00"))
    reviewing.agree_report(actor=journey.owner, number=number, now=now)
    yield (now := journey.at(CONFIRMED, "09:30"))
    issuing.confirm_report(actor=journey.institution(Role.LEAD), number=number, now=now)
    yield (now := journey.at(CONFIRMED, "20:15"))
    chair = selectors.chair(report_of(journey))
    if chair is None:
        raise LookupError(number)
    issuing.confirm_report(actor=actor_of(chair.expert), number=number, now=now)
    yield (now := journey.at(ISSUED, "14:00"))
    signer = journey.institution(Role.SIGNER)
    issuing.sign_report(actor=signer, number=number, valid_until=None, now=now)
    if journey.story["began"] > ARCHIVED:
        yield (now := journey.at(ARCHIVED, "16:30"))
        lead = journey.institution(Role.LEAD)
        evaluation.archive_evaluation(actor=lead, number=case_of(journey).number, now=now)

"""The institution's part until the panel: commission, contract, plan, level, information (J2, J3)."""

from datetime import timedelta
from decimal import Decimal

from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.demo.province.journey import Journey
from quanheng.platform.demo.province.sources import source
from quanheng.platform.demo.province.telling import Story
from quanheng.platform.evaluation import plans, selectors, services
from quanheng.platform.evaluation.models import Evaluation, Plan
from quanheng.platform.evaluation.services import Commission, Finding, Terms
from quanheng.platform.library import selectors as library
from quanheng.platform.library.models import Evidence
from quanheng.platform.maturity import selectors as maturity
from quanheng.platform.maturity import services as grading

COMMISSIONED, ACCEPTED, DRAWN_UP, SIGNED, PLANNED, LOCKED = 7, 9, 10, 12, 14, 16
GRADING, JUDGED, CONFIRMED = 17, 20, 23
COLLECTED, REQUESTED = 29, 30
"""Steps of a journey, in working days from its beginning."""
UNREAD = frozenset({"drawing", "scoring"})
"""Stories whose owner has not read the confirmed level yet, so that a message waits."""


def case_of(journey: Journey) -> Evaluation:
    """Return the evaluation as the case manager sees it now."""
    return selectors.get(journey.institution(Role.LEAD), journey.case)


def commission(journey: Journey) -> Story:
    """Tell how the owner commissions the evaluation and both sides sign."""
    story, owner = journey.story, journey.owner
    yield (now := journey.at(COMMISSIONED, "09:40"))
    wanted = Commission(
        purpose=story["purpose"],
        purpose_note=story["purpose_note"],
        wanted_on=journey.day(62),
        equity_need=story.get("equity", False),
    )
    house = journey.world.organisations[story["institution"]]
    row = services.create_evaluation(
        actor=owner, achievement_number=journey.number, institution_id=house.id, commission=wanted, now=now
    )
    journey.case = row.number
    yield (now := journey.at(COMMISSIONED, "10:05"))
    services.submit_evaluation(actor=owner, number=journey.case, truth=True, no_classified=True, now=now)
    yield (now := journey.at(ACCEPTED, "14:20"))
    lead = journey.institution(Role.LEAD)
    if lead.person_id is None:
        raise LookupError(journey.case)
    services.accept_evaluation(
        actor=journey.institution(Role.INTAKE),
        number=journey.case,
        lead_id=lead.person_id,
        no_conflict=True,
        in_scope=True,
        now=now,
    )
    yield from contract(journey)


def contract(journey: Journey) -> Story:
    words = source("sentences")["contract"]
    yield (now := journey.at(DRAWN_UP, "16:00"))
    lead = journey.institution(Role.LEAD)
    terms = Terms(
        scope_note=words["scope"].format(title=journey.dossier["title"]),
        finish_on=journey.day(62),
        fee=Decimal(journey.story["fee"]),
        fee_basis="fixed",
        secrecy=words["secrecy"],
        liability=words["liability"],
    )
    services.save_contract(actor=lead, number=journey.case, terms=terms, now=now)
    version = case_of(journey).version
    for actor, clock in ((journey.owner, "10:30"), (lead, "14:10")):
        yield (now := journey.at(SIGNED, clock))
        row = case_of(journey)
        name = row.client.name if actor is journey.owner else row.institution.name
        services.sign_contract(actor=actor, number=journey.case, version=version, word=name, now=now)


def plan(journey: Journey) -> Story:
    """Tell how the plan is drawn from the stage's template and locked by a second person."""
    yield (now := journey.at(PLANNED, "11:00"))
    lead = journey.institution(Role.LEAD)
    row = case_of(journey)
    template = stack_of(row.scheme).stage(row.expected_stage)
    proposed = plans.from_template(template, row)
    words = source("sentences")["plan"]
    draft = plans.Draft(
        purpose=proposed.purpose,
        team=words["team"][journey.story["institution"]],
        timetable=words["timetable"].format(day=journey.day(62)),
        weights=proposed.weights,
        removed={},
        competitive_share=proposed.competitive_share,
        seats=journey.story.get("seats", proposed.seats),
        methods=proposed.methods,
    )
    services.save_plan(actor=lead, number=journey.case, draft=draft, now=now)
    yield (now := journey.at(LOCKED, "09:10"))
    services.propose_plan_lock(actor=lead, number=journey.case, now=now)
    yield (now := journey.at(LOCKED, "15:40"))
    services.lock_plan(actor=journey.institution(Role.REVIEWER), number=journey.case, now=now)


def grade(journey: Journey) -> Story:
    """Tell how the level is found by the evidence and confirmed by two persons."""
    yield (now := journey.at(GRADING, "09:30"))
    lead = journey.institution(Role.LEAD)
    services.start_maturity(actor=lead, number=journey.case, now=now)
    yield (now := journey.at(GRADING, "10:20"))
    case = maturity.of_case(case_of(journey).id)
    critical = frozenset(row["code"] for row in journey.dossier["packages"] if row["critical"])
    grading.confirm_packages(actor=lead, grading_id=case.id, critical=critical, now=now)
    if journey.dossier["own_level"] >= 9:
        yield (now := journey.at(JUDGED - 1, "17:00"))
        visit(journey)
    yield journey.at(JUDGED, "09:00")
    judge(journey)
    yield (now := journey.at(CONFIRMED, "09:20"))
    services.propose_level(actor=lead, number=journey.case, now=now)
    yield (now := journey.at(CONFIRMED, "15:00"))
    services.confirm_level(actor=journey.institution(Role.SIGNER), number=journey.case, now=now)
    if journey.story["until"] not in UNREAD:
        yield (now := journey.at(CONFIRMED + 1, "09:40"))
        services.acknowledge(actor=journey.owner, number=journey.case, now=now)


def visit(journey: Journey) -> None:
    words = source("sentences")["visit"]
    grading.record_site_visit(
        actor=journey.institution(Role.LEAD),
        grading_id=maturity.of_case(case_of(journey).id).id,
        visited_on=journey.day(JUDGED - 1),
        place=words["place"].format(owner=journey.house.name),
        visitors=words["visitors"],
        note=words["note"],
        now=journey.at(JUDGED - 1, "17:00"),
    )


def judge(journey: Journey) -> None:
    """Accept the evidence cell by cell, every few minutes; refuse what the story names, with its reason."""
    lead, case = journey.institution(Role.LEAD), maturity.of_case(case_of(journey).id)
    refused = {
        (row["code"], *row["refused"][:2]): row["refused"][2]
        for row in journey.dossier["packages"]
        if "refused" in row
    }
    cells = sorted(
        {(row.package.code if row.package else "", row.level, row.element) for row in evidence(journey)}
    )
    for place, cell in enumerate(sorted(cells, key=lambda cell: (cell[1], cell[0]))):
        reason = refused.get(cell, "")
        grading.decide_element(
            actor=lead,
            grading_id=case.id,
            package_code=cell[0],
            level=cell[1],
            element=cell[2],
            verdict="not_accepted" if reason else "accepted",
            reason=reason,
            now=journey.at(JUDGED, "09:00") + timedelta(minutes=4 * place),
        )
    for level, values in figures(journey).items():
        if level <= journey.dossier["own_level"]:
            now = journey.at(JUDGED, "17:20")
            grading.enter_figures(actor=lead, grading_id=case.id, level=level, values=values, now=now)


def evidence(journey: Journey) -> list[Evidence]:
    achievement = library.get(journey.owner, journey.number)
    return list(library.evidence(achievement).select_related("package"))


def figures(journey: Journey) -> dict[int, dict[str, Decimal]]:
    """Return the money figures of levels 11 to 13, as the papers give them."""
    total = Decimal(sum(journey.story.get("income", {}).get("base", [])))
    return {
        11: {
            "break_even_volume": Decimal(420),
            "sold_volume": Decimal(1860),
            "cumulative_net_profit": total * Decimal("0.06"),
        },
        12: {"accounting_year": Decimal(journey.day(0).year - 1), "annual_profit": total * Decimal("0.04")},
        13: {"cumulative_income": total * Decimal("1.9"), "cumulative_input": total * Decimal("0.8")},
    }


def collect(journey: Journey) -> Story:
    """Tell how the information of the stage is gathered, item by item."""
    lead, words = journey.institution(Role.LEAD), source("sentences")["information"]
    items = [entry["id"] for entry in plan_of(journey).information]
    for place, item in enumerate(items):
        yield (now := journey.at(CONFIRMED + 1 + place, "16:10"))
        told = words[item]
        found = Finding(
            source=told["source"],
            dated=journey.day(CONFIRMED),
            finding=told["finding"].format(
                title=journey.dossier["title"], application=journey.dossier["application"]
            ),
        )
        services.save_information(actor=lead, number=journey.case, item=item, finding=found, now=now)
    yield (now := journey.at(COLLECTED, "11:40"))
    services.complete_collection(actor=lead, number=journey.case, now=now)
    yield (now := journey.at(REQUESTED, "09:50"))
    services.request_panel(actor=lead, number=journey.case, now=now)


def plan_of(journey: Journey) -> Plan:
    plan = selectors.plan_of(case_of(journey))
    if plan is None:
        raise LookupError(journey.case)
    return plan

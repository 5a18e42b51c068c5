"""The words in which the code names of claims and their levels are read."""

from collections.abc import Sequence

from quanheng.methods.result import Message

CLAIMS = {
    "title": Message("Professional title"),
    "rd_experience": Message("R&D experience"),
    "led_project": Message("Project led independently"),
    "standing": Message("Standing in the field"),
    "industry_experience": Message("Experience in the industry"),
    "scenario_statement": Message("Statement on scenarios of use"),
    "market_statement": Message("Statement on market trend and outlook"),
    "investment_experience": Message("Investment experience"),
    "investment_case": Message("Successful investment case"),
    "enterprise_technical": Message("Technical expert of an enterprise"),
    "licence": Message("Professional licence"),
    "opinion_experience": Message("Experience of issuing opinions or reports independently"),
}
IDENTITY = Message("Identity document")
"""Who somebody is: proved like a claim, yet none of the qualification."""
LEVELS = {
    "senior": Message("Senior title"),
    "associate_senior": Message("Associate senior title"),
    "national": Message("National level"),
    "provincial": Message("Provincial level"),
    "municipal": Message("Municipal level"),
}
FIELDS = {
    "since": Message("Start date"),
    "ref": Message("Number of the deal or project"),
    "track": Message("Investment track"),
    "industry": Message("Industry"),
    "customer": Message("Downstream customer"),
    "chain": Message("Linked enterprise"),
}


def claim_label(kind: str) -> str:
    """Return the words for a kind of claim; a pack's own kind is read as it is written."""
    return IDENTITY if kind == "identity" else CLAIMS.get(kind, kind)


def level_list(levels: Sequence[str]) -> str:
    """Return the words for `levels`, joined so that each can be translated."""
    first = LEVELS.get(levels[0], levels[0])
    return (
        Message("%(first)s, %(rest)s", first=first, rest=level_list(levels[1:])) if len(levels) > 1 else first
    )

"""The words a pack may use in a column that takes one of a few."""

STATUSES = ("official", "secondary", "proposal")
STAGES = ("basic", "applied", "industrial")
SIDES = ("competitive", "authoritative")
ROLES = ("technical", "industry", "investment", "customer", "chain", "legal", "finance")
INDICATOR_KINDS = ("rated", "measured", "lead")
VALUES = ("scientific", "technical", "economic", "social", "cultural")
COUNTS = ("paper", "title", "degree", "prize")
METHODS = (
    "cost", "cost.multiplier", "cost.ledger",
    "income", "income.dcf", "income.split", "income.relief", "income.excess", "income.risk_adjusted",
    "market", "market.comparables",
    "option", "option.bsm", "option.binomial",
)  # fmt: skip
STANDINGS = ("required", "default", "with_reason")
EFFECTS = ("block", "warn", "confirm")
TESTS = ("level", "years", "count", "present")
MATCHES = ("track", "industry", "customer", "chain")
CLAIMS = (
    "title", "rd_experience", "led_project", "standing", "industry_experience", "scenario_statement", "market_statement",
    "investment_experience", "investment_case", "enterprise_technical", "licence", "opinion_experience",
)  # fmt: skip
RELATIONS = (
    "employment", "adjunct", "work", "team", "supervision", "kin", "holding", "application", "excluded",
    "recommended", "acquaintance", "reviewed", "sanction", "interest", "part_of",
)  # fmt: skip
SEVERITIES = ("hard", "soft")
UNITS = (
    "", "workday", "calendar_day", "month", "year", "second", "minute", "hour", "percent", "point", "share", "count",
    "person", "seat", "case", "sheet", "yuan", "ton", "switch", "choice", "text", "list",
)  # fmt: skip
LISTS = (
    *(f"{stage}.{what}" for stage in STAGES for what in ("sources", "questions", "information", "topics", "steps", "uses")),
    "texts", "listing.steps", "auction.steps", "auction.series", "transfer_ways", "open_pricing", "contract_kinds", "payment_forms",
    "investor_criteria", "five_values", *(f"{value}.emphases" for value in VALUES), *(f"{value}.evidence" for value in VALUES),
    "declaration_supports", "tracked_kinds", "policy_extracts", "judgement_sources", "campaign_kinds", "maturity_methods",
    "early_watchers", "use_fields", "fields", "classified_marks", "development_stages", "counts_refused", "entrust_contract", "notice_contents", "decline_reasons",
)  # fmt: skip

"""Names that a page must or must not show."""

EXPERT_MARK = "澹台"
"""The rare family name of every expert: no page that others read may hold it."""
DECISION_MARK = "校务会秘字零壹玖号"
"""Stands in the decision paper of the unit, which buyers and the public do not read."""
VOUCHER_MARK = "HDKJ20261"
"""Begins every bank voucher of a deposit or a payment."""

"""Names that a page must or must not show."""

EXPERT_MARK = "澹台"
"""The rare family name of every expert: no page that others read may hold it."""

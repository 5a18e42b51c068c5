"""Addresses that lead out of this room."""

from django.urls import NoReverseMatch, reverse

from quanheng.platform.maturity.models import Grading


def case(grading: Grading) -> str:
    """Return the page of the graded case; a case page's address is named after its kind."""
    try:
        return reverse(f"{grading.case_kind}:{grading.case_kind}", args=[grading.case_number])
    except NoReverseMatch:
        return ""

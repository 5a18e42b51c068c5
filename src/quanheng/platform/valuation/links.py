"""Addresses of an engagement's pages."""

from django.urls import reverse

from quanheng.platform.valuation.sheets.specs import Sheet


def page(name: str, number: str) -> str:
    return reverse(f"valuation:{name}", args=[number])


def sheet(number: str, sheet: Sheet) -> str:
    """Return the workbench of a method, or the page of the stage's figures."""
    if not sheet.slug:
        return page("figures", number)
    return f"{page(sheet.approach, number)}?method={sheet.slug}"

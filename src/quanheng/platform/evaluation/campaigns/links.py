"""Addresses of a campaign."""

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from quanheng.platform.evaluation.campaigns.models import Campaign


def page(name: str, campaign: "Campaign") -> str:
    return reverse(f"evaluation:{name}", args=[campaign.number])


def remove(campaign: "Campaign", evaluation_number: str) -> str:
    return reverse("evaluation:remove_entry", args=[campaign.number, evaluation_number])

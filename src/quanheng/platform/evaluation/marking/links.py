"""Addresses of the expert desk."""

from django.urls import reverse


def sheet(number: str) -> str:
    return reverse("evaluation:marking", args=[number])


def item(number: str, place: int) -> str:
    return reverse("evaluation:marking_item", args=[number, place])


def check(number: str) -> str:
    return reverse("evaluation:marking_check", args=[number])

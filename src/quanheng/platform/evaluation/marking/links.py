"""Addresses of the expert desk."""

from django.urls import reverse


def sheet(number: str) -> str:
    return reverse("evaluation:marking", args=[number])


def item(number: str, place: int) -> str:
    return reverse("evaluation:marking_item", args=[number, place])


def check(number: str) -> str:
    return reverse("evaluation:marking_check", args=[number])


def offline(number: str) -> str:
    return reverse("evaluation:marking_offline", args=[number])


def offline_workbook(number: str) -> str:
    return reverse("evaluation:marking_workbook", args=[number])


def offline_confirm(number: str) -> str:
    return reverse("evaluation:marking_offline_confirm", args=[number])

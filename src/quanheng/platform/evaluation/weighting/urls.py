"""Addresses of the weighting group; the room's `urls` takes them in."""

from django.urls import path

from quanheng.platform.evaluation.weighting.views import pairs, rounds

HERE = "evaluations/<slug:number>/weighting/"
ONE = f"{HERE}<int:round>/"

urlpatterns = [
    path(HERE, rounds.RoundsPage.as_view(), name="weighting"),
    path(f"{HERE}new/", rounds.OpenPage.as_view(), name="open_weighting"),
    path(ONE, rounds.RoundPage.as_view(), name="weighting_round"),
    path(f"{ONE}export/", rounds.ExportPage.as_view(), name="weighting_export"),
    path(f"{ONE}close/", rounds.ClosePage.as_view(), name="close_weighting"),
    path(f"{ONE}cancel/", rounds.CancelPage.as_view(), name="cancel_weighting"),
    path(f"{ONE}adopt/", rounds.AdoptPage.as_view(), name="adopt_weights"),
    path(f"{ONE}pairs/", pairs.PairsPage.as_view(), name="pairs"),
    path(f"{ONE}pairs/draft/", pairs.PairsPage.as_view(), name="pairs_draft"),
    path(f"{ONE}pairs/live/", pairs.LivePart.as_view(), name="pairs_live"),
    path(f"{ONE}pairs/check/", pairs.CheckPage.as_view(), name="check_pairs"),
]

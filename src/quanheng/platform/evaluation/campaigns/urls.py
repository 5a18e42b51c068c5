"""Addresses of campaigns; the room's `urls` takes them in."""

from django.urls import path

from quanheng.platform.evaluation.campaigns.views import acts, reading

ONE = "campaigns/<slug:number>/"

urlpatterns = [
    path("campaigns/", reading.ListPage.as_view(), name="campaigns"),
    path("campaigns/new/", acts.NewPage.as_view(), name="new_campaign"),
    path(ONE, reading.CampaignPage.as_view(), name="campaign"),
    path(f"{ONE}edit/", acts.EditPage.as_view(), name="edit_campaign"),
    path(f"{ONE}edit/draft/", acts.EditPage.as_view(), name="edit_campaign_draft"),
    path(f"{ONE}open/", acts.OpenPage.as_view(), name="open_campaign"),
    path(f"{ONE}close/", acts.ClosePage.as_view(), name="close_campaign"),
    path(f"{ONE}withdraw/", acts.WithdrawPage.as_view(), name="withdraw_campaign"),
    path(f"{ONE}entries/new/", acts.AddPage.as_view(), name="add_entry"),
    path(f"{ONE}entries/<slug:entry>/remove/", acts.RemovePage.as_view(), name="remove_entry"),
    path(f"{ONE}comparison/", reading.ComparisonPage.as_view(), name="comparison"),
    path(f"{ONE}comparison/export/", reading.ExportPage.as_view(), name="comparison_export"),
]

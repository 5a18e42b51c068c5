"""Addresses of the expert desk; the room's `urls` takes them in."""

from django.urls import path

from quanheng.platform.evaluation.marking import views
from quanheng.platform.evaluation.marking.offline import views as offline

urlpatterns = [
    path("marking/", views.DeskView.as_view(), name="marking_desk"),
    path("marking/<slug:number>/", views.SheetView.as_view(), name="marking"),
    path("marking/<slug:number>/<int:place>/", views.ItemView.as_view(), name="marking_item"),
    path("marking/<slug:number>/<int:place>/draft/", views.ItemView.as_view(), name="marking_item_draft"),
    path("marking/<slug:number>/sheet/", offline.OfflinePage.as_view(), name="marking_offline"),
    path("marking/<slug:number>/sheet/workbook/", offline.WorkbookView.as_view(), name="marking_workbook"),
    path(
        "marking/<slug:number>/sheet/confirm/",
        offline.OfflineConfirmPage.as_view(),
        name="marking_offline_confirm",
    ),
    path("marking/<slug:number>/check/", views.CheckView.as_view(), name="marking_check"),
    path("marking/<slug:number>/check/draft/", views.CheckView.as_view(), name="marking_opinion_draft"),
    path("marking/<slug:number>/recuse/", views.RecuseView.as_view(), name="marking_recuse"),
    path("marking/<slug:number>/receipt/", views.ReceiptView.as_view(), name="marking_receipt"),
    path(
        "evaluations/<slug:number>/marks/<slug:code>/late/",
        views.AllowLateView.as_view(),
        name="allow_late",
    ),
]

"""Addresses of result and marks; the room's `urls` takes them in."""

from django.urls import path

from quanheng.platform.evaluation.results import views

urlpatterns = [
    path("evaluations/<slug:number>/result/", views.ResultView.as_view(), name="result"),
    path(
        "evaluations/<slug:number>/result/export/<slug:part>/",
        views.ResultExportView.as_view(),
        name="result_export",
    ),
    path("evaluations/<slug:number>/marks/", views.MarksView.as_view(), name="marks"),
    path("evaluations/<slug:number>/marks/export/", views.MarksExportView.as_view(), name="marks_export"),
]

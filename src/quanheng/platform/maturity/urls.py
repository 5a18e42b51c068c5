from django.urls import path

from quanheng.platform.maturity import views

app_name = "maturity"
urlpatterns = [
    path("maturity/<slug:number>/packages/", views.PackagesView.as_view(), name="packages"),
    path("maturity/<slug:number>/matrix/", views.MatrixView.as_view(), name="matrix"),
    path("maturity/<slug:number>/verdict/", views.VerdictView.as_view(), name="verdict"),
    path("maturity/<slug:number>/visit/", views.VisitView.as_view(), name="visit"),
    path("maturity/<slug:number>/figures/<int:level>/", views.FiguresView.as_view(), name="figures"),
    path("maturity/<slug:number>/result/", views.ResultView.as_view(), name="result"),
    path("maturity/<slug:number>/print/", views.PrintView.as_view(), name="print"),
]

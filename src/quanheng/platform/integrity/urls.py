from django.urls import path

from quanheng.platform.integrity import views

app_name = "integrity"
urlpatterns = [
    path("institutions/", views.InstitutionListView.as_view(), name="institutions"),
    path("institutions/new/", views.AdmitView.as_view(), name="admit"),
    path("institutions/<slug:uscc>/", views.InstitutionView.as_view(), name="institution"),
    path("institutions/<slug:uscc>/suspend/", views.SuspendView.as_view(), name="suspend"),
    path("institutions/<slug:uscc>/admit/", views.ReadmitView.as_view(), name="readmit"),
]

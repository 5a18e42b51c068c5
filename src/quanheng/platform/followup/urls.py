from django.urls import path

from quanheng.platform.followup import views

app_name = "followup"
urlpatterns = [
    path("followup/", views.ListPage.as_view(), name="list"),
    path("followup/<uuid:followup>/", views.FollowUpPage.as_view(), name="followup"),
]

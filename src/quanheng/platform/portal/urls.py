from django.urls import path

from quanheng.platform.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.InboxView.as_view(), name="inbox"),
    path("library/", views.library, name="library"),
    path("library/<str:number>/", views.achievement, name="achievement"),
    path("help/", views.help_pages, name="help"),
    path("help/parts/", views.parts, name="parts"),
]

from django.urls import path

from quanheng.platform.common import views

app_name = "common"
urlpatterns = [
    path("money/words/", views.money_words, name="money_words"),
    path("reading/", views.reading, name="reading"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/<slug:name>/", views.scheme, name="scheme"),
]

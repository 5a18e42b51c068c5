from django.urls import path

from quanheng.platform.common import views
from quanheng.platform.common.files.views import download
from quanheng.platform.common.jobs import views as jobs

app_name = "common"
urlpatterns = [
    path("money/words/", views.money_words, name="money_words"),
    path("reading/", views.reading, name="reading"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
    path("files/<uuid:attachment_id>/", download, name="file"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("jobs/<uuid:job_id>/cancel/", jobs.CancelView.as_view(), name="job_cancel"),
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/<slug:name>/", views.scheme, name="scheme"),
]

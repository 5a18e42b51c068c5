from django.urls import URLPattern, path

from quanheng.platform.library.views import acts, editing, evidence, importing, reading

app_name = "library"
ONE = "achievements/<slug:number>/"
SECTIONS = {
    "basics": editing.BasicsPage,
    "rights": editing.RightsPage,
    "people": editing.PeoplePage,
    "packages": editing.PackagesPage,
    "parameters": editing.ParametersPage,
    "transfer": editing.TransferPage,
}


def section_paths() -> list[URLPattern]:
    """Return the page of each section and the address its draft is kept at."""
    return [
        pattern
        for section, view in SECTIONS.items()
        for pattern in (
            path(f"{ONE}edit/{section}/", view.as_view(), name=f"edit_{section}"),
            path(f"{ONE}edit/{section}/draft/", view.as_view(), name=f"edit_{section}_draft"),
        )
    ]


def standing_paths() -> list[URLPattern]:
    return [
        path(
            f"{ONE}{verb}/",
            acts.StandingPage.as_view(verb=verb, title=title, submit_label=title, effect=effect),
            name=verb,
        )
        for verb, (title, effect) in acts.STANDING.items()
    ]


urlpatterns = [
    path("achievements/", reading.ListPage.as_view(), name="list"),
    path("achievements/new/", editing.NewPage.as_view(), name="new"),
    path(ONE, reading.AchievementPage.as_view(), name="achievement"),
    *section_paths(),
    path("achievements/templates/work-packages/", importing.TemplatePage.as_view(), name="packages_template"),
    path(f"{ONE}edit/packages/import/", importing.PackagesImportPage.as_view(), name="packages_import"),
    path(f"{ONE}evidence/", evidence.EvidencePage.as_view(), name="evidence"),
    path(f"{ONE}evidence/draft/", evidence.EvidencePage.as_view(), name="evidence_draft"),
    path(f"{ONE}evidence/<uuid:evidence_id>/remove/", evidence.RemovePage.as_view(), name="evidence_remove"),
    path(f"{ONE}check/", acts.CheckPage.as_view(), name="check"),
    path(f"{ONE}receipt/", reading.ReceiptPage.as_view(), name="receipt"),
    path(f"{ONE}recall/", acts.RecallPage.as_view(), name="recall"),
    path(f"{ONE}review/", acts.ReviewPage.as_view(), name="review"),
    *standing_paths(),
    path(f"{ONE}history/", reading.HistoryPage.as_view(), name="history"),
    path(f"{ONE}print/", reading.PrintPage.as_view(), name="print"),
]

from django.urls import path

from quanheng.platform.valuation.views import acts, basis, case, opinions, pool, sheets

app_name = "valuation"
HERE = "valuations/<str:number>/"
WORKBENCH = (
    ("figures", sheets.FiguresPage),
    ("cost", sheets.CostPage),
    ("income", sheets.IncomePage),
    ("market", sheets.MarketPage),
)
SECTIONS = (
    ("basis", basis.BasisPage),
    ("methods", basis.MethodsPage),
    ("disclosures", basis.DisclosuresPage),
)
urlpatterns = [
    path("valuations/", case.ListPage.as_view(), name="list"),
    path(HERE, case.EngagementPage.as_view(), name="engagement"),
    path(f"{HERE}checklist/", case.ChecklistPage.as_view(), name="checklist"),
    *(path(f"{HERE}edit/{name}/", page.as_view(), name=name) for name, page in SECTIONS),
    *(path(f"{HERE}edit/{name}/draft/", page.as_view(), name=f"{name}_draft") for name, page in SECTIONS),
    *(path(f"{HERE}{name}/", page.as_view(), name=name) for name, page in WORKBENCH),
    *(path(f"{HERE}{name}/draft/", page.as_view(), name=f"{name}_draft") for name, page in WORKBENCH),
    *(path(f"{HERE}{name}/recompute/", page.as_view(), name=f"{name}_recompute") for name, page in WORKBENCH),
    path(f"{HERE}pool/", pool.PoolPage.as_view(), name="pool"),
    path(f"{HERE}pool/<slug:code>/", pool.RulingPage.as_view(), name="ruling"),
    path(f"{HERE}reconciliation/", pool.ReconciliationPage.as_view(), name="reconciliation"),
    path(f"{HERE}reconcile/", pool.ReconcilePage.as_view(), name="reconcile"),
    path(f"{HERE}lock/", acts.LockPage.as_view(), name="lock"),
    path(f"{HERE}open/", acts.OpenPage.as_view(), name="open"),
    path(f"{HERE}sign/", acts.SignPage.as_view(), name="sign"),
    path(f"{HERE}skip/", acts.SkipPage.as_view(), name="skip"),
    path(f"{HERE}skip/approve/", acts.ApproveSkipPage.as_view(), name="approve_skip"),
    path(f"{HERE}explain/", acts.ExplainPage.as_view(), name="explain"),
    path("opinions/<uuid:opinion_id>/", opinions.OpinionPage.as_view(), name="opinion"),
    path("opinions/<uuid:opinion_id>/draft/", opinions.OpinionDraftPage.as_view(), name="opinion_draft"),
]

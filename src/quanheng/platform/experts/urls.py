from django.urls import path

from quanheng.platform.experts.views import drawing, invitations, panels, pool

app_name = "experts"
urlpatterns = [
    path("experts/", pool.PoolPage.as_view(), name="list"),
    path("experts/mine/", pool.OwnRecordsPage.as_view(), name="list_own"),
    path("experts/new/", pool.ApplyPage.as_view(), name="new"),
    path("experts/<str:number>/", pool.ExpertPage.as_view(), name="expert"),
    path("experts/<str:number>/claims/new/", pool.NewClaimPage.as_view(), name="new_claim"),
    path(
        "experts/<str:number>/claims/<uuid:claim_id>/verify/",
        pool.VerifyClaimPage.as_view(),
        name="verify_claim",
    ),
    path(
        "experts/<str:number>/claims/<uuid:claim_id>/reject/",
        pool.RejectClaimPage.as_view(),
        name="reject_claim",
    ),
    path("experts/<str:number>/<slug:verb>/", pool.MovePage.as_view(), name="move"),
    path("draws/", panels.PanelsPage.as_view(), name="draws"),
    path("draws/new/", panels.NewDrawPage.as_view(), name="new_draw"),
    path("draws/<uuid:request_id>/", panels.PanelPage.as_view(), name="panel_request"),
    path("draws/<uuid:request_id>/enterprises/", drawing.EnterprisesPage.as_view(), name="enterprises"),
    path("draws/<uuid:request_id>/widen/", drawing.WidenPage.as_view(), name="widen"),
    path("draws/<uuid:request_id>/screen/", drawing.ScreenPage.as_view(), name="screen"),
    path("draws/<uuid:request_id>/waive/<slug:role>/<slug:code>/", drawing.WaivePage.as_view(), name="waive"),
    path("draws/<uuid:request_id>/freeze/", drawing.FreezePage.as_view(), name="freeze"),
    path("draws/<uuid:request_id>/propose/", drawing.ProposeDrawPage.as_view(), name="propose_draw"),
    path("draws/<uuid:request_id>/draw/", drawing.RunDrawPage.as_view(), name="run_draw"),
    path("draws/<uuid:request_id>/invite/", drawing.InvitePage.as_view(), name="invite"),
    path("draws/<uuid:request_id>/fail/", drawing.FailPage.as_view(), name="fail"),
    path("draws/<uuid:request_id>/record.json", panels.RecordPage.as_view(), name="record"),
    path("invitations/", invitations.InvitationsPage.as_view(), name="invitations"),
    path("invitations/<uuid:invitation_id>/", invitations.InvitationPage.as_view(), name="invitation"),
    path("invitations/<uuid:invitation_id>/accept/", invitations.AcceptPage.as_view(), name="accept"),
    path("invitations/<uuid:invitation_id>/decline/", invitations.DeclinePage.as_view(), name="decline"),
    path(
        "invitations/<uuid:invitation_id>/declaration/",
        invitations.DeclarationPage.as_view(),
        name="declaration",
    ),
]

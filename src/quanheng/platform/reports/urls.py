from django.urls import path

from quanheng.platform.reports.views import acts, desk, verify

app_name = "reports"
ONE = "reports/<slug:number>/"

urlpatterns = [
    path("reports/", desk.ListPage.as_view(), name="list"),
    path(ONE, desk.ReportPage.as_view(), name="report"),
    path(f"{ONE}preview/", desk.PreviewFile.as_view(), name="preview"),
    path(f"{ONE}file/", desk.IssuedFile.as_view(), name="file"),
    path(f"{ONE}edit/<slug:section>/", acts.TextPage.as_view(), name="edit"),
    path(f"{ONE}edit/<slug:section>/draft/", acts.TextPage.as_view(), name="edit_draft"),
    path(f"{ONE}assemble/", acts.AssemblePage.as_view(), name="assemble"),
    path(f"{ONE}submit/", acts.SubmitPage.as_view(), name="submit"),
    path(f"{ONE}comment/", acts.CommentPage.as_view(), name="comment"),
    path(f"{ONE}approve/", acts.ApprovePage.as_view(), name="approve"),
    path(f"{ONE}send-back/", acts.SendBackPage.as_view(), name="send_back"),
    path(f"{ONE}agree/", acts.AgreePage.as_view(), name="agree"),
    path(f"{ONE}object/", acts.ObjectPage.as_view(), name="object"),
    path(f"{ONE}objections/<int:objection>/", acts.AnswerPage.as_view(), name="answer"),
    path(f"{ONE}confirm/", acts.ConfirmPage.as_view(), name="confirm"),
    path(f"{ONE}sign/", acts.SignPage.as_view(), name="sign"),
    path("verify/", verify.lookup, name="lookup"),
    path("verify/<slug:number>/", verify.VerifyPage.as_view(), name="verify"),
]

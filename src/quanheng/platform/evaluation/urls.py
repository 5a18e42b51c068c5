from django.urls import path

from quanheng.platform.evaluation.campaigns.urls import urlpatterns as campaigns
from quanheng.platform.evaluation.marking.urls import urlpatterns as marking
from quanheng.platform.evaluation.results.urls import urlpatterns as results
from quanheng.platform.evaluation.views import commission, contract, level, plan, reading, standing, work
from quanheng.platform.evaluation.weighting.urls import urlpatterns as weighting

app_name = "evaluation"
ONE = "evaluations/<slug:number>/"

urlpatterns = [
    path("evaluations/", reading.ListPage.as_view(), name="list"),
    path("evaluations/new/", commission.NewPage.as_view(), name="new"),
    path(ONE, reading.EvaluationPage.as_view(), name="evaluation"),
    path(f"{ONE}edit/", commission.CommissionPage.as_view(), name="edit_commission"),
    path(f"{ONE}edit/draft/", commission.CommissionPage.as_view(), name="edit_commission_draft"),
    path(f"{ONE}submit/", commission.SubmitPage.as_view(), name="submit"),
    path(f"{ONE}recall/", commission.RecallPage.as_view(), name="recall"),
    path(f"{ONE}accept/", commission.AcceptPage.as_view(), name="accept"),
    path(f"{ONE}return/", commission.ReturnPage.as_view(), name="return"),
    path(f"{ONE}refuse/", commission.RefusePage.as_view(), name="refuse"),
    path(f"{ONE}contract/", contract.ContractPage.as_view(), name="contract"),
    path(f"{ONE}contract/edit/", contract.TermsPage.as_view(), name="contract_terms"),
    path(f"{ONE}contract/edit/draft/", contract.TermsPage.as_view(), name="contract_terms_draft"),
    path(f"{ONE}contract/scan/", contract.ScanPage.as_view(), name="contract_scan"),
    path(f"{ONE}contract/scan/<slug:side>/confirm/", contract.ConfirmScanPage.as_view(), name="confirm_scan"),
    path(f"{ONE}plan/", plan.PlanPage.as_view(), name="plan"),
    path(f"{ONE}plan/draft/", plan.PlanPage.as_view(), name="plan_draft"),
    path(f"{ONE}plan/<int:version>/", plan.VersionPage.as_view(), name="plan_version"),
    path(f"{ONE}plan/check/", plan.CheckPage.as_view(), name="check_plan"),
    path(f"{ONE}plan/lock/", plan.LockPage.as_view(), name="lock_plan"),
    path(f"{ONE}plan/send-back/", plan.SendPlanBackPage.as_view(), name="send_plan_back"),
    path(f"{ONE}start-grading/", level.StartPage.as_view(), name="start_maturity"),
    path(f"{ONE}request-evidence/", level.RequestEvidencePage.as_view(), name="request_evidence"),
    path(f"{ONE}level/", level.LevelPage.as_view(), name="level"),
    path(f"{ONE}level/plan/", level.PreparePlanPage.as_view(), name="prepare_plan"),
    path(f"{ONE}level/confirm/", level.ConfirmPage.as_view(), name="confirm_level"),
    path(f"{ONE}level/send-back/", level.SendLevelBackPage.as_view(), name="send_level_back"),
    path(f"{ONE}information/", work.InformationPage.as_view(), name="information"),
    path(f"{ONE}information/<slug:item>/", work.ItemPage.as_view(), name="information_item"),
    path(f"{ONE}information/<slug:item>/draft/", work.ItemPage.as_view(), name="information_item_draft"),
    path(f"{ONE}panel/", work.PanelPage.as_view(), name="panel"),
    path(f"{ONE}close-scoring/", work.CloseScoringPage.as_view(), name="close_scoring"),
    path(f"{ONE}suspend/", standing.SuspendPage.as_view(), name="suspend"),
    path(f"{ONE}resume/", standing.ResumePage.as_view(), name="resume"),
    path(f"{ONE}terminate/", standing.TerminatePage.as_view(), name="terminate"),
    path(f"{ONE}archive/", standing.ArchivePage.as_view(), name="archive"),
    path(f"{ONE}read/", work.ReadPage.as_view(), name="read"),
    path(f"{ONE}history/", reading.HistoryPage.as_view(), name="history"),
    path(f"{ONE}print/", reading.PrintPage.as_view(), name="print"),
    *campaigns,
    *marking,
    *results,
    *weighting,
]

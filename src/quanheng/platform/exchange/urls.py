from django.urls import path

from quanheng.platform.exchange.views import buying, deals, editing, listings, lots, office

app_name = "exchange"
ONE = "listings/<slug:number>/"
LOT = "lots/<slug:lot>/"
DEAL = "deals/<slug:deal>/"
DEPOSIT = "deposits/<uuid:registration_id>/"
PART = f"{DEAL}payments/<int:order>/"

urlpatterns = [
    path("listings/", listings.ListPage.as_view(), name="listings"),
    path("listings/new/", editing.NewPage.as_view(), name="new_listing"),
    path(ONE, listings.ListingPage.as_view(), name="listing"),
    path(f"{ONE}history/", listings.HistoryPage.as_view(), name="history"),
    path(f"{ONE}edit/terms/", editing.TermsPage.as_view(), name="edit_terms"),
    path(f"{ONE}edit/terms/draft/", editing.TermsPage.as_view(), name="edit_terms_draft"),
    path(f"{ONE}edit/papers/", editing.PapersPage.as_view(), name="edit_papers"),
    path(f"{ONE}edit/papers/draft/", editing.PapersPage.as_view(), name="edit_papers_draft"),
    path(f"{ONE}guards/", editing.GuardsPage.as_view(), name="guards"),
    path(f"{ONE}submit/", editing.SubmitPage.as_view(), name="submit"),
    path(f"{ONE}recall/", editing.RecallPage.as_view(), name="recall"),
    path(f"{ONE}withdraw/", editing.WithdrawPage.as_view(), name="withdraw"),
    path(f"{ONE}examine/", office.ExaminePage.as_view(), name="examine"),
    path(f"{ONE}publish/", office.PublishPage.as_view(), name="publish"),
    path(f"{ONE}settle/", office.SettlePage.as_view(), name="settle"),
    path(f"{ONE}open-bidding/", office.OpenBiddingPage.as_view(), name="open_bidding"),
    path(f"{ONE}confirm/", office.ConfirmPage.as_view(), name="confirm"),
    path(f"{ONE}suspend/", office.SuspendPage.as_view(), name="suspend"),
    path(f"{ONE}resume/", office.ResumePage.as_view(), name="resume"),
    path(f"{ONE}registrations/", listings.RegistrationsPage.as_view(), name="registrations"),
    path(f"{ONE}apply/", buying.ApplyPage.as_view(), name="apply"),
    path(f"{ONE}registration/", buying.RegistrationPage.as_view(), name="registration"),
    path(f"{ONE}registration/withdraw/", buying.StepBackPage.as_view(), name="step_back"),
    path("deposits/", buying.DepositsPage.as_view(), name="deposits"),
    path(f"{DEPOSIT}record/", buying.RecordDepositPage.as_view(), name="record_deposit"),
    path(f"{DEPOSIT}confirm/", buying.ConfirmDepositPage.as_view(), name="confirm_deposit"),
    path(f"{DEPOSIT}strike/", buying.StrikePage.as_view(), name="strike"),
    path(f"{DEPOSIT}refuse/", buying.RefusePage.as_view(), name="refuse"),
    path("lots/", lots.LotsPage.as_view(), name="lots"),
    path(LOT, lots.LotPage.as_view(), name="lot"),
    path(f"{LOT}ready/", lots.ReadyPage.as_view(), name="ready"),
    path(f"{LOT}live/", lots.LivePage.as_view(), name="live"),
    path(f"{LOT}token/", lots.TokenView.as_view(), name="token"),
    path(f"{LOT}bid/", lots.BidPage.as_view(), name="bid"),
    path(f"{LOT}ceiling/", lots.CeilingPage.as_view(), name="ceiling"),
    path(f"{LOT}send/", lots.SendPage.as_view(), name="send"),
    path("deals/", deals.DealsPage.as_view(), name="deals"),
    path(DEAL, deals.DealPage.as_view(), name="deal"),
    path(f"{DEAL}history/", deals.DealHistoryPage.as_view(), name="deal_history"),
    path(f"{DEAL}contract/", deals.ContractPage.as_view(), name="contract"),
    path(f"{DEAL}sign/", deals.SignPage.as_view(), name="sign"),
    path(f"{PART}record/", deals.RecordPaymentPage.as_view(), name="record_payment"),
    path(f"{PART}confirm/", deals.ConfirmPaymentPage.as_view(), name="confirm_payment"),
    path(f"{PART}strike/", deals.StrikePaymentPage.as_view(), name="strike_payment"),
    path(f"{DEAL}register/", deals.RegisterPage.as_view(), name="register"),
    path(f"{DEAL}close/", deals.ClosePage.as_view(), name="close"),
]

from django.urls import path

from quanheng.platform.accounts.views import me, organisations, people, sign_in

app_name = "accounts"
ORGANISATION = "organisations/<slug:uscc>/"
PERSON = f"{ORGANISATION}people/<uuid:person_id>/"
urlpatterns = [
    path("sign-in/", sign_in.SignInView.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOutView.as_view(), name="sign_out"),
    path("me/password/<uuid:person_id>/<str:token>/", sign_in.SetPasswordView.as_view(), name="set_password"),
    path("me/", me.MeView.as_view(), name="me"),
    path("me/identity/", me.SwitchIdentityView.as_view(), name="switch_identity"),
    path("me/sessions/<uuid:sign_in_id>/end/", me.EndSignInView.as_view(), name="end_sign_in"),
    path("me/password/", me.ChangePasswordView.as_view(), name="change_password"),
    path("me/data/", me.MyDataView.as_view(), name="my_data"),
    path("organisations/", organisations.OrganisationListView.as_view(), name="organisations"),
    path("organisations/new/", organisations.SignUpView.as_view(), name="sign_up"),
    path("organisations/enter/", organisations.EnterOrganisationView.as_view(), name="enter_organisation"),
    path(ORGANISATION, organisations.OrganisationView.as_view(), name="organisation"),
    path(f"{ORGANISATION}people/new/", people.AddPersonView.as_view(), name="add_person"),
    path(f"{PERSON}grant/", people.GrantRoleView.as_view(), name="grant_role"),
    path(f"{PERSON}link/", people.LinkView.as_view(), name="link"),
    path(f"{PERSON}disable/", people.DisableView.as_view(), name="disable"),
    path(f"{ORGANISATION}roles/<uuid:identity_id>/end/", people.EndRoleView.as_view(), name="end_role"),
    path("approvals/", people.ApprovalListView.as_view(), name="approvals"),
    path("approvals/<uuid:proposal_id>/", people.ApproveView.as_view(), name="approve"),
]

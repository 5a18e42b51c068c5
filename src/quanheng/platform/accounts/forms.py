"""What people fill in about accounts and organisations."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quanheng.methods.errors import IdentifierError
from quanheng.methods.identifiers import parse_uscc
from quanheng.platform.accounts import duties, selectors
from quanheng.platform.accounts.models import Organisation, OrganisationKind, Person
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ui.sentences import beside_label

USERNAME = r"^[A-Za-z0-9][A-Za-z0-9._@-]{2,59}$"


def password_field(label: Any, *, new: bool = False, help_text: Any = "") -> forms.CharField:
    attributes = {"autocomplete": "new-password" if new else "current-password"}
    return forms.CharField(
        label=label, strip=False, max_length=128, help_text=help_text, widget=forms.PasswordInput(attributes)
    )


def new_password_field() -> forms.CharField:
    return password_field(
        _("Password"), new=True, help_text=_("At least 12 characters; a sentence is easy to remember")
    )


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Account"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = password_field(_("Password"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        if data is None:
            self.fields["username"].widget.attrs["autofocus"] = True


class NewPasswordForm(forms.Form):
    """A password, twice; `person` is whose it will be."""

    person: Person | None = None

    new_password = new_password_field()
    repeated = password_field(_("Password again"), new=True)

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        if (
            self.cleaned_data.get("new_password")
            and self.cleaned_data.get("repeated") != self.cleaned_data["new_password"]
        ):
            self.add_error("repeated", ValidationError(_("The two passwords differ")))
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm):
    old_password = password_field(_("Present password"))
    field_order = ["old_password", "new_password", "repeated"]


class OrganisationForm(forms.Form):
    """An organisation of any kind, as a security administrator enters it."""

    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 digits and capital letters, as on the business licence"),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    state_owned = forms.BooleanField(label=_("State-owned enterprise"), required=False)
    region = forms.CharField(label=_("Region"), max_length=60, required=False)

    def clean_uscc(self) -> str:
        """Judge the code; the sentence names the character that was expected (`domain.md` 16)."""
        try:
            code = parse_uscc(self.cleaned_data["uscc"])
        except IdentifierError as error:
            raise ValidationError(beside_label(error), code="uscc")
        if selectors.is_known(code):
            raise ValidationError(
                _("This organisation is registered already; who manages its people can add you"), code="known"
            )
        return code


class SignUpForm(OrganisationForm, NewPasswordForm):
    """An organisation that signs up by itself, with its first person."""

    person_name = forms.CharField(
        label=_("Your name"), max_length=60, widget=forms.TextInput({"autocomplete": "name"})
    )
    username = forms.RegexField(
        USERNAME,
        label=_("Account"),
        help_text=_("3 to 60 letters, digits and . _ @ -; you sign in with it"),
        error_messages={"invalid": _("Takes 3 to 60 letters, digits and . _ @ -, a letter or digit first")},
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    field_order = [
        "uscc",
        "name",
        "kind",
        "state_owned",
        "region",
        "person_name",
        "username",
        "phone",
        "email",
        "new_password",
        "repeated",
    ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind.value, kind.label) for kind in OrganisationKind if kind in duties.FIRST_ROLES]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *kinds])
        self.fields["name"].label = _("Name of the organisation")
        self.order_fields(self.field_order)

    def clean_username(self) -> str:
        return free_username(self.cleaned_data["username"])

    def registration(self) -> dict[str, Any]:
        """Return the answers as `services.register_organisation` takes them."""
        answers = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"new_password", "repeated"}
        }
        return {**answers, "password": self.cleaned_data["new_password"]}


def free_username(username: str) -> str:
    if selectors.is_taken(username):
        raise ValidationError(_("This account is taken; takes one that nobody has"), code="taken")
    return username


class PersonForm(forms.Form):
    """A new person of an organisation and the first role."""

    name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.RegexField(
        USERNAME,
        label=_("Account"),
        help_text=_("3 to 60 letters, digits and . _ @ -; the person signs in with it"),
        error_messages={"invalid": _("Takes 3 to 60 letters, digits and . _ @ -, a letter or digit first")},
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    manages = forms.BooleanField(label=_("Manages the people of the organisation"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = role_field(organisation, administrators=False)

    def clean_username(self) -> str:
        return free_username(self.cleaned_data["username"])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, organisation: Organisation, administrators: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = role_field(organisation, administrators=administrators)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


def role_field(organisation: Organisation, *, administrators: bool) -> forms.ChoiceField:
    """Offer the roles of the organisation's kind, in the order of the enum."""
    offered = duties.ROLES_OF_KIND[organisation.kind]
    roles = [
        (role.value, role.label)
        for role in Role
        if role in offered and (administrators or role not in duties.ADMINISTRATORS)
    ]
    return forms.ChoiceField(label=_("Role"), choices=roles)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 3}))


class OrganisationSearch(forms.Form):
    text = forms.CharField(label=_("Name or code"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *OrganisationKind.choices]
    )

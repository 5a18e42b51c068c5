"""The forms of the exchange."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.files.accepted import PLAIN_FORM_BYTES, TYPES
from quanheng.platform.common.ui.fields import MoneyField
from quanheng.platform.exchange.models import Listing
from quanheng.platform.exchange.notice import BiddingRules
from quanheng.platform.exchange.services import Registered, Terms
from quanheng.platform.exchange.services.listing import PAPERS, REASON_LENGTH
from quanheng.platform.exchange.states import ListingState
from quanheng.platform.library.naming import named
from quanheng.platform.library.texts import printable_line, printable_text
from quanheng.schemes import Stack

ANY = ("", _("Any"))
AREA = forms.Textarea(attrs={"rows": 4})
PARTS = 3
PAPER_LABELS = {
    "decision_paper": _("Decision of the unit to sell"),
    "priority_paper": _("Proof that the priority holders were told"),
    "appraisal_paper": _("Appraisal approval or filing (state enterprise)"),
    "approval_paper": _("Approval of the transfer"),
}


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Title, number or seller"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *ListingState.choices])
    way = forms.ChoiceField(label=_("Way of transfer"), required=False)

    def __init__(self, *args: Any, stack: Stack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["way"].choices = [ANY, *traded_ways(stack)]  # type: ignore[attr-defined]  # a choice field

    def narrow(self, rows: QuerySet[Listing]) -> QuerySet[Listing]:
        """Return the rows that fit every filled-in filter."""
        self.full_clean()
        answers = self.cleaned_data
        if text := answers.get("q", "").strip():
            places = ("achievement__title", "number", "seller__name")
            rows = rows.filter(Q(*((f"{p}__icontains", text) for p in places), _connector=Q.OR))
        if answers.get("state"):
            rows = rows.filter(state=answers["state"])
        return rows.filter(transfer_way=answers["way"]) if answers.get("way") else rows


def traded_ways(stack: Stack) -> list[tuple[str, str]]:
    """Return the ways of transfer that end in a contract (own use is recorded, not traded)."""
    return [(way.id, named(way)) for way in stack.transfer_ways() if way.maps_to]


class NewForm(forms.Form):
    achievement = forms.ChoiceField(label=_("Achievement"))

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["achievement"].choices = list(choices)  # type: ignore[attr-defined]  # a choice field


class TermsForm(forms.Form):
    """What is offered. The payment plan is up to three parts of the price after the deposit."""

    transfer_way = forms.ChoiceField(label=_("Way of transfer"))
    base_price = MoneyField(label=_("Listing price"), min_value=Decimal("0.01"))
    deposit_percent = forms.DecimalField(
        label=_("Deposit (%)"), max_digits=4, decimal_places=1, help_text=_("Of the listing price; 5 to 20 %")
    )
    defects = forms.CharField(
        label=_("Source, defects and encumbrances"),
        max_length=4000,
        validators=[printable_text],
        widget=AREA,
        help_text=_("Where the achievement comes from; pledges, licences given, disputes, missing proofs"),
    )
    conditions = forms.CharField(
        label=_("Conditions for buyers"),
        required=False,
        max_length=2000,
        validators=[printable_text],
        widget=AREA,
    )
    share_1 = forms.DecimalField(label=_("First payment (%)"), max_digits=5, decimal_places=2, min_value=0)
    days_1 = forms.IntegerField(
        label=_("First payment: days after the contract"), min_value=0, max_value=3650
    )
    share_2 = forms.DecimalField(
        label=_("Second payment (%)"), max_digits=5, decimal_places=2, min_value=0, required=False
    )
    days_2 = forms.IntegerField(
        label=_("Second payment: days after the contract"), min_value=0, max_value=3650, required=False
    )
    share_3 = forms.DecimalField(
        label=_("Third payment (%)"), max_digits=5, decimal_places=2, min_value=0, required=False
    )
    days_3 = forms.IntegerField(
        label=_("Third payment: days after the contract"), min_value=0, max_value=3650, required=False
    )

    def __init__(self, *args: Any, stack: Stack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["transfer_way"].choices = traded_ways(stack)  # type: ignore[attr-defined]  # a choice field

    def terms(self) -> Terms:
        answers = self.cleaned_data
        plan = [
            (answers[f"share_{n}"], answers[f"days_{n}"] or 0)
            for n in range(1, PARTS + 1)
            if answers[f"share_{n}"]
        ]
        names = ("transfer_way", "base_price", "deposit_percent", "defects", "conditions")
        return Terms(**{name: answers[name] for name in names}, payment_plan=tuple(plan))


class PapersForm(forms.Form):
    """The papers behind a listing; a file that is already there stays unless another is chosen."""

    priority_told_on = forms.DateField(
        label=_("Priority holders told on"), required=False, widget=day_input()
    )
    approval_needed = forms.BooleanField(label=_("The transfer needs an approval"), required=False)

    def __init__(self, *args: Any, listing: Listing, **options: Any) -> None:
        super().__init__(*args, **options)
        sizes = {"most": PLAIN_FORM_BYTES >> 20, "types": ", ".join(sorted(TYPES))}
        papers: dict[str, forms.Field] = {}
        for name in PAPERS:
            there = getattr(listing, name)
            hint = (
                _("Stored: %(name)s") % {"name": there.name}
                if there
                else _("%(types)s, at most %(most)s MiB") % sizes
            )
            papers[name] = forms.FileField(label=PAPER_LABELS[name], required=False, help_text=hint)
        if not listing.seller.state_owned:
            del papers["appraisal_paper"]
        order = ("decision_paper", "priority_told_on", "priority_paper", "appraisal_paper")
        self.fields = {
            name: (papers | self.fields)[name] for name in order if name in papers | self.fields
        } | {
            "approval_needed": self.fields["approval_needed"],
            "approval_paper": papers["approval_paper"],
        }

    def uploads(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PAPERS if self.cleaned_data.get(name)}


class GuardsForm(forms.Form):
    """One reason for each guard that warns."""

    def __init__(self, *args: Any, warned: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for guard, title in warned.items():
            self.fields[guard] = forms.CharField(
                label=title,
                max_length=REASON_LENGTH,
                validators=[printable_text],
                widget=AREA,
                help_text=_("Your reason for going on; it is kept with the case"),
            )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, validators=[printable_text], widget=AREA
    )


class ExamineForm(forms.Form):
    APPROVE, RETURN, REJECT = "approve", "return", "reject"
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(APPROVE, _("Approve")), (RETURN, _("Return for correction")), (REJECT, _("Reject"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion or reason"),
        required=False,
        max_length=REASON_LENGTH,
        validators=[printable_text],
        widget=AREA,
        help_text=_("Required for a return or a rejection"),
    )

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("decision") in {self.RETURN, self.REJECT} and not answers.get("opinion"):
            self.add_error("opinion", _("A return or a rejection takes a reason"))
        return answers


class PublishForm(forms.Form):
    """How bidding will run with two buyers or more; it is fixed in the notice."""

    step = MoneyField(
        label=_("Bid increment"),
        required=False,
        min_value=Decimal("0.01"),
        help_text=_("Empty: the step ladder of the scheme"),
    )
    extension_rule = forms.ChoiceField(
        label=_("Extension"),
        choices=[
            ("from_bid", _("From the bid")),
            ("from_end", _("From the scheduled end")),
            ("none", _("No extension")),
        ],
    )
    window = forms.IntegerField(
        label=_("Bids in the last seconds extend"), min_value=0, max_value=86400, help_text=_("Seconds")
    )
    extension = forms.IntegerField(
        label=_("Each extension"), min_value=0, max_value=86400, help_text=_("Seconds")
    )
    reserve = forms.ChoiceField(
        label=_("Reserve price"),
        choices=[("start", _("The listing price")), ("none", _("No reserve price, as announced"))],
    )

    def rules(self) -> BiddingRules:
        answers = self.cleaned_data
        return BiddingRules(
            step=answers["step"],
            extension_rule=answers["extension_rule"],
            window_s=answers["window"],
            extension_s=answers["extension"],
            reserve=answers["reserve"],
        )


class ApplyForm(forms.Form):
    statement = forms.CharField(
        label=_("Qualification"),
        max_length=2000,
        validators=[printable_text],
        widget=AREA,
        help_text=_("Who you are, and how you meet the conditions for buyers"),
    )
    related = forms.BooleanField(
        label=_("We are related to the seller or to an inventor (shown in the publicity of the result)"),
        required=False,
    )
    rules_accepted = forms.BooleanField(
        label=_("We have read the notice and accept its rules; a bid cannot be taken back")
    )


class VoucherForm(forms.Form):
    voucher = forms.CharField(
        label=_("Payment voucher"),
        max_length=60,
        validators=[printable_line],
        help_text=_("The number on the bank's slip"),
    )


class PriceForm(forms.Form):
    price = MoneyField(label=_("Agreed price"), min_value=Decimal("0.01"))


class TimesForm(forms.Form):
    opens_at = forms.DateTimeField(label=_("Opens at"), widget=moment_input())
    closes_at = forms.DateTimeField(label=_("Closes at"), widget=moment_input())
    short_reason = forms.CharField(
        label=_("Why bidding is shorter than advised"),
        required=False,
        max_length=400,
        validators=[printable_line],
    )

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        opens, closes = answers.get("opens_at"), answers.get("closes_at")
        if opens and closes and closes - opens < timedelta(minutes=1):
            self.add_error("closes_at", _("The lot closes at least one minute after it opens"))
        return answers


class BidForm(forms.Form):
    amount = MoneyField(label=_("Your bid"), min_value=Decimal("0.01"))
    confirmed = forms.BooleanField(label=_("I have checked the amount"), required=False)


class CeilingForm(forms.Form):
    amount = MoneyField(label=_("Maximum bid"), min_value=Decimal("0.01"))


class ContractForm(forms.Form):
    kind = forms.ChoiceField(label=_("Contract kind"))
    contract_number = forms.CharField(label=_("Contract number"), max_length=60, validators=[printable_line])
    file = forms.FileField(label=_("Contract"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], stored: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]  # a choice field
        if stored:
            self.fields["file"].help_text = _("Stored: %(name)s") % {"name": stored}
        else:
            self.fields["file"].required = True


class SignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    word = forms.CharField(label=_("Name of your organisation, typed as your signature"), max_length=120)


class RegisterForm(forms.Form):
    number = forms.CharField(
        label=_("Registration number"), required=False, max_length=32, validators=[printable_line]
    )
    contract_amount = MoneyField(label=_("Contract amount"), required=False, min_value=Decimal(0))
    technology_amount = MoneyField(label=_("Technology amount"), required=False, min_value=Decimal(0))
    note = forms.CharField(
        label=_("Why it is not registered"), required=False, max_length=200, validators=[printable_line]
    )

    def registered(self) -> Registered:
        return Registered(**self.cleaned_data)

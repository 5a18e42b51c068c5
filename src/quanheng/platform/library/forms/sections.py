"""The forms of the sections that hold single answers: basics, transfer, and the first page of a registration."""

import re
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from quanheng.methods.errors import MethodError
from quanheng.methods.money import parse_amount
from quanheng.platform.common.ui.sentences import beside_label
from quanheng.platform.library import rules, selectors
from quanheng.platform.library.dossier import Basics, Transfer
from quanheng.platform.library.models import Achievement, Category, Visibility
from quanheng.platform.library.naming import level_name, named
from quanheng.platform.library.texts import printable_line
from quanheng.schemes import Item, Stack

NO_CHOICE = ("", _("Please choose"))
UNITS = (("\u4e07\u5143", _("ten thousand yuan")), ("\u5143", _("yuan")))
"""The unit words that `methods.money` takes."""
TEN_THOUSAND = Decimal(10_000)
MOST_YUAN = Decimal(10) ** 16


def ask_later(form: forms.BaseForm, *names: str) -> None:
    """Keep answers that a section is saved without, but not handed in without, from being called optional."""
    for name in names:
        form.fields[name].asked_later = True  # type: ignore[attr-defined]  # read by the part that draws the field


def choices(items: tuple[Item, ...]) -> list[tuple[str, Any]]:
    return [NO_CHOICE, *((item.id, named(item)) for item in items)]


class NewForm(forms.Form):
    """What a registration begins with; all of it can be changed later."""

    title = forms.CharField(label=_("Title"), max_length=120, validators=[printable_line])
    category = forms.ChoiceField(label=_("Category"), choices=[NO_CHOICE, *Category.choices])
    field_code = forms.ChoiceField(label=_("Field"))

    def __init__(self, *args: Any, stack: Stack, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field_code"] = forms.ChoiceField(
            label=_("Field"), choices=choices(stack.items("fields"))
        )


class BasicsForm(forms.ModelForm[Achievement]):
    """Title, field, need and application (M-P5), the owner's own level and the sources that fit it."""

    keywords = forms.CharField(
        label=_("Keywords"),
        required=False,
        max_length=80,
        validators=[printable_line],
        help_text=_("At most three, with commas between them"),
    )
    own_level = forms.TypedChoiceField(
        label=_("Level in the owner's own view"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Which sources fit depends on it. It is not the result of an evaluation."),
    )
    source = forms.ChoiceField(label=_("Source of the achievement"), required=False)

    class Meta:
        model = Achievement
        fields = selectors.BASICS
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "abstract": forms.Textarea(attrs={"rows": 6}),
            "need": forms.Textarea(attrs={"rows": 3}),
            "application": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "need": _("Which need of industry, science or society it answers"),
            "application": _("Where it is to be used, and by whom"),
            "source_note": _("Who recommended it, where it was shown; the document or the event"),
        }

    def __init__(self, *args: Any, stack: Stack, **options: Any) -> None:
        super().__init__(*args, **options)
        self._stack = stack
        every = rules.sources(stack, None)
        self.fields["field_code"] = forms.ChoiceField(
            label=_("Field"), required=False, choices=choices(stack.items("fields"))
        )
        level, source = self.fields["own_level"], self.fields["source"]
        level.choices = [NO_CHOICE, *((row.number, level_name(row)) for row in stack.levels)]  # type: ignore[attr-defined]  # a choice field
        source.choices = choices(every)  # type: ignore[attr-defined]  # a choice field
        source.widget.choices = choices(rules.sources(stack, self._level_now()))
        self.initial["keywords"] = ", ".join(self.instance.keywords)
        ask_later(self, "field_code", "abstract", "need", "application", "own_level", "source")

    def _level_now(self) -> int | None:
        """Return the level that is chosen now: typed, or stored."""
        text = self["own_level"].value()
        number = int(text) if str(text or "").isdigit() else 0
        return number if 1 <= number <= len(self._stack.levels) else None

    def clean_keywords(self) -> list[str]:
        words = [
            word.strip()
            for word in re.split("[,;\uff0c\uff1b\u3001]", self.cleaned_data["keywords"])
            if word.strip()
        ]
        if len(words) > rules.KEYWORDS or any(len(word) > rules.KEYWORD_LENGTH for word in words):
            values = {"most": rules.KEYWORDS, "length": rules.KEYWORD_LENGTH}
            raise forms.ValidationError(
                _("takes at most %(most)s of %(length)s characters each"), code="keywords", params=values
            )
        return words

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        level, source = answers.get("own_level"), answers.get("source")
        if source and level and source not in {item.id for item in rules.sources(self._stack, level)}:
            self.add_error(
                "source",
                _("This source does not belong to the stage of the chosen level; choose one of its list"),
            )
        if source == rules.OTHER and not answers.get("source_note"):
            self.add_error("source_note", _("Another source takes its name in words"))
        return answers

    def basics(self) -> Basics:
        answers = self.cleaned_data
        return Basics(**(answers | {"keywords": tuple(answers["keywords"])}))


class TransferForm(forms.Form):
    """How it is to be transferred, for what price, who may see it, whom to ask."""

    ways = forms.MultipleChoiceField(
        label=_("Ways of transfer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    amount = forms.CharField(
        label=_("Expected price"),
        required=False,
        max_length=40,
        help_text=_("Leave it empty if the price is to be negotiated"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("Unit of the price"), choices=UNITS)
    visibility = forms.ChoiceField(
        label=_("Who may see it once it is in the library"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
    )
    contact = forms.TypedChoiceField(label=_("Contact"), coerce=UUID)

    def __init__(self, *args: Any, stack: Stack, achievement: Achievement, **options: Any) -> None:
        super().__init__(*args, **({"initial": initial_transfer(achievement)} | options))
        self.fields["ways"].choices = [(way.id, named(way)) for way in stack.transfer_ways()]  # type: ignore[attr-defined]  # a choice field
        ask_later(self, "ways")
        people = selectors.contacts(achievement)
        self.fields["contact"].choices = [(str(person.id), person.name) for person in people]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        text = answers.get("amount", "")
        answers["expected_price"] = None
        if text:
            try:
                amount = parse_amount(text, answers.get("unit", ""))
            except MethodError as error:
                self.add_error("amount", beside_label(error))
            else:
                if amount <= 0:
                    self.add_error("amount", _("takes an amount above 0"))
                elif amount >= MOST_YUAN:
                    self.add_error("amount", _("takes less than 10,000,000,000,000,000 yuan"))
                answers["expected_price"] = amount
        return answers

    def transfer(self) -> Transfer:
        answers = self.cleaned_data
        return Transfer(
            ways=tuple(answers["ways"]),
            visibility=answers["visibility"],
            expected_price=answers["expected_price"],
        )


def initial_transfer(achievement: Achievement) -> dict[str, object]:
    """Return the stored answers; a price in whole hundreds of yuan is shown in ten-thousands."""
    price = achievement.expected_price
    wide = price is None or price % 100 == 0
    shown = "" if price is None else f"{(price / TEN_THOUSAND if wide else price).normalize():,f}"
    return {
        "ways": achievement.transfer_ways,
        "amount": shown,
        "unit": UNITS[0 if wide else 1][0],
        "visibility": achievement.visibility,
        "contact": str(achievement.contact_id),
    }

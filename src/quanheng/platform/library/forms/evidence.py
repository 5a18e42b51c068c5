"""The form of one evidence file: where it belongs, what it says of itself, the file."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.files.accepted import PLAIN_FORM_BYTES, TYPES
from quanheng.platform.library.dossier import EvidencePaper, EvidencePlace
from quanheng.platform.library.forms.sections import NO_CHOICE
from quanheng.platform.library.models import WorkPackage
from quanheng.platform.library.naming import level_name, named
from quanheng.platform.library.texts import printable_line
from quanheng.schemes import Stack

WHOLE = "*"
"""Stands for the whole project, which no work package is called: packages take no such number."""


class EvidenceForm(forms.Form):
    package = forms.ChoiceField(label=_("Work package"))
    asked = forms.ChoiceField(label=_("Level and evidence element"))
    file = forms.FileField(label=_("File"))
    title = forms.CharField(
        label=_("Title of the paper"),
        required=False,
        max_length=200,
        validators=[printable_line],
        help_text=_("Empty: the name of the file"),
    )
    issuer = forms.CharField(label=_("Issuer"), required=False, max_length=120, validators=[printable_line])
    issued_on = forms.DateField(
        label=_("Issued on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    document_number = forms.CharField(
        label=_("Document number"), required=False, max_length=60, validators=[printable_line]
    )

    def __init__(self, *args: Any, stack: Stack, leaves: list[WorkPackage], **options: Any) -> None:
        super().__init__(*args, **options)
        limits = {"most": PLAIN_FORM_BYTES >> 20, "types": ", ".join(sorted(TYPES))}
        self.fields["file"].help_text = gettext("One file of at most %(most)s MiB: %(types)s") % limits
        packages = [(leaf.code, f"{leaf.code} {leaf.title}") for leaf in leaves]
        self.fields["package"].choices = [NO_CHOICE, *packages, (WHOLE, _("Whole project (levels 10 to 13)"))]  # type: ignore[attr-defined]  # a choice field
        groups = [
            (level_name(row), [(f"{row.number}:{e.id}", named(e)) for e in row.elements])
            for row in stack.levels
        ]
        self.fields["asked"].choices = [NO_CHOICE, *groups]  # type: ignore[attr-defined]  # a choice field

    def place(self) -> EvidencePlace:
        level, _colon, element = self.cleaned_data["asked"].partition(":")
        package = self.cleaned_data["package"]
        return EvidencePlace(
            package_code=None if package == WHOLE else package, level=int(level), element=element
        )

    def paper(self) -> EvidencePaper:
        answers = self.cleaned_data
        return EvidencePaper(
            title=answers["title"],
            issuer=answers["issuer"],
            issued_on=answers["issued_on"],
            document_number=answers["document_number"],
        )

"""Why a form or an act was refused, as lines of one summary on top of the page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.utils.translation import gettext

from quanheng.platform.common.ui.parts import Reason
from quanheng.platform.common.ui.sentences import sentence

STOPS = ".:\u3002\uff1a"
"""A label that is a sentence loses its stop before the error."""
ASKS = ("?", "\uff1f")
Forms = BaseForm | BaseFormSet[Any] | Iterable[BaseForm] | None


def reasons(problems: Iterable[object]) -> tuple[Reason, ...]:
    """Return `problems` as reasons; a missing part is linked if its section is an address."""
    return tuple(p if isinstance(p, Reason) else Reason(sentence(p), _address(p)) for p in problems)


def _address(problem: object) -> str:
    section = str(getattr(problem, "section", ""))
    return section if section.startswith(("/", "#", "?")) else ""


def form_reasons(forms: Forms) -> tuple[Reason, ...]:
    """Return every error of the form, formset or forms, in the order of the page, linked to its field."""
    match forms:
        case None:
            return ()
        case BaseForm():
            return tuple(_of_form(forms))
        case BaseFormSet():
            own = tuple(Reason(str(text)) for text in forms.non_form_errors()) if forms.is_bound else ()
            return own + tuple(reason for form in forms.forms for reason in _of_form(form))
        case _:
            return tuple(reason for form in forms for reason in form_reasons(form))


def _of_form(form: BaseForm) -> Iterator[Reason]:
    for text in form.non_field_errors():
        yield Reason(str(text))
    for bound in form:
        for text in bound.errors:
            yield Reason(_beside(str(bound.label).rstrip(STOPS), str(text)), f"#{bound.auto_id}")


def _beside(label: str, problem: str) -> str:
    """Join a label and its problem; a question keeps its own mark."""
    if label.endswith(ASKS):
        return f"{label} {problem}"
    return gettext("%(field)s: %(problem)s") % {"field": label, "problem": problem}

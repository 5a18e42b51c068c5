"""The evidence page: what is there, what is still asked for, and one form to add a file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quanheng.platform.common.errors import Absent
from quanheng.platform.common.pages import ActView, SectionView
from quanheng.platform.common.roles import Role
from quanheng.platform.common.schemes import stack_of
from quanheng.platform.library import naming, policies, selectors, services, tables
from quanheng.platform.library.forms.evidence import WHOLE, EvidenceForm
from quanheng.platform.library.models import Achievement, Evidence, WorkPackage
from quanheng.platform.library.sections import title
from quanheng.platform.library.states import AchievementState
from quanheng.platform.library.views import pages
from quanheng.platform.library.views.reading import readable
from quanheng.schemes import LevelRow, Stack


@dataclass(frozen=True, slots=True)
class Cover:
    """How many of a level's elements have a file, for one work package; `url` opens the form there."""

    level: int
    name: str
    there: int
    asked: int
    url: str

    @property
    def tone(self) -> str:
        return "none" if not self.there else "all" if self.there >= self.asked else "some"


@dataclass(frozen=True, slots=True)
class CoverRow:
    code: str
    title: str
    covers: Sequence[Cover]


class EvidencePage(SectionView):
    """Readers see the files; the owner's people also the form. What is typed beside a refused file stays."""

    saved_message: str | Promise = gettext_lazy("The file was stored")
    template_name = "library/evidence.html"

    def fetch(self) -> Achievement:
        return readable(self.actor, self.kwargs["number"])

    def open(self, case: Achievement) -> bool:
        return (
            self.actor.role == Role.OWNER
            and self.actor.organisation_id == case.owner_id
            and case.state in policies.EVIDENCE_STATES
        )

    def form(self, case: Achievement, data: Any = None, files: Any = None) -> EvidenceForm:
        chosen = {"package": self.request.GET.get("package", ""), "asked": self.request.GET.get("asked", "")}
        return EvidenceForm(
            data, files, initial=chosen, stack=stack_of(case.scheme), leaves=selectors.leaves(case)
        )

    def save(self, case: Achievement, form: Any, formsets: Sequence[BaseFormSet[Any]]) -> str:
        added = services.add_evidence(
            actor=self.actor,
            number=case.number,
            place=form.place(),
            paper=form.paper(),
            upload=form.cleaned_data["file"],
            now=self.now,
        )
        if added.evidence == added.same_as:
            self.saved_message = ""
            messages.warning(self.request, _("This file stands at this place already; nothing was added"))
        elif added.same_as:
            values = {"title": added.same_as.title, "level": added.same_as.level}
            messages.warning(
                self.request,
                _(
                    "This file is already stored as “%(title)s” (level %(level)s); it was linked, not stored again"
                )
                % values,
            )
        return reverse("library:evidence", args=[case.number])

    def page(
        self, case: Any, form: forms.Form, formsets: Sequence[BaseFormSet[Any]], **options: Any
    ) -> HttpResponse:
        if self.open(case):
            return super().page(case, form, formsets, **options)
        context = {
            **self.context(case),
            "achievement": case,
            "header": pages.header(case, self.actor, self.now),
        }
        return render(self.request, "library/evidence_list.html", context)

    def context(self, case: Achievement) -> Mapping[str, Any]:
        papers = list(selectors.evidence(case))
        removable = self.open(case) and case.state == AchievementState.DRAFT
        stack = stack_of(case.scheme)
        leaves = selectors.leaves(case)
        return {
            "title": title("evidence"),
            "tabs": pages.tabs(case, self.actor, "evidence"),
            "table": tables.evidence_table(case, papers, removable=removable),
            "levels": [row.number for row in stack.levels if not row.project_wide],
            "covers": [cover_row(case, leaf, stack, papers) for leaf in leaves],
            "project": cover_row(case, None, stack, papers) if leaves else None,
            "reason": case.corrections.get("evidence", ""),
            "submit_label": _("Add the file"),
        }


def cover_row(
    achievement: Achievement, leaf: WorkPackage | None, stack: Stack, papers: Sequence[Evidence]
) -> CoverRow:
    """Return which levels of a leaf (`None`: of the whole project) have their files."""
    here = {
        (paper.level, paper.element) for paper in papers if paper.package_id == (leaf.pk if leaf else None)
    }
    counted = Counter(level for level, _element in here)
    levels = [row for row in stack.levels if row.project_wide == (leaf is None)]
    covers = [_cover(achievement, leaf, row, here, counted[row.number]) for row in levels]
    return CoverRow(leaf.code if leaf else "", leaf.title if leaf else _("Whole project"), covers)


def _cover(
    achievement: Achievement,
    leaf: WorkPackage | None,
    level: LevelRow,
    here: set[tuple[int, str]],
    there: int,
) -> Cover:
    open_one = next((e.id for e in level.elements if (level.number, e.id) not in here), level.elements[0].id)
    query = urlencode({"package": leaf.code if leaf else WHOLE, "asked": f"{level.number}:{open_one}"})
    url = f"{reverse('library:evidence', args=[achievement.number])}?{query}#add"
    return Cover(level.number, naming.level_name(level), there, len(level.elements), url)


class RemovePage(ActView):
    """Take one file out of a draft."""

    title = gettext_lazy("Remove evidence")
    submit_label = gettext_lazy("Remove")
    done_message = gettext_lazy("The evidence was removed")

    def fetch(self) -> Achievement:
        achievement = selectors.get_own(self.actor, self.kwargs["number"])
        self.paper = selectors.evidence(achievement).filter(id=self.evidence_id).first()
        if self.paper is None and self.request.method == "GET":
            raise Absent
        return achievement

    @property
    def evidence_id(self) -> UUID:
        return self.kwargs["evidence_id"]  # type: ignore[no-any-return]  # the uuid of the address

    def consequences(self, case: Achievement) -> Sequence[str]:
        return (
            _("“%(title)s” is no longer evidence of this achievement. You may add it again.")
            % {"title": self.paper.title if self.paper else ""},
        )

    def context(self, case: Achievement) -> Mapping[str, Any]:
        return {"back_url": reverse("library:evidence", args=[case.number])}

    def act(self, case: Achievement, data: Mapping[str, Any]) -> str:
        services.remove_evidence(
            actor=self.actor, number=case.number, evidence_id=self.evidence_id, now=self.now
        )
        return reverse("library:evidence", args=[case.number])

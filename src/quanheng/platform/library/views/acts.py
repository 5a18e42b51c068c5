"""Acts with a confirmation page: hand in, take back, review, and what happens to an item of the library."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common.errors import Missing
from quanheng.platform.common.pages import ActView
from quanheng.platform.common.ui.parts import Reason
from quanheng.platform.integrity.texts import TEXTS
from quanheng.platform.library import policies, selectors, services, tables
from quanheng.platform.library.forms.acts import ReasonForm, ReviewForm, SubmitForm
from quanheng.platform.library.models import Achievement
from quanheng.platform.library.sections import title
from quanheng.platform.library.views import pages


class AchievementAct(ActView):
    """An act on an achievement that this person may see; the service decides on the rest."""

    verb: ClassVar[str]

    def fetch(self) -> Achievement:
        achievement = selectors.get(self.actor, self.kwargs["number"])
        policies.require_possible(self.actor, self.verb, achievement)
        return achievement


class CheckPage(AchievementAct):
    """`…/check/`: all answers with their links, the declarations, the way of evaluation; then it is handed in."""

    verb = "submit"
    title = _("Check answers")
    submit_label = _("Submit")
    template_name = "library/check.html"

    def form(self, case: Achievement, data: Any = None, files: Any = None) -> forms.Form:
        texts = {kind: gettext(TEXTS[kind]) for kind in ("truth", "no_classified")}
        return SubmitForm(
            data, texts=texts, duplicates=bool(self.duplicates(case)), initial={"way": case.evaluation_way}
        )

    def duplicates(self, case: Achievement) -> list[selectors.Duplicate]:
        if not hasattr(self, "_duplicates"):
            self._duplicates = selectors.duplicates(case)
        return self._duplicates

    def act(self, case: Achievement, data: Mapping[str, Any]) -> str:
        form = self.form(case, self.request.POST)
        form.full_clean()
        declarations = form.declarations()  # type: ignore[attr-defined]  # a SubmitForm
        services.submit_achievement(
            actor=self.actor, number=case.number, declarations=declarations, now=self.now
        )
        return reverse("library:receipt", args=[case.number])

    def consequences(self, case: Achievement) -> Sequence[tables.Text]:
        return (
            _("The office reviews the dossier for the library. You can take it back until it has decided."),
            _("Both undertakings are signed in your name and kept word for word."),
        )

    def context(self, case: Achievement) -> Mapping[str, Any]:
        papers = list(selectors.evidence(case))
        table = tables.evidence_table(case, papers, removable=False)
        evidence = tables.Part(
            "evidence", title("evidence"), tables.change_url(case, "evidence"), table=table
        )
        return {
            "parts": [*tables.dossier(case, masked=False, changes=True), evidence],
            "duplicates": seen_duplicates(self.actor, self.duplicates(case)),
        }

    def page(
        self, case: Any, form: forms.Form, *, key: str, problems: Sequence[Missing] = (), status: int = 200
    ) -> HttpResponse:
        found = problems or (selectors.missing_parts(case) if self.request.method == "GET" else ())
        linked: Any = [self.linked(case, problem) for problem in found]
        return super().page(case, form, key=key, problems=linked, status=status)

    def linked(self, case: Achievement, problem: Missing) -> Reason:
        """Return a missing part with the address where it is added."""
        if not problem.section:
            return Reason(str(problem))
        return Reason(
            str(problem),
            "#declarations"
            if problem.section == "declarations"
            else tables.change_url(case, problem.section),
        )


def seen_duplicates(actor: Any, found: Sequence[selectors.Duplicate]) -> list[Reason]:
    """Return what looks like the same, naming another achievement only to those who may see it (M-G3)."""
    visible = set(
        selectors.visible_to(actor)
        .filter(id__in=[d.achievement.id for d in found])
        .values_list("id", flat=True)
    )
    reasons = []
    for duplicate in found:
        other, why = duplicate.achievement, gettext(duplicate.why)
        if other.id in visible:
            reasons.append(Reason(f"{why}: {other.number} {other.title}", other.get_absolute_url()))
        else:
            reasons.append(Reason(gettext("%(why)s: an achievement that you cannot see") % {"why": why}))
    return reasons


class RecallPage(AchievementAct):
    verb = "recall"
    title = _("Take the dossier back")
    submit_label = _("Recall")
    done_message = _("The dossier is a draft again")

    def consequences(self, case: Achievement) -> Sequence[tables.Text]:
        return (_("The review ends. The dossier is a draft again, and you can change and submit it anew."),)

    def act(self, case: Achievement, data: Mapping[str, Any]) -> str:
        return services.recall_achievement(
            actor=self.actor, number=case.number, now=self.now
        ).get_absolute_url()


class ReviewPage(AchievementAct):
    """The office reads the dossier and enters it into the library, or returns it with reasons."""

    verb = "publish"
    title = _("Review for the library")
    submit_label = _("Decide")
    done_message = _("The decision is recorded and the owner informed")
    form_class = ReviewForm
    template_name = "library/review.html"

    def context(self, case: Achievement) -> Mapping[str, Any]:
        papers = tables.evidence_table(case, selectors.evidence(case), removable=False)
        evidence = tables.Part("evidence", title("evidence"), table=papers)
        return {
            "parts": [*tables.dossier(case, masked=False), evidence],
            "duplicates": seen_duplicates(self.actor, selectors.duplicates(case)),
            "header": replace(pages.header(case, self.actor, self.now), actions=()),
        }

    def act(self, case: Achievement, data: Mapping[str, Any]) -> str:
        reasons = {section: text for section, text in data.items() if section != "decision" and text}
        if data["decision"] == ReviewForm.PUBLISH:
            services.publish_achievement(actor=self.actor, number=case.number, now=self.now)
            return case.get_absolute_url()
        services.return_achievement(actor=self.actor, number=case.number, reasons=reasons, now=self.now)
        return reverse("library:list")


class StandingPage(AchievementAct):
    """Withdraw, freeze, release, archive or restore, with a reason that the owner reads."""

    verb = ""
    form_class = ReasonForm
    effect: tables.Text = ""

    def consequences(self, case: Achievement) -> Sequence[tables.Text]:
        return (self.effect,)

    def act(self, case: Achievement, data: Mapping[str, Any]) -> str:
        service = getattr(services, f"{self.verb}_achievement")
        achievement: Achievement = service(
            actor=self.actor, number=case.number, reason=data["reason"], now=self.now
        )
        return achievement.get_absolute_url()


STANDING: dict[str, tuple[tables.Text, tables.Text]] = {
    "withdraw": (
        _("Withdraw from the library"),
        _("It is no longer shown in the library; its owner and the office still find it."),
    ),
    "freeze": (
        _("Freeze the achievement"),
        _("It is no longer shown in the library until it is released. Its owner reads the reason."),
    ),
    "release": (_("Release the achievement"), _("It is shown in the library again.")),
    "archive": (
        _("Archive the achievement"),
        _("It leaves the library for the archive; it can be brought back for review."),
    ),
    "restore": (
        _("Bring back for review"),
        _("The office reviews it again before it is shown in the library."),
    ),
}
"""What each of these pages is called, and what it does."""

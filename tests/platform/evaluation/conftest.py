"""What the tests of the evaluation share: a database file for threads, and a case as it stood."""

import pytest
from django.forms.models import model_to_dict
from django.utils import translation

from quanheng.platform.common.approvals import Approval
from quanheng.platform.common.inbox.models import InboxItem
from quanheng.platform.common.journal.models import JournalEntry
from quanheng.platform.evaluation.models import Evaluation, InformationItem, Plan
from quanheng.platform.integrity.models import Undertaking


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def stood():
    """Return what stands in every table of the room: equal before and after means that nothing changed."""

    def rows() -> list[object]:
        models = (Evaluation, Plan, InformationItem, InboxItem, Approval)
        stored = [
            model_to_dict(row) | {"pk": row.pk} for model in models for row in model.objects.order_by("pk")
        ]
        return [*stored, JournalEntry.objects.count(), Undertaking.objects.count()]

    return rows

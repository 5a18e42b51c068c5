"""What other rooms ask of reports: a case's chapter, and who may read an issued file."""

from quanheng.platform.common.actors import Actor
from quanheng.platform.common.files.models import Attachment
from quanheng.platform.evaluation.models import Evaluation
from quanheng.platform.reports import selectors


def chapter(actor: Actor, evaluation: Evaluation) -> tuple[str, str]:
    """Return address and state of the case's report, for the case page."""
    row = selectors.visible_to(actor).filter(evaluation=evaluation).first()
    return (row.get_absolute_url(), row.get_state_display()) if row else ("", "")


def reads_file(actor: Actor, attachment: Attachment) -> bool:
    return selectors.visible_to(actor).filter(pdf=attachment).exists()

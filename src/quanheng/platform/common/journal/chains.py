"""All chains of the journal at once, as an operator and a restore look at them."""

from collections.abc import Iterator

from quanheng.platform.common.journal.models import JournalEntry, JournalStream
from quanheng.platform.common.journal.timeline import Fault, faults


def counts() -> tuple[int, int]:
    """Return the number of streams and of entries."""
    return JournalStream.objects.count(), JournalEntry.objects.count()


def all_faults() -> Iterator[Fault]:
    """Derive every stream again; a head must be the link of its last entry."""
    for head in JournalStream.objects.order_by("name").iterator():
        yield from faults(head.name)
        last = JournalEntry.objects.filter(stream=head).order_by("-seq").first()
        if last and (last.seq, last.link) != (head.seq, head.link):
            yield Fault(head.name, last.seq, "head")

"""The Celery task that brings the read models up to date, whatever woke it."""

from celery import shared_task

from projections import runner
from projections.projectors import PROJECTIONS
from tokens.bootstrap import EVENTS_TASK, event_reader, hints


@shared_task(name=EVENTS_TASK)
def catch_up() -> int:
    """Project whatever is new until nothing is; return how many batches that took."""
    hints(EVENTS_TASK).taken()
    return runner.catch_up(PROJECTIONS, event_reader())

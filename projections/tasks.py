"""The Celery tasks that keep the read models up to date, whatever woke them."""

from celery import shared_task

from projections import runner, upkeep
from projections.projectors import PROJECTIONS
from tokens.bootstrap import EVENTS_TASK, UPKEEP_TASK, event_reader, hints


@shared_task(name=EVENTS_TASK)
def catch_up() -> int:
    """Project whatever is new until nothing is; return how many batches that took."""
    hints(EVENTS_TASK).taken()
    return runner.catch_up(PROJECTIONS, event_reader())


@shared_task(name=UPKEEP_TASK)
def do_upkeep() -> int:
    """Rebuild and retry what operators asked for; return how many that were."""
    hints(UPKEEP_TASK).taken()
    return upkeep.do_what_is_asked(event_reader())

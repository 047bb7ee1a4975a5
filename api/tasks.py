"""The Celery task of the API."""

from celery import shared_task

from api.idempotency import forget
from api.monitors import forget_monitors


@shared_task(name="api.forget_answers")
def forget_answers() -> int:
    """Forget the answers and monitors that have expired; return how many."""
    return forget() + forget_monitors()

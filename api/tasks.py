"""The Celery task of the API."""

from celery import shared_task

from api.idempotency import forget


@shared_task(name="api.forget_answers")
def forget_answers() -> int:
    """Forget the answers to commands that may no longer be repeated; return how many."""
    return forget()

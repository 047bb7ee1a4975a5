"""`manage.py forget_answers`: forget the answers to commands that may no longer be repeated."""

from typing import Any

from django.core.management.base import BaseCommand

from api.idempotency import forget


class Command(BaseCommand):
    """Beat does the same every hour."""

    help = "Forgets the answers to commands with a key that are older than REPEATABLE_FOR."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Forget, and say how many."""
        self.stdout.write(f"{forget()} answers forgotten")

"""`manage.py forget_answers`: forget what may no longer be repeated, or watched."""

from typing import Any

from django.core.management.base import BaseCommand

from api.idempotency import forget
from api.monitors import forget_monitors


class Command(BaseCommand):
    """Beat does the same every hour."""

    help = "Forgets answers to commands with a key, and monitors, older than REPEATABLE_FOR."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Forget, and say how many."""
        self.stdout.write(f"{forget()} answers and {forget_monitors()} monitors forgotten")

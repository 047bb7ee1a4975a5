"""`manage.py projections`: how far each read model is; `--retry` replays parked streams."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from projections import parking
from projections.lag import lag
from projections.models import ParkedStream
from projections.projectors import PROJECTIONS, named
from tokens.bootstrap import event_reader

LINE = "{:<16}{:>14}{:>14}{:>10}{:>10}{:>8}"


class Command(BaseCommand):
    """Shows position, head of the log, lag and parked streams of every projection."""

    help = "Show how far the read models are behind the log, and which streams are parked."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish to retry."""
        parser.add_argument("--retry", action="store_true", help="replay parked streams")

    def handle(self, *_args: Any, retry: bool, **_options: Any) -> None:  # noqa: ANN401 - Django's
        """Print one line a projection, and one a parked stream."""
        if retry:
            self._retry()
        self.stdout.write(LINE.format("projection", "position", "head", "lag", "s", "parked"))
        for one in lag(PROJECTIONS, event_reader()):
            values = (one.position, one.head, one.events, f"{one.seconds:.1f}", one.parked)
            self.stdout.write(LINE.format(one.projection, *values))
        for parked in ParkedStream.objects.order_by("projection", "position"):
            reason = parked.error.strip().splitlines()[-1]
            self.stdout.write(f"parked: {parked} at {parked.position}: {reason}")

    def _retry(self) -> None:
        for parked in ParkedStream.objects.order_by("position"):
            done = parking.retry(named(parked.projection), parked.stream, event_reader())
            self.stdout.write(f"{'done' if done else 'failed again'}: {parked}")

"""`manage.py rebuild_projection NAME`: rebuild a read model while it is read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projections.projectors import PROJECTIONS, named
from projections.rebuild import RebuildUnderWayError, rebuild
from tokens.bootstrap import event_reader


class Command(BaseCommand):
    """Rebuilds a read model from the log, reports what was wrong, and puts it in place."""

    help = "Rebuild a read model from the log while it is read."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the projection."""
        parser.add_argument("name", choices=[projection.name for projection in PROJECTIONS])

    def handle(self, *_args: Any, name: str, **_options: Any) -> None:  # noqa: ANN401 - Django's
        """Rebuild, and tell the differences."""
        try:
            rebuilt = rebuild(named(name), event_reader())
        except RebuildUnderWayError:
            message = f"{name} is being rebuilt by another process"
            raise CommandError(message) from None
        for table, missing, wrong in rebuilt.differences:
            self.stdout.write(f"{table}: {missing} rows were missing, {wrong} were wrong")
        if not rebuilt.differences:
            self.stdout.write("no differences")
        self.stdout.write(f"{name} rebuilt up to position {rebuilt.position}")

"""`manage.py check_lots` compares the vault's table with what the log says."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tokens.adapters.postgres.lot_check import check_lots


class Command(BaseCommand):
    """Compares, and repairs where asked."""

    help = "Compare the current lots with the event log; --repair rebuilds them from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --repair."""
        parser.add_argument("--repair", action="store_true", help="rebuild the lots")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401, ARG002  # Django's
        """Tell the differences; exit with 1 where they are not repaired."""
        difference = check_lots(repair=options["repair"])
        for lot in difference.missing:
            self.stdout.write(f"only in the log:   {lot}")
        for lot in difference.surplus:
            self.stdout.write(f"only in the table: {lot}")
        if not difference:
            self.stdout.write("The lots are what the event log says.")
        elif options["repair"]:
            self.stdout.write("The lots were rebuilt from the event log.")
        else:
            message = "The lots differ from the event log; --repair rebuilds them from it."
            raise CommandError(message)

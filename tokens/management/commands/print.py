"""`manage.py print --catalog X --account A --quantity N [--wait]`."""

from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from tokens.bootstrap import application
from tokens.domain.ids import AccountId, CatalogId, PrintJobId
from tokens.domain.printing.commands import Print
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.printing.state import PrintJobState
from tokens.management.progress import watch
from tokens.management.sending import send


class Command(BaseCommand):
    """Prints as POST PrintJobs does; workers must be running to make the package."""

    help = "Put tokens of a catalog item into a package for a billing account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to print, for whom, and whether to wait."""
        parser.add_argument("--catalog", required=True, help="id of the catalog item")
        parser.add_argument("--account", required=True, help="the billing account")
        parser.add_argument("--quantity", required=True, type=int, help="how many tokens")
        parser.add_argument("--wait", action="store_true", help="until the package is made")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Queue, and watch where asked."""
        print_job_id = PrintJobId(uuid4())
        command = Print(
            print_job_id,
            CatalogId(options["catalog"]),
            AccountId(options["account"]),
            options["quantity"],
        )
        send(command)
        self.stdout.write(f"Print job {print_job_id}: {command.quantity:,} tokens")
        if options["wait"]:
            watch(self.stdout, "In stock", command.quantity, lambda: _look(print_job_id))
            self.stdout.write(f"{_known(print_job_id).state}.")


def _look(print_job_id: PrintJobId) -> tuple[int, bool]:
    job = _known(print_job_id)
    return job.quantity - job.shortage, job.state is not PrintJobState.QUEUED


def _known(print_job_id: PrintJobId) -> PrintJob:
    job = application().lookup.print_job(print_job_id)
    if job is None:
        message = f"The print job {print_job_id} has vanished"
        raise CommandError(message)
    return job

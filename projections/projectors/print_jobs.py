"""The projector of print jobs, and of who downloaded their packages."""

from collections.abc import Sequence

from projections.models import PackageDownload, PrintJob
from projections.projectors.processes import project
from tokens.domain.lots.events import TokensReserved
from tokens.domain.messages import Event
from tokens.domain.ports import Recorded
from tokens.domain.printing.events import (
    PackageDeleted,
    PackageDownloaded,
    PrintJobCanceled,
    PrintJobCompleted,
    PrintJobFellShort,
    PrintJobQueued,
    PrintJobSpooled,
    TokensPrinted,
)
from tokens.domain.printing.state import PrintJobState

PREFIX = "print-job-"


class PrintJobProjection:
    """Print jobs; lot events in their streams count as versions."""

    name = "print_jobs"
    models = (PrintJob, PackageDownload)

    def apply(self, events: Sequence[Recorded]) -> None:
        """Bring the tables from before the events to after them."""
        project(PrintJob, PREFIX, events, _tell)
        downloads = [_download(e) for e in events if isinstance(e.event, PackageDownloaded)]
        if downloads:
            PackageDownload.objects.bulk_create(downloads)


def _tell(row: PrintJob, event: Event) -> None:
    match event:
        case PrintJobQueued(catalog_id, account_id, quantity, certificate):
            row.state = PrintJobState.QUEUED
            row.catalog_id = catalog_id
            row.billing_account_id = account_id
            row.quantity = quantity
            row.certificate_thumbprint = certificate
        case PrintJobFellShort(shortage):
            row.shortage = shortage
        case TokensReserved():
            row.shortage = 0
        case PrintJobCanceled(reason):
            row.state = PrintJobState.CANCELED
            row.shortage = 0
            row.cancel_reason = reason
        case _:
            _tell_of_package(row, event)


def _tell_of_package(row: PrintJob, event: Event) -> None:
    match event:
        case PrintJobSpooled(package):
            row.state = PrintJobState.READY_FOR_DOWNLOAD
            row.certificate_thumbprint = package.certificate
            row.package_length = package.length
        case PackageDownloaded():
            row.state = PrintJobState.PRINTING
            row.downloads += 1
        case TokensPrinted(spans):
            row.printed += sum(span.size for span in spans)
        case PrintJobCompleted():
            row.state = PrintJobState.PRINTED
        case PackageDeleted():
            row.package_length = None
        case _:
            pass


def _download(recorded: Recorded) -> PackageDownload:
    event = recorded.event
    if not isinstance(event, PackageDownloaded):
        raise TypeError(event)
    return PackageDownload(
        position=recorded.position,
        print_job_id=recorded.stream.removeprefix(PREFIX),
        client_id=recorded.origin.actor,
        start=event.start,
        stop=event.stop,
        downloaded_on=recorded.recorded_on,
    )


PRINT_JOBS = PrintJobProjection()

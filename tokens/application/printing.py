"""Handlers of the commands to print jobs."""

from collections.abc import Callable
from datetime import timedelta

from tokens.application.catalog import require_active
from tokens.application.repositories import Repository
from tokens.application.spooling import valid_certificate
from tokens.application.waiting import serve
from tokens.domain.ids import PrintJobId
from tokens.domain.ordering.commands import FulfillWaitingOrders
from tokens.domain.ordering.events import CancelReason
from tokens.domain.ports import Catalog, Certificates, Clock, TokenVault, WaitingList
from tokens.domain.printing.commands import (
    ActivatePrintJob,
    CancelPrintJob,
    ConfirmPrintJob,
    DeletePackage,
    DownloadPackage,
    ExpirePackage,
    Print,
    PrintTokens,
    ReserveForPrintJob,
    TimeOutPrintJob,
    VoidPrintJob,
)
from tokens.domain.printing.errors import CertificateRequiredError
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.printing.state import PrintJobState
from tokens.domain.token.commands import ActOnDrawnTokens, DrawnAction

PrintJobs = Repository[PrintJobId, PrintJob]
Send = Callable[..., None]


def print_tokens_of_item(
    command: Print,
    *,
    print_jobs: PrintJobs,
    catalog: Catalog,
    certificates: Certificates,
    clock: Clock,
    print_job_timeout: timedelta,
    send: Send,
) -> PrintJob:
    """Queue a print job; one that was queued before is returned as it stands."""
    if known := print_jobs.find(command.print_job_id):
        return known
    require_active(catalog, command.catalog_id)
    certificate = valid_certificate(command.account_id, certificates, clock.now())
    if certificate is None:
        raise CertificateRequiredError(command.account_id)
    print_job = PrintJob.queue(
        command.print_job_id,
        command.catalog_id,
        command.account_id,
        command.quantity,
        certificate.thumbprint,
    )
    send(ReserveForPrintJob(print_job.id))
    send(TimeOutPrintJob(print_job.id), clock.now() + print_job_timeout)
    return print_jobs.add(print_job.id, print_job)


def reserve_for_print_job(
    command: ReserveForPrintJob,
    *,
    print_jobs: PrintJobs,
    vault: TokenVault,
    waiting: WaitingList,
    send: Send,
) -> None:
    """Reserve the tokens, or go behind those who wait already."""
    print_job = print_jobs.get(command.print_job_id)
    if not print_job.is_waiting:
        return
    if waiting.first(print_job.catalog_id, 1):
        send(FulfillWaitingOrders(print_job.catalog_id))
    else:
        serve(print_job, vault, send)
    if print_job.is_waiting:
        waiting.add(print_job.catalog_id, print_job.holder_id, print_job.quantity)


def time_out_print_job(
    command: TimeOutPrintJob, *, print_jobs: PrintJobs, waiting: WaitingList
) -> None:
    """End a print job that still waits for stock."""
    print_job = print_jobs.get(command.print_job_id)
    print_job.time_out()
    waiting.remove(print_job.holder_id)


def download_package(command: DownloadPackage, *, print_jobs: PrintJobs) -> PrintJob:
    """Note what is about to be handed out."""
    print_job = print_jobs.get(command.print_job_id)
    print_job.download(command.start, command.stop)
    return print_job


def print_tokens(command: PrintTokens, *, print_jobs: PrintJobs, send: Send) -> PrintJob:
    """Note tokens as printed."""
    print_job = print_jobs.get(command.print_job_id, command.expected_version)
    print_job.print_tokens(command.spans)
    return _without_package(print_job, send)


def confirm_print_job(
    command: ConfirmPrintJob, *, print_jobs: PrintJobs, send: Send
) -> PrintJob:
    """Note all tokens as printed."""
    print_job = print_jobs.get(command.print_job_id, command.expected_version)
    print_job.confirm()
    return _without_package(print_job, send)


def cancel_print_job(
    command: CancelPrintJob,
    *,
    print_jobs: PrintJobs,
    vault: TokenVault,
    waiting: WaitingList,
    send: Send,
) -> PrintJob:
    """End a print job before its package leaves the house."""
    print_job = print_jobs.get(command.print_job_id, command.expected_version)
    _cancel(print_job, CancelReason.REQUESTED, vault, waiting, send)
    return print_job


def activate_print_job(
    command: ActivatePrintJob, *, print_jobs: PrintJobs, vault: TokenVault, send: Send
) -> PrintJob:
    """Activate the tokens of a print job."""
    print_job = print_jobs.get(command.print_job_id, command.expected_version)
    print_job.activate(vault.held_by(print_job.holder_id))
    _go_on(DrawnAction.ACTIVATE, print_job, vault, send)
    return print_job


def void_print_job(
    command: VoidPrintJob, *, print_jobs: PrintJobs, vault: TokenVault, send: Send
) -> PrintJob:
    """Void the tokens of a print job that are not redeemed."""
    print_job = print_jobs.get(command.print_job_id, command.expected_version)
    print_job.void(vault.held_by(print_job.holder_id), command.reason)
    _go_on(DrawnAction.VOID, print_job, vault, send, command.reason)
    return print_job


def expire_package(
    command: ExpirePackage,
    *,
    print_jobs: PrintJobs,
    vault: TokenVault,
    waiting: WaitingList,
    send: Send,
) -> None:
    """Delete a package for its age, and cancel the print job if nobody has downloaded it."""
    print_job = print_jobs.get(command.print_job_id)
    if print_job.state is PrintJobState.READY_FOR_DOWNLOAD:
        _cancel(print_job, CancelReason.TIMED_OUT, vault, waiting, send)
    else:
        send(DeletePackage(print_job.id))


def _cancel(
    print_job: PrintJob,
    reason: CancelReason,
    vault: TokenVault,
    waiting: WaitingList,
    send: Send,
) -> None:
    vault.releasing(print_job.catalog_id)
    print_job.cancel(vault.held_by(print_job.holder_id), reason)
    waiting.remove(print_job.holder_id)
    _go_on(DrawnAction.UNRESERVE, print_job, vault, send)
    send(DeletePackage(print_job.id))
    send(FulfillWaitingOrders(print_job.catalog_id))


def _without_package(print_job: PrintJob, send: Send) -> PrintJob:
    """Have the package deleted if everything is printed."""
    if print_job.state is PrintJobState.PRINTED:
        send(DeletePackage(print_job.id))
    return print_job


def _go_on(
    action: DrawnAction,
    print_job: PrintJob,
    vault: TokenVault,
    send: Send,
    reason: str | None = None,
) -> None:
    if vault.drawn_for(print_job.holder_id, None, 1):
        send(ActOnDrawnTokens(action, print_job_id=print_job.id, reason=reason))

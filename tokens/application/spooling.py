"""Handlers of the commands around packages: what goes in, where they end."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from tokens.application.repositories import Repository, Tokens
from tokens.domain.ids import AccountId, PrintJobId
from tokens.domain.ports import (
    Certificates,
    Clock,
    PackageContents,
    Packages,
    Serials,
    TokenVault,
)
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.commands import (
    DeletePackage,
    ExpirePackage,
    SpoolPrintJob,
    TakePackage,
)
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.printing.spans import Span, Spans
from tokens.domain.token.state import TokenState

PrintJobs = Repository[PrintJobId, PrintJob]
Send = Callable[..., None]

CERTIFICATE_RETRY = timedelta(hours=1)
"""So long a print job waits whose account has no valid certificate any more."""
DRAWN_AT_ONCE = 500
"""So many tokens of their own are looked at with one reading of the log."""
PRINTABLE = frozenset({TokenState.RESERVED, TokenState.ACTIVATED})
"""Others have become worthless since they were reserved, and are left out of the package."""


def collect_contents(
    command: SpoolPrintJob,
    *,
    print_jobs: PrintJobs,
    tokens: Tokens,
    vault: TokenVault,
    serials: Serials,
    certificates: Certificates,
    clock: Clock,
    send: Send,
) -> PackageContents | None:
    """Tell what to put into the package, and for which certificate: the account's by now.

    None where no package is waited for, or none can be made now.
    """
    print_job = print_jobs.get(command.print_job_id)
    if not print_job.is_spooling:
        return None
    now = clock.now()
    certificate = valid_certificate(print_job.account_id, certificates, now)
    if certificate is None:
        send(command, now + CERTIFICATE_RETRY)
        return None
    packed = Spans(_printable(print_job, tokens, vault))
    return PackageContents(
        print_job.id,
        print_job.account_id,
        print_job.catalog_id,
        print_job.quantity,
        now,
        certificate,
        tuple((span, serials.of(span.mint_request_id)) for span in packed),
    )


def take_package(
    command: TakePackage,
    *,
    print_jobs: PrintJobs,
    packages: Packages,
    clock: Clock,
    package_retention: timedelta,
    send: Send,
) -> None:
    """Offer a package for download; one that comes too late is discarded."""
    print_job = print_jobs.get(command.print_job_id)
    if not print_job.is_spooling:
        packages.discard(command.package)
        return
    print_job.spool(command.package, print_job.reserved - Spans(command.packed))
    send(ExpirePackage(print_job.id), clock.now() + package_retention)


def delete_package(
    command: DeletePackage, *, print_jobs: PrintJobs, packages: Packages
) -> None:
    """Delete the package; should that be undone, this is done again."""
    packages.delete(command.print_job_id)
    print_jobs.get(command.print_job_id).delete_package()


def valid_certificate(
    account_id: AccountId, certificates: Certificates, now: datetime
) -> Certificate | None:
    """Return the certificate that packages may be encrypted to now, if there is one."""
    found = certificates.current(account_id)
    return found if found and found.is_valid(now) else None


def _printable(print_job: PrintJob, tokens: Tokens, vault: TokenVault) -> Iterator[Span]:
    """Yield the tokens that are the print job's still, and worth printing."""
    for lot in vault.held_by(print_job.holder_id):
        if lot.facts.state in PRINTABLE:
            yield Span(lot.mint_request_id, lot.start, lot.stop)
    after = None
    while drawn := vault.drawn_for(print_job.holder_id, after, DRAWN_AT_ONCE):
        for token in tokens.get_many(drawn):
            if token.order_id == print_job.holder_id and token.state in PRINTABLE:
                number = token.id.sequence
                yield Span(token.id.mint_request_id, number, number + 1)
        after = drawn[-1]

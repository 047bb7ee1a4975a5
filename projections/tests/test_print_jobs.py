"""The projector of print jobs and their downloads."""

from uuid import UUID

import pytest

from projections.models import PackageDownload, PrintJob
from projections.projectors.print_jobs import PRINT_JOBS
from projections.tests.histories import ACCOUNTS, CARD, History
from tokens.domain.ids import PrintJobId
from tokens.domain.printing.commands import (
    CancelPrintJob,
    ConfirmPrintJob,
    DownloadPackage,
    Print,
    PrintTokens,
)
from tokens.domain.printing.spans import Span
from tokens.tests.partners import P256

pytestmark = pytest.mark.django_db
JOB = PrintJobId(UUID(int=1))


@pytest.fixture
def history():
    history = History()
    history.backend.certificates.items[ACCOUNTS[0]] = P256.certificate
    return history


@pytest.fixture(params=[1, 1000])
def projected(request):
    """What the projector makes of a history, in batches."""

    def project(history):
        for first in range(0, len(history.events), request.param):
            PRINT_JOBS.apply(history.events[first : first + request.param])
        return PrintJob.objects.get()

    return project


def test_one_that_is_ready(history, projected):
    history.mint(20)
    history.do(Print(JOB, CARD, ACCOUNTS[0], 10))
    row = projected(history)
    assert (row.id, row.catalog_id, row.billing_account_id) == (JOB, CARD, ACCOUNTS[0])
    assert (row.version, row.quantity, row.state) == (2, 10, "ReadyForDownload")
    assert row.certificate_thumbprint == P256.certificate.thumbprint
    assert row.package_length == len(next(iter(history.packages.files.values())))
    assert (row.printed, row.downloads, row.cancel_reason) == (0, 0, None)
    assert row.position == history.events[-1].position


def test_one_that_waits(history, projected):
    history.mint(3)
    history.do(Print(JOB, CARD, ACCOUNTS[0], 10))
    row = projected(history)
    assert (row.state, row.shortage, row.package_length) == ("Queued", 7, None)


def test_one_that_is_printed_and_by_whom_it_was_downloaded(history, projected):
    mint = history.mint(10)
    history.do(Print(JOB, CARD, ACCOUNTS[0], 10))
    history.do(DownloadPackage(JOB, 0, 500), "northwind")
    history.do(DownloadPackage(JOB, 500, 900), "someone")
    history.do(PrintTokens(JOB, spans=(Span(mint, 0, 4),)))
    row = projected(history)
    assert (row.state, row.printed, row.downloads) == ("Printing", 4, 2)
    told = PackageDownload.objects.order_by("position").values_list(
        "client_id", "start", "stop"
    )
    assert list(told) == [("northwind", 0, 500), ("someone", 500, 900)]
    before = len(history.events)
    history.do(ConfirmPrintJob(JOB))
    PRINT_JOBS.apply(history.events[before:])
    row.refresh_from_db()
    assert (row.state, row.printed, row.package_length) == ("Printed", 10, None)


def test_one_that_is_canceled(history, projected):
    history.do(Print(JOB, CARD, ACCOUNTS[0], 10))
    history.do(CancelPrintJob(JOB))
    row = projected(history)
    assert (row.state, row.shortage, row.cancel_reason) == ("Canceled", 0, "Requested")


def test_statements_of_a_batch_do_not_grow_with_it(history, django_assert_num_queries):
    for number in range(30):
        history.do(Print(PrintJobId(UUID(int=number + 1)), CARD, ACCOUNTS[0], 1))
    with django_assert_num_queries(2):
        PRINT_JOBS.apply(history.events)

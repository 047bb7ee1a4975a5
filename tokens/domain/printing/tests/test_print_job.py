"""Domain scenarios of a print job."""

from uuid import UUID

import pytest

from tokens.domain.ids import AccountId, CatalogId, MintRequestId, OrderId, PrintJobId
from tokens.domain.lots.events import TokensReserved, TokensUnreserved
from tokens.domain.lots.lot import Lot
from tokens.domain.lots.ranges import TokenRange
from tokens.domain.ordering.events import CancelReason
from tokens.domain.printing import errors
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
from tokens.domain.printing.package import Package
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.printing.spans import Span
from tokens.domain.tests.scenario import given
from tokens.domain.token.events import TokenReserved, TokenUnreserved
from tokens.domain.token.state import Facts, TokenState

ID, MINT = PrintJobId(UUID(int=1)), MintRequestId(UUID(int=2))
CARD, ACCOUNT = CatalogId("card"), AccountId("northwind")
QUEUED = PrintJobQueued(CARD, ACCOUNT, 10, "AB12")
EACH = TokenReserved(OrderId(ID), ACCOUNT)
RESERVED = TokensReserved(EACH, (TokenRange(MINT, 0, 10, 2),))
SPOOLED = PrintJobSpooled(Package("p", 100, "00", "CD34", 10), ())
WITHOUT_ONE = PrintJobSpooled(Package("p", 100, "00", "CD34", 9), (Span(MINT, 4, 5),))
DOWNLOADED = PackageDownloaded(0, 100)
ALL = TokensPrinted((Span(MINT, 0, 10),))
PRINTED = (QUEUED, RESERVED, SPOOLED, DOWNLOADED, ALL, PrintJobCompleted())
STOCK = [Lot(MINT, 0, 25, 1, Facts(TokenState.CIRCULATED, CARD))]
HELD = [Lot(MINT, 0, 10, 2, Facts(TokenState.RESERVED, CARD, OrderId(ID), ACCOUNT))]


def job(*history):
    return given(PrintJob(ID), *history)


class TestFulfilling:
    def test_reserves_the_tokens(self):
        job(QUEUED).when(lambda j: j.fulfill(STOCK)).then(RESERVED)

    def test_falls_short(self):
        short = [STOCK[0].part(0, 7)]
        job(QUEUED).when(lambda j: j.fulfill(short)).then(PrintJobFellShort(3))
        job(QUEUED, PrintJobFellShort(3)).when(lambda j: j.fulfill(short)).then_nothing()

    def test_happens_once(self):
        job(QUEUED, RESERVED).when(lambda j: j.fulfill(STOCK)).then_nothing()


class TestTimingOut:
    def test_ends_what_waits_for_stock(self):
        canceled = PrintJobCanceled(CancelReason.TIMED_OUT)
        job(QUEUED).when(PrintJob.time_out).then(canceled)
        job(QUEUED, PrintJobFellShort(3)).when(PrintJob.time_out).then(canceled)

    @pytest.mark.parametrize(
        "history",
        [
            (QUEUED, RESERVED),
            (QUEUED, RESERVED, SPOOLED),
            (QUEUED, PrintJobCanceled(CancelReason.REQUESTED)),
        ],
    )
    def test_leaves_everything_else_alone(self, history):
        job(*history).when(PrintJob.time_out).then_nothing()


class TestSpooling:
    def test_takes_the_package_once(self):
        def spool(print_job):
            print_job.spool(SPOOLED.package, ())

        job(QUEUED, RESERVED).when(spool).then(SPOOLED)
        job(QUEUED, RESERVED, SPOOLED).when(spool).then_nothing()
        job(QUEUED).when(spool).then_nothing()

    def test_is_told_of_the_certificate_that_was_used(self):
        assert job(QUEUED, RESERVED, SPOOLED).aggregate.certificate == "CD34"


class TestDownloading:
    def download(self, print_job):
        print_job.download(10, 20)

    def test_is_told(self):
        told = PackageDownloaded(10, 20)
        job(QUEUED, RESERVED, SPOOLED).when(self.download).then(told)
        job(QUEUED, RESERVED, SPOOLED, DOWNLOADED).when(self.download).then(told)

    def test_is_refused_too_early(self):
        refusal = errors.TokensNotReadyForDownloadError
        job(QUEUED, RESERVED).when(self.download).then_refused(refusal)

    @pytest.mark.parametrize(
        "history",
        [
            PRINTED,
            (QUEUED, RESERVED, SPOOLED, PrintJobCanceled(CancelReason.REQUESTED)),
            (QUEUED, RESERVED, SPOOLED, DOWNLOADED, PackageDeleted()),
        ],
    )
    def test_is_refused_too_late(self, history):
        job(*history).when(self.download).then_refused(errors.PackageGoneError)


class TestPrinting:
    def test_of_some_tokens(self):
        spans = (Span(MINT, 2, 4),)
        begun = job(QUEUED, RESERVED, SPOOLED, DOWNLOADED)
        begun.when(lambda j: j.print_tokens(spans)).then(TokensPrinted(spans))

    def test_of_the_last_ones_completes_it(self):
        begun = job(QUEUED, RESERVED, SPOOLED, DOWNLOADED, TokensPrinted((Span(MINT, 2, 10),)))
        rest = TokensPrinted((Span(MINT, 0, 2),))
        begun.when(lambda j: j.print_tokens([Span(MINT, 0, 5)])).then(rest, PrintJobCompleted())

    def test_of_what_was_left_out_is_refused_and_not_needed(self):
        history = (QUEUED, RESERVED, WITHOUT_ONE, DOWNLOADED)
        refusal = errors.TokensNotInPrintJobError
        job(*history).when(lambda j: j.print_tokens([Span(MINT, 4, 5)])).then_refused(refusal)
        told = TokensPrinted((Span(MINT, 0, 4), Span(MINT, 5, 10)))
        job(*history).when(PrintJob.confirm).then(told, PrintJobCompleted())

    def test_of_another_mint_request_is_refused(self):
        other = Span(MintRequestId(UUID(int=9)), 0, 1)
        begun = job(QUEUED, RESERVED, SPOOLED, DOWNLOADED)
        refusal = errors.TokensNotInPrintJobError
        begun.when(lambda j: j.print_tokens([other])).then_refused(refusal)

    @pytest.mark.parametrize("history", [(QUEUED,), (QUEUED, RESERVED, SPOOLED)])
    def test_is_refused_before_the_first_download(self, history):
        refusal = errors.PrintJobNotPrintingError
        job(*history).when(PrintJob.confirm).then_refused(refusal)

    def test_of_everything_again_does_nothing(self):
        job(*PRINTED).when(PrintJob.confirm).then_nothing()


class TestCanceling:
    def cancel(self, print_job):
        print_job.cancel(HELD, CancelReason.REQUESTED)

    def test_returns_the_tokens(self):
        returned = TokensUnreserved(
            TokenUnreserved(CARD, OrderId(ID), TokenState.RESERVED),
            (TokenRange(MINT, 0, 10, 3),),
        )
        canceled = PrintJobCanceled(CancelReason.REQUESTED)
        job(QUEUED, RESERVED, SPOOLED).when(self.cancel).then(returned, canceled)

    def test_is_refused_when_codes_have_left(self):
        begun = job(QUEUED, RESERVED, SPOOLED, DOWNLOADED)
        begun.when(self.cancel).then_refused(errors.PrintJobCancellationError)
        job(*PRINTED).when(self.cancel).then_refused(errors.PrintJobAlreadyCompletedError)

    def test_twice_does_nothing(self):
        canceled = PrintJobCanceled(CancelReason.REQUESTED)
        job(QUEUED, canceled).when(self.cancel).then_nothing()

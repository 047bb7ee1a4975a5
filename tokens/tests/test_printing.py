from datetime import timedelta
from uuid import uuid4

import pytest

from tokens.domain.errors import (
    InvalidCatalogItemError,
    InvalidQuantityError,
    NotFoundError,
    VersionMismatchError,
)
from tokens.domain.ids import CatalogId, PrintJobId
from tokens.domain.ordering.commands import CancelOrder
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.commands import (
    ActivatePrintJob,
    CancelPrintJob,
    ConfirmPrintJob,
    DownloadPackage,
    Print,
    PrintTokens,
    VoidPrintJob,
)
from tokens.domain.printing.errors import (
    CertificateRequiredError,
    PackageGoneError,
    PrintJobAlreadyCompletedError,
    PrintJobCancellationError,
    PrintJobNotPrintingError,
    PrintJobNotReadyError,
    TokensNotInPrintJobError,
    TokensNotReadyForDownloadError,
    TooManyDownloadsError,
)
from tokens.domain.printing.print_job import print_job_stream
from tokens.domain.printing.spans import Span
from tokens.domain.token.commands import ActivateToken
from tokens.domain.token.identifier import TokenId
from tokens.tests.harness import NORTHWIND
from tokens.tests.partners import P256, certificate_pem


class TestPrinting:
    def test_reserves_the_tokens_and_makes_a_package(self, harness):
        mint = harness.mint(10)
        job_id = harness.print(4)
        job = harness.get_print_job(job_id)
        assert job.state == "ReadyForDownload"
        assert harness.states(mint, 10) == ["Reserved"] * 4 + ["Circulated"] * 6
        token = harness.token(mint, 0)
        assert (token.version, token.order_id, token.account_id) == (2, job_id, NORTHWIND)
        assert job.package.count == 4
        assert harness.package_names() == [job.package.name]
        assert harness.events(print_job_stream(job_id)) == [
            "PrintJobQueued",
            "TokensReserved",
            "PrintJobSpooled",
        ]

    @pytest.mark.parametrize("quantity", [0, -1, 10**9 + 1])
    def test_refuses_a_quantity_out_of_bounds(self, harness, quantity):
        with pytest.raises(InvalidQuantityError):
            harness.print(quantity)

    def test_refuses_an_unknown_catalog_item(self, harness):
        command = Print(PrintJobId(uuid4()), CatalogId("nothing"), NORTHWIND, 1)
        with pytest.raises(InvalidCatalogItemError):
            harness.execute(command)

    def test_of_the_same_id_happens_once(self, harness):
        mint = harness.mint(10)
        harness.certify(NORTHWIND)
        command = Print(PrintJobId(uuid4()), harness.item, NORTHWIND, 2)
        harness.run(command, command)
        assert harness.states(mint, 10).count("Reserved") == 2
        assert len(harness.package_names()) == 1


class TestCertificates:
    def test_are_required(self, harness):
        with pytest.raises(CertificateRequiredError, match="POST Certificates"):
            harness.execute(Print(PrintJobId(uuid4()), harness.item, NORTHWIND, 1))

    def test_must_be_valid(self, harness):
        pem = certificate_pem(P256.key, end=harness.clock.now() + timedelta(hours=1))
        harness.certify(NORTHWIND, Certificate.parse(pem))
        harness.advance(timedelta(hours=2))
        with pytest.raises(CertificateRequiredError):
            harness.execute(Print(PrintJobId(uuid4()), harness.item, NORTHWIND, 1))

    def test_the_current_one_is_used_when_the_package_is_made(self, harness):
        job_id = harness.print(2)
        first = harness.get_print_job(job_id).certificate
        harness.certify(NORTHWIND, P256.certificate)
        harness.mint(2)
        job = harness.get_print_job(job_id)
        assert first != P256.certificate.thumbprint
        assert job.certificate == job.package.certificate == P256.certificate.thumbprint

    def test_one_that_expires_while_the_job_waits_holds_it_up(self, harness):
        pem = certificate_pem(P256.key, end=harness.clock.now() + timedelta(hours=2))
        harness.certify(NORTHWIND, Certificate.parse(pem))
        job_id = PrintJobId(uuid4())
        harness.run(Print(job_id, harness.item, NORTHWIND, 2))
        harness.advance(timedelta(hours=3))
        mint = harness.mint(2)
        assert harness.get_print_job(job_id).state == "Queued"
        assert harness.states(mint, 2) == ["Reserved"] * 2
        harness.certify(NORTHWIND)
        harness.advance(timedelta(hours=1))
        assert harness.get_print_job(job_id).state == "ReadyForDownload"


class TestShortage:
    def test_waits_and_goes_on_with_the_next_mint(self, harness):
        harness.mint(3)
        job_id = harness.print(5)
        job = harness.get_print_job(job_id)
        assert (job.state, job.shortage) == ("Queued", 2)
        harness.mint(2)
        job = harness.get_print_job(job_id)
        assert (job.state, job.shortage) == ("ReadyForDownload", 0)

    def test_is_served_in_one_line_with_orders(self, harness):
        order = harness.order(3)
        job_id, late = harness.print(4), harness.order(4)
        harness.mint(7)
        assert harness.get_order(order).state == "Fulfilled"
        assert harness.get_print_job(job_id).state == "ReadyForDownload"
        assert harness.get_order(late).state == "Placed"
        harness.run(CancelPrintJob(job_id))
        assert harness.get_order(late).state == "Fulfilled"

    def test_ends_when_an_order_is_canceled(self, harness):
        harness.mint(5)
        order, job_id = harness.order(5), harness.print(3)
        harness.run(CancelOrder(order))
        assert harness.get_print_job(job_id).state == "ReadyForDownload"

    def test_is_not_served_once_it_is_canceled(self, harness):
        job_id = harness.print(5)
        harness.run(CancelPrintJob(job_id))
        mint = harness.mint(5)
        assert harness.get_print_job(job_id).state == "Canceled"
        assert harness.states(mint, 5) == ["Circulated"] * 5


class TestTimingOut:
    def test_ends_what_has_waited_for_a_day(self, harness):
        job_id = harness.print(5)
        harness.advance(timedelta(hours=23, minutes=59))
        assert harness.get_print_job(job_id).state == "Queued"
        harness.advance(timedelta(minutes=1))
        job = harness.get_print_job(job_id)
        assert (job.state, job.cancel_reason, job.shortage) == ("Canceled", "TimedOut", 0)
        mint = harness.mint(5)
        assert harness.states(mint, 5) == ["Circulated"] * 5

    def test_lets_those_behind_it_go_on(self, harness):
        harness.print(5)
        harness.advance(timedelta(hours=1))
        order = harness.order(3)
        harness.advance(timedelta(hours=23))
        harness.mint(3)
        assert harness.get_order(order).state == "Fulfilled"

    def test_leaves_one_with_tokens_alone(self, harness):
        harness.mint(5)
        job_id = harness.print(5)
        harness.advance(timedelta(days=2))
        assert harness.get_print_job(job_id).state == "ReadyForDownload"
        assert not harness.dead_letters()


class TestDownloading:
    def test_begins_printing_and_is_told_each_time(self, harness):
        harness.mint(5)
        job_id = harness.print(5)
        harness.run(DownloadPackage(job_id, 0, 100), DownloadPackage(job_id, 100, 250))
        job = harness.get_print_job(job_id)
        assert (job.state, job.downloads) == ("Printing", 2)
        told = harness.events(print_job_stream(job_id))
        assert told[-2:] == ["PackageDownloaded"] * 2

    def test_is_refused_after_a_thousand_times(self, in_memory):
        in_memory.mint(5)
        job_id = in_memory.print(5)
        for start in range(1000):
            in_memory.execute(DownloadPackage(job_id, start, start + 1))
        with pytest.raises(TooManyDownloadsError, match="1,000 times"):
            in_memory.execute(DownloadPackage(job_id, 0, 1))
        in_memory.run(ConfirmPrintJob(job_id))
        assert in_memory.get_print_job(job_id).state == "Printed"

    def test_is_refused_before_the_package_is_ready(self, harness):
        job_id = harness.print(5)
        with pytest.raises(TokensNotReadyForDownloadError):
            harness.execute(DownloadPackage(job_id, 0, 1))

    def test_gives_the_same_bytes_whole_or_in_parts(self, harness):
        harness.mint(5)
        package = harness.get_print_job(harness.print(5)).package
        whole = b"".join(harness.packages.read(package, 0, package.length))
        assert len(whole) == package.length
        parts = [(0, 10), (10, 700), (700, package.length)]
        read = [b"".join(harness.packages.read(package, *part)) for part in parts]
        assert b"".join(read) == whole


class TestConfirming:
    @pytest.fixture
    def printing(self, harness):
        self.mint = harness.mint(10)
        job_id = harness.print(10)
        harness.run(DownloadPackage(job_id, 0, 1))
        return job_id

    def test_completes_it_and_deletes_the_package(self, harness, printing):
        harness.run(ConfirmPrintJob(printing))
        job = harness.get_print_job(printing)
        assert (job.state, job.printed.size) == ("Printed", 10)
        assert harness.package_names() == []
        with pytest.raises(PackageGoneError):
            harness.execute(DownloadPackage(printing, 0, 1))
        harness.run(ConfirmPrintJob(printing))
        assert harness.get_print_job(printing).version == job.version

    def test_ranges_completes_it_with_the_last(self, harness, printing):
        spans = Span(self.mint, 0, 4), Span(self.mint, 6, 8)
        harness.run(PrintTokens(printing, spans=spans))
        job = harness.get_print_job(printing)
        assert (job.state, job.printed.size) == ("Printing", 6)
        harness.run(PrintTokens(printing, spans=(Span(self.mint, 2, 4),)))
        assert harness.get_print_job(printing).version == job.version
        harness.run(PrintTokens(printing, spans=(Span(self.mint, 3, 10),)))
        job = harness.get_print_job(printing)
        assert (job.state, job.printed.size) == ("Printed", 10)
        assert harness.package_names() == []

    def test_refuses_tokens_that_it_does_not_have(self, harness, printing):
        with pytest.raises(TokensNotInPrintJobError) as refused:
            harness.execute(PrintTokens(printing, spans=(Span(self.mint, 8, 13),)))
        assert refused.value.count == 3

    def test_is_refused_before_the_first_download(self, harness):
        harness.mint(1)
        job_id = harness.print(1)
        for command in (ConfirmPrintJob(job_id), PrintTokens(job_id)):
            with pytest.raises(PrintJobNotPrintingError):
                harness.execute(command)


class TestCanceling:
    def test_returns_the_tokens_and_deletes_the_package(self, harness):
        mint = harness.mint(6)
        job_id = harness.print(4)
        harness.run(ActivateToken(TokenId(mint, 1)), CancelPrintJob(job_id))
        assert harness.get_print_job(job_id).state == "Canceled"
        assert harness.states(mint, 6) == ["Circulated"] * 6
        assert harness.package_names() == []
        with pytest.raises(PackageGoneError):
            harness.execute(DownloadPackage(job_id, 0, 1))
        harness.run(CancelPrintJob(job_id))

    def test_is_refused_once_codes_have_left_the_house(self, harness):
        mint = harness.mint(2)
        job_id = harness.print(2)
        harness.run(DownloadPackage(job_id, 0, 1))
        with pytest.raises(PrintJobCancellationError, match="Void"):
            harness.execute(CancelPrintJob(job_id))
        harness.run(ConfirmPrintJob(job_id))
        with pytest.raises(PrintJobAlreadyCompletedError, match="Void"):
            harness.execute(CancelPrintJob(job_id))
        assert harness.states(mint, 2) == ["Reserved"] * 2

    def test_between_reservation_and_package_leaves_none(self, harness):
        mint = harness.mint(2)
        harness.certify(NORTHWIND)
        job_id = PrintJobId(uuid4())
        harness.execute(Print(job_id, harness.item, NORTHWIND, 2))
        harness.bus.deliver(limit=1)
        assert harness.states(mint, 2) == ["Reserved"] * 2
        harness.run(CancelPrintJob(job_id))
        assert harness.states(mint, 2) == ["Circulated"] * 2
        assert harness.package_names() == []

    def test_is_refused_with_an_old_version(self, harness):
        harness.mint(2)
        with pytest.raises(VersionMismatchError):
            harness.execute(CancelPrintJob(harness.print(2), expected_version=0))

    def test_of_an_unknown_print_job_is_refused(self, harness):
        with pytest.raises(NotFoundError):
            harness.execute(CancelPrintJob(PrintJobId(uuid4())))


class TestActions:
    def test_on_a_whole_print_job(self, harness):
        mint = harness.mint(4)
        job_id = harness.print(3)
        harness.run(ActivatePrintJob(job_id))
        assert harness.states(mint, 4) == ["Activated"] * 3 + ["Circulated"]
        harness.run(VoidPrintJob(job_id, None, "lost"))
        assert harness.states(mint, 4) == ["Voided"] * 3 + ["Circulated"]

    def test_reach_the_tokens_that_were_drawn(self, harness):
        mint = harness.mint(4)
        job_id = harness.print(3)
        harness.run(ActivateToken(TokenId(mint, 1)), VoidPrintJob(job_id))
        assert harness.states(mint, 4) == ["Voided"] * 3 + ["Circulated"]

    def test_are_refused_before_there_is_a_package(self, harness):
        job_id = harness.print(3)
        for action in (ActivatePrintJob, VoidPrintJob):
            with pytest.raises(PrintJobNotReadyError):
                harness.execute(action(job_id))

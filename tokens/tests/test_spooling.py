"""Packages of print jobs: made beside everything else, offered once, deleted in the end."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tokens.application.bus import ATTEMPTS
from tokens.domain.ids import PrintJobId
from tokens.domain.minting.commands import VoidMintRequest
from tokens.domain.printing.commands import (
    CancelPrintJob,
    ConfirmPrintJob,
    DownloadPackage,
    Print,
    PrintTokens,
    TakePackage,
)
from tokens.domain.printing.errors import (
    PackageGoneError,
    TokensNotInPrintJobError,
)
from tokens.domain.printing.print_job import print_job_stream
from tokens.domain.printing.spans import Span
from tokens.domain.token.commands import VoidToken
from tokens.domain.token.identifier import TokenId
from tokens.tests.harness import FABRIKAM, NORTHWIND
from tokens.tests.partners import P256


def meanwhile(harness, monkeypatch, act, *, early=False):
    """Let something happen while a package is being made, towards its beginning or its end."""
    make = harness.packages.make

    def make_slowly(contents, is_wanted):
        if early:
            act(contents.print_job_id)
            return make(contents, is_wanted)
        package = make(contents, is_wanted)
        act(contents.print_job_id)
        return package

    monkeypatch.setattr(harness.packages, "make", make_slowly)


class TestPackages:
    def queued(self, harness, quantity):
        harness.certify(NORTHWIND)
        job_id = PrintJobId(uuid4())
        harness.execute(Print(job_id, harness.item, NORTHWIND, quantity))
        harness.bus.deliver(limit=1)
        return job_id

    def test_leave_out_what_became_worthless(self, harness):
        mint = harness.mint(5)
        job_id = self.queued(harness, 5)
        harness.run(VoidToken(TokenId(mint, 1)))
        job = harness.get_print_job(job_id)
        assert (job.package.count, job.packed.size) == (4, 4)
        harness.run(DownloadPackage(job_id, 0, 1))
        with pytest.raises(TokensNotInPrintJobError):
            harness.execute(PrintTokens(job_id, spans=(Span(mint, 1, 2),)))
        harness.run(PrintTokens(job_id, spans=(Span(mint, 0, 1), Span(mint, 2, 5))))
        assert harness.get_print_job(job_id).state == "Printed"

    def test_of_voided_lots_have_no_tokens(self, harness):
        mint = harness.mint(3)
        job_id = self.queued(harness, 3)
        harness.execute(VoidToken(TokenId(mint, 0)))
        harness.execute(VoidMintRequest(mint))
        harness.deliver()
        job = harness.get_print_job(job_id)
        assert (job.state, job.package.count, job.packed.size) == ("ReadyForDownload", 0, 0)
        harness.run(DownloadPackage(job_id, 0, 1), ConfirmPrintJob(job_id))
        assert harness.get_print_job(job_id).state == "Printed"

    def test_are_made_again_when_what_told_of_them_was_undone(self, harness, monkeypatch):
        harness.mint(3)
        make, fail = harness.packages.make, [True]

        def make_in_vain(*asked):
            package = make(*asked)
            if fail.pop() if fail else False:
                raise RuntimeError
            return package

        monkeypatch.setattr(harness.packages, "make", make_in_vain)
        job_id = harness.print(3)
        assert harness.get_print_job(job_id).state == "Queued"
        lost = harness.package_names()
        harness.advance(timedelta(seconds=1))
        package = harness.get_print_job(job_id).package
        assert package.name not in lost
        assert sorted([package.name, *lost]) == harness.package_names()
        harness.run(CancelPrintJob(job_id))
        assert harness.package_names() == []

    @pytest.mark.parametrize("early", [True, False])
    def test_of_jobs_that_are_canceled_meanwhile_are_none(self, harness, monkeypatch, early):
        mint = harness.mint(3)

        def cancel(job_id):
            harness.execute(CancelPrintJob(job_id))

        meanwhile(harness, monkeypatch, cancel, early=early)
        job_id = harness.print(3)
        assert harness.get_print_job(job_id).state == "Canceled"
        assert harness.states(mint, 3) == ["Circulated"] * 3
        assert harness.package_names() == []

    def test_have_what_was_worth_printing_at_the_beginning(self, harness, monkeypatch):
        mint = harness.mint(3)
        void = VoidToken(TokenId(mint, 1))
        meanwhile(harness, monkeypatch, lambda _: harness.execute(void))
        job = harness.get_print_job(harness.print(3))
        assert (job.state, job.package.count) == ("ReadyForDownload", 3)
        assert harness.states(mint, 3) == ["Reserved", "Voided", "Reserved"]

    def test_that_come_too_late_replace_nothing(self, harness):
        harness.mint(2)
        job_id = harness.print(2)
        package, names = harness.get_print_job(job_id).package, harness.package_names()
        late = replace(package, name=f"{job_id}.late")
        harness.run(TakePackage(job_id, late, ()))
        assert harness.get_print_job(job_id).package == package
        assert harness.package_names() == names

    def test_are_made_once_though_the_message_comes_again(self, harness, monkeypatch):
        harness.mint(2)
        settle, fail = harness.backend.settle, [True]

        def settle_in_vain(envelope):
            if fail.pop() if fail else False:
                raise RuntimeError
            settle(envelope)

        monkeypatch.setattr(harness.backend, "settle", settle_in_vain)
        job_id = harness.print(2)
        names, events = harness.package_names(), harness.events(print_job_stream(job_id))
        harness.advance(timedelta(seconds=1))
        assert harness.package_names() == names
        assert harness.events(print_job_stream(job_id)) == events
        assert harness.dead_letters() == []

    def test_that_cannot_be_made_end_as_a_dead_letter(self, harness, monkeypatch):
        harness.mint(2)

        def fail(*_):
            raise RuntimeError

        monkeypatch.setattr(harness.packages, "make", fail)
        job_id = harness.print(2)
        for _ in range(ATTEMPTS - 1):
            assert harness.dead_letters() == []
            harness.advance(timedelta(minutes=1))
        assert len(harness.dead_letters()) == 1
        assert harness.get_print_job(job_id).state == "Queued"

    def test_wait_for_no_other_message_and_no_other_for_them(self, harness):
        harness.mint(2)
        job_id = self.queued(harness, 2)
        assert harness.bus.deliver() == 0
        assert harness.application.spooler.spool()
        assert not harness.application.spooler.spool()
        assert harness.get_print_job(job_id).state == "ReadyForDownload"

    def test_are_deleted_after_some_time_and_the_job_is_canceled(self, harness):
        mint = harness.mint(2)
        job_id = harness.print(2)
        harness.advance(timedelta(days=29))
        assert len(harness.package_names()) == 1
        harness.advance(timedelta(days=1))
        job = harness.get_print_job(job_id)
        assert (job.state, job.cancel_reason) == ("Canceled", "TimedOut")
        assert harness.package_names() == []
        assert harness.states(mint, 2) == ["Circulated"] * 2

    def test_that_were_downloaded_are_deleted_after_some_time(self, harness):
        mint = harness.mint(2)
        job_id = harness.print(2)
        harness.run(DownloadPackage(job_id, 0, 1))
        harness.advance(timedelta(days=30))
        assert harness.package_names() == []
        assert harness.states(mint, 2) == ["Reserved"] * 2
        with pytest.raises(PackageGoneError):
            harness.execute(DownloadPackage(job_id, 0, 1))
        harness.run(ConfirmPrintJob(job_id))
        assert harness.get_print_job(job_id).state == "Printed"

    def test_are_those_of_their_accounts(self, harness):
        harness.mint(4)
        harness.certify(FABRIKAM, P256.certificate)
        job_id = PrintJobId(uuid4())
        harness.run(Print(job_id, harness.item, FABRIKAM, 2))
        other = harness.print(2)
        assert harness.get_print_job(job_id).certificate == P256.certificate.thumbprint
        assert harness.get_print_job(other).certificate != P256.certificate.thumbprint

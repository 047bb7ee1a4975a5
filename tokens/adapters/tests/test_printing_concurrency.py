"""Real races about print jobs on PostgreSQL: codes that have left never come back."""

from functools import partial
from threading import Semaphore
from uuid import uuid4

import pytest
from django.db import connection

from tokens.adapters.postgres.database import execute
from tokens.adapters.tests.threads import run_together
from tokens.domain.errors import DomainError
from tokens.domain.ids import AccountId, PrintJobId
from tokens.domain.minting.commands import VoidMintRequest
from tokens.domain.printing.commands import CancelPrintJob, DownloadPackage, Print
from tokens.domain.token.commands import ActivateToken, RedeemToken
from tokens.domain.token.identifier import TokenId
from tokens.tests.harness import FABRIKAM, NORTHWIND, PostgresHarness

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


@pytest.fixture
def harness():
    harness = PostgresHarness()
    yield harness
    # Messages of a failed test must not reach the next.
    connection.cursor().execute("DELETE FROM tokens_message")
    connection.cursor().execute("DELETE FROM tokens_waitingorder")


def attempt(harness, command, outcomes):
    try:
        outcomes.append(harness.execute(command).state.value)
    except DomainError as error:
        outcomes.append(error.code)


def test_what_is_downloaded_and_canceled_at_once_is_one_of_the_two(harness):
    mint = harness.mint(ROUNDS)
    for number in range(ROUNDS):
        job_id, outcomes = harness.print(1), []
        commands = DownloadPackage(job_id, 0, 9), CancelPrintJob(job_id)
        run_together([partial(attempt, harness, c, outcomes) for c in commands])
        harness.deliver()
        job = harness.get_print_job(job_id)
        if job.state == "Printing":
            assert sorted(outcomes) == ["PrintJobCancellation", "Printing"], number
            assert job.downloads == 1
        else:
            assert sorted(outcomes) == ["Canceled", "PackageGone"], number
            assert job.downloads == 0
    printing = harness.states(mint, ROUNDS).count("Reserved")
    assert printing + harness.states(mint, ROUNDS).count("Circulated") == ROUNDS


def test_parts_that_are_downloaded_at_once_are_all_told(harness):
    harness.mint(1)
    job_id, outcomes = harness.print(1), []
    parts = [DownloadPackage(job_id, start, start + 9) for start in range(6)]
    run_together([partial(attempt, harness, c, outcomes) for c in parts])
    assert outcomes == ["Printing"] * 6
    assert harness.get_print_job(job_id).downloads == 6


class SlowPackages:
    """Makes packages as another does, each when it is told to go on."""

    def __init__(self, packages):
        self._packages = packages
        self.begun, self.go_on = Semaphore(0), Semaphore(0)

    def __getattr__(self, name):
        return getattr(self._packages, name)

    def make(self, contents, is_wanted):
        self.begun.release()
        assert self.go_on.acquire(timeout=30)
        return self._packages.make(contents, is_wanted)


@pytest.fixture
def slow(harness, monkeypatch):
    packages = SlowPackages(harness.packages)
    monkeypatch.setattr(harness.application.spooler, "_packages", packages)
    return packages


def queued(harness, quantity, account=NORTHWIND):
    harness.certify(account)
    job_id = PrintJobId(uuid4())
    harness.execute(Print(job_id, harness.item, account, quantity))
    while harness.bus.deliver():
        pass
    return job_id


def test_nobody_waits_for_a_package_that_is_being_made(harness, slow):
    mint = harness.mint(6)
    job_id = queued(harness, 4)

    def use():
        assert slow.begun.acquire(timeout=30)
        try:
            execute("SET statement_timeout = 2000")
            assert harness.application.lookup.token(TokenId(mint, 0)).state == "Reserved"
            harness.execute(ActivateToken(TokenId(mint, 0)))
            harness.execute(RedeemToken(TokenId(mint, 0), account_id=AccountId("ann")))
            harness.execute(VoidMintRequest(mint))
            while harness.bus.deliver():
                pass
        finally:
            slow.go_on.release()

    run_together([harness.application.spooler.spool, use])
    assert harness.get_print_job(job_id).state == "ReadyForDownload"
    assert harness.states(mint, 6) == ["Redeemed"] + ["Voided"] * 5


def test_workers_make_packages_of_different_accounts(harness, slow):
    harness.mint(3)
    jobs = [queued(harness, 1, each) for each in (NORTHWIND, NORTHWIND, FABRIKAM)]
    told = []

    def spool():
        told.append(harness.application.spooler.spool())

    def come_late():
        for _ in range(2):
            assert slow.begun.acquire(timeout=30)
        try:
            # One waits still, but its account has one in the making.
            told.append(harness.application.spooler.spool())
        finally:
            slow.go_on.release(2)

    run_together([spool, spool, come_late])
    assert told == [False, True, True]
    states = [harness.get_print_job(job_id).state for job_id in jobs]
    assert states == ["ReadyForDownload", "Queued", "ReadyForDownload"]
    slow.go_on.release()
    assert harness.application.spooler.spool()
    assert harness.get_print_job(jobs[1]).state == "ReadyForDownload"
    assert len(harness.package_names()) == 3


def test_whoever_looks_at_a_token_waits_for_nobody(harness):
    mint = harness.mint(2)
    token_id = TokenId(mint, 0)

    def look():
        execute("SET statement_timeout = 2000")
        assert harness.application.lookup.token(token_id).state == "Circulated"

    with harness.backend.transaction() as transaction:
        assert transaction.vault.covering([token_id])
        run_together([look])

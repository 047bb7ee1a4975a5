"""Real races about print jobs on PostgreSQL: codes that have left never come back."""

from functools import partial

import pytest
from django.db import connection

from tokens.adapters.tests.threads import run_together
from tokens.domain.errors import DomainError
from tokens.domain.printing.commands import CancelPrintJob, DownloadPackage
from tokens.tests.harness import PostgresHarness

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

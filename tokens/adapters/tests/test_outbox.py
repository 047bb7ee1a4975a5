"""Slow messages on PostgreSQL: put off until there is a certificate, and no longer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tokens.adapters.postgres.database import rows
from tokens.domain.ids import PrintJobId
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.commands import Print
from tokens.tests.harness import FABRIKAM, NORTHWIND, PostgresHarness
from tokens.tests.partners import P256, certificate_pem

pytestmark = pytest.mark.django_db


def test_a_new_certificate_ends_the_wait_of_its_own_account_s_packages():
    harness = PostgresHarness()
    end = harness.clock.now() + timedelta(hours=2)
    jobs = []
    for account in (NORTHWIND, FABRIKAM):
        pem = certificate_pem(P256.key, end=end)
        harness.certify(account, Certificate.parse(pem))
        jobs.append(PrintJobId(uuid4()))
        harness.run(Print(jobs[-1], harness.item, account, 2))
    harness.advance(timedelta(hours=3))
    harness.mint(4)
    assert [harness.get_print_job(job).state for job in jobs] == ["Queued"] * 2
    harness.certify(NORTHWIND)
    harness.deliver()
    assert [harness.get_print_job(job).state for job in jobs] == ["ReadyForDownload", "Queued"]
    waiting = rows(
        "SELECT data ->> 'account_id' FROM tokens_message WHERE type LIKE '%%spool%%'"
    )
    assert waiting == [(FABRIKAM,)]

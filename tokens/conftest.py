"""The storages that the contract suites run on."""

import pytest

from tokens.tests.harness import InMemoryHarness, PostgresHarness


@pytest.fixture(
    params=[
        pytest.param(InMemoryHarness, id="in memory"),
        pytest.param(PostgresHarness, id="on PostgreSQL", marks=pytest.mark.django_db),
    ]
)
def harness(request):
    """The application, on each storage in turn."""
    return request.param()


@pytest.fixture
def in_memory():
    """The application in memory."""
    return InMemoryHarness()


@pytest.fixture
def on_postgres(db):  # noqa: ARG001  # asked for its effect
    """The application on PostgreSQL, in a transaction that is undone."""
    return PostgresHarness()

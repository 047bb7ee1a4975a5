"""A pytest plugin: the tests' service with its rows, and a client of it."""

import pytest


@pytest.fixture
def service(db):  # asked for its effect
    """A client of the seeded service."""
    # Only now does Django know the tables.
    from api.odata.tests.service.client import ServiceClient
    from api.odata.tests.service.seed import seed

    seed()
    return ServiceClient()

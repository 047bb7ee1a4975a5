"""One running system for all crashes: each test works with things of its own."""

import pytest

from contoso.tests.running_system import RunningSystem


@pytest.fixture(scope="package")
def system():
    running = RunningSystem.throwaway()
    try:
        yield running.start()
    finally:
        running.stop()
        running.remove()

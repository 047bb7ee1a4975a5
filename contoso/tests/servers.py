"""A pytest plugin: PostgreSQL and Redis of the test run's own, started when first needed.

DATABASE_URL and REDIS_URL are honoured where they are set. The addresses are fixed by the
test settings; the servers start with the first test that asks for them, so that a run of
domain tests alone waits for nothing.
"""

import os
import shutil
from contextlib import ExitStack

import hypothesis
import pytest
from django.conf import settings

from contoso.startup import embedded_postgres, embedded_redis
from contoso.startup.places import Places
from contoso.startup.stop import StopSwitch
from contoso.startup.supervisor import Supervisor

# More examples: HYPOTHESIS_PROFILE=thorough.
hypothesis.settings.register_profile("ci", max_examples=200, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=5000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


class Servers:
    """The servers of one test run."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._places = Places(settings.CONTOSO_HOME)
        self._switch = StopSwitch()
        self._supervisor: Supervisor | None = None

    def postgres(self) -> None:
        server = embedded_postgres.start(
            self._places, self._supervise().run, embedded_postgres.THROWAWAY
        )
        embedded_postgres.wait_until_ready(self._places, server, self._switch)

    def redis(self) -> None:
        server = embedded_redis.start(self._places, self._supervise().run)
        embedded_redis.wait_until_ready(self._places, server, self._switch)

    def stop(self) -> None:
        self._stack.close()

    def _supervise(self) -> Supervisor:
        if self._supervisor is None:
            self._remove()
            self._places.logs.mkdir(mode=0o700, parents=True)
            self._stack.callback(self._remove)
            self._supervisor = Supervisor(self._places, self._switch)
            self._stack.enter_context(self._supervisor)
        return self._supervisor

    def _remove(self) -> None:
        for directory in (self._places.home, self._places.sockets):
            shutil.rmtree(directory, ignore_errors=True)


_SERVERS = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SERVERS] = Servers()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started, however the run ended."""
    config.stash[_SERVERS].stop()


@pytest.fixture(scope="session")
def postgres_url(pytestconfig: pytest.Config) -> str:
    """A running PostgreSQL; its address."""
    if settings.OWN_DATABASE:
        pytestconfig.stash[_SERVERS].postgres()
    return os.environ.get("DATABASE_URL") or Places(settings.CONTOSO_HOME).database_url


@pytest.fixture(scope="session")
def redis_url(pytestconfig: pytest.Config) -> str:
    """A running Redis; its address."""
    if settings.OWN_REDIS:
        pytestconfig.stash[_SERVERS].redis()
    return str(settings.REDIS_URL)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_url: str) -> None:
    """pytest-django asks for this before it makes the test database."""

"""The composition root: builds the application from ports, each replaceable by an argument."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import redis
from celery import current_app
from django.conf import settings
from django.core.files.storage import storages

from tokens.adapters.clocks import SystemClock
from tokens.adapters.environment_key_ring import EnvironmentKeyRing
from tokens.adapters.file_key_ring import FileKeyRing
from tokens.adapters.hints import Hints
from tokens.adapters.postgres.backend import PostgresBackend
from tokens.adapters.postgres.dead_letters import PostgresDeadLetters
from tokens.adapters.postgres.key_check import check_key_ring
from tokens.adapters.postgres.ordered_reader import OrderedReader
from tokens.adapters.postgres.serials import PostgresSerials
from tokens.adapters.signing_identity import signing_identity
from tokens.adapters.stored_packages import StoredPackages
from tokens.application.bus import Bus
from tokens.application.looking import Lookup
from tokens.application.spooler import Spooler
from tokens.domain.codes.book import CodeBook
from tokens.domain.codes.key_ring import KeyRing
from tokens.domain.packages.signature import SigningIdentity
from tokens.domain.ports import Backend, Clock, DeadLetters, Packages, Serials

MESSAGES_TASK = "tokens.deliver_messages"
EVENTS_TASK = "projections.catch_up"
UPKEEP_TASK = "projections.upkeep"
PACKAGES_TASK = "tokens.make_packages"


@dataclass(frozen=True)
class Application:
    """The write side, ready to use."""

    bus: Bus
    spooler: Spooler
    lookup: Lookup
    codes: CodeBook
    serials: Serials
    dead_letters: DeadLetters
    packages: Packages
    clock: Clock


def build(
    *,
    backend: Backend,
    dead_letters: DeadLetters,
    serials: Serials,
    codes: CodeBook,
    packages: Packages,
    clock: Clock,
    order_timeout: timedelta = timedelta(days=1),
    print_job_timeout: timedelta = timedelta(days=1),
    package_retention: timedelta = timedelta(days=30),
) -> Application:
    """Build an application from its ports; nothing is shared with any other."""
    bus = Bus(
        backend=backend,
        clock=clock,
        packages=packages,
        order_timeout=order_timeout,
        print_job_timeout=print_job_timeout,
        package_retention=package_retention,
    )
    lookup = Lookup(backend)
    return Application(
        bus=bus,
        spooler=Spooler(bus, lookup, backend, packages, clock),
        lookup=lookup,
        codes=codes,
        serials=serials,
        dead_letters=dead_letters,
        packages=packages,
        clock=clock,
    )


@cache
def application() -> Application:
    """Return the application of this process, as the settings say."""
    clock = SystemClock()
    key_ring = key_ring_of_settings()
    codes = CodeBook(key_ring)
    serials = PostgresSerials(key_ring)
    backend = PostgresBackend(
        clock,
        serials,
        on_events=hints(EVENTS_TASK).give,
        on_messages=hints(MESSAGES_TASK).give,
        on_slow_messages=hints(PACKAGES_TASK).give,
    )
    return build(
        backend=backend,
        dead_letters=PostgresDeadLetters(hints(MESSAGES_TASK).give),
        serials=serials,
        codes=codes,
        packages=StoredPackages(storages["packages"], codes, package_signer),
        clock=clock,
        order_timeout=settings.ORDER_TIMEOUT,
        print_job_timeout=settings.PRINT_JOB_TIMEOUT,
        package_retention=settings.PACKAGE_RETENTION,
    )


@cache
def hints(task: str) -> Hints:
    """Return the hints that wake a task of the workers."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1
    )
    return Hints(client, task, current_app.send_task)


def package_signer() -> SigningIdentity:
    """Return what packages are signed by. Raises: UnusableIdentityError."""
    return signing_identity(
        settings.CONTOSO_KEY_RING.with_name("package-signing.pem"), settings.PACKAGE_SIGNING_KEY
    )


def key_ring_of_settings() -> KeyRing:
    """Return the keys that the surroundings supply or, where they do not, those of the file.

    Raises: KeyRingUnusableError.
    """
    if settings.CONTOSO_KEY_RING_KEYS:
        return EnvironmentKeyRing(settings.CONTOSO_KEY_RING_KEYS)
    return FileKeyRing(settings.CONTOSO_KEY_RING)


def check_keys() -> None:
    """Make sure that the key ring is the one that the codes in use were made with.

    Raises: KeyRingLostError.
    """
    check_key_ring(key_ring_of_settings())


def event_reader() -> OrderedReader:
    """Return the log as projections read it."""
    return OrderedReader()

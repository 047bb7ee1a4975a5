"""`python -m contoso.startup`: start everything, say where it is, wait, stop everything."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured

from contoso.environment import Environment
from contoso.startup import (
    embedded_postgres,
    embedded_redis,
    preflight,
    preparation,
    readiness,
    services,
)
from contoso.startup.announcement import announcement
from contoso.startup.places import Places
from contoso.startup.problem import StartupProblem
from contoso.startup.stop import StopRequested, StopSwitch
from contoso.startup.supervisor import Supervisor

_ENDING_SECONDS = 15.0


def main() -> int:
    """Run until asked to stop. Returns the exit code: 1 when something is missing."""
    switch = StopSwitch()
    switch.listen()
    try:
        environment = Environment.read()
        port = preflight.port_number(os.environ.get("PORT") or "8000")
        _set_environment(environment)
        places = Places(environment.home)
        with (
            preflight.only_one(places) as was_killed,
            _temporary_sockets(places),
            Supervisor(places, switch) as supervisor,
        ):
            _wait_for_port(port, switch, _ENDING_SECONDS if was_killed else 0)
            _start(environment, places, port, supervisor, switch)
            print(announcement(places, port), flush=True)  # noqa: T201 - for whoever started us
            supervisor.watch()
    except StopRequested:
        return 0
    except (StartupProblem, ImproperlyConfigured) as problem:
        print(f"Contoso Tokens cannot run: {problem}", file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


def _wait_for_port(port: int, switch: StopSwitch, seconds: float) -> None:
    """Give those who end because their supervisor was killed the time for it."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            preflight.port_is_free(port)
        except StartupProblem:
            if time.monotonic() >= deadline:
                raise
            switch.sleep(0.1)
        else:
            return


@contextmanager
def _temporary_sockets(places: Places) -> Iterator[None]:
    """Take the sockets away at the end: their directory may lie outside of home."""
    try:
        yield
    finally:
        shutil.rmtree(places.sockets, ignore_errors=True)


def _set_environment(environment: Environment) -> None:
    """Say to Django here and to every child alike what this start has settled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contoso.settings.local")
    os.environ["CONTOSO_HOME"] = str(environment.home)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(Places(environment.home).metrics)


def _start(
    environment: Environment,
    places: Places,
    port: int,
    supervisor: Supervisor,
    switch: StopSwitch,
) -> None:
    shutil.rmtree(places.metrics, ignore_errors=True)
    places.metrics.mkdir(mode=0o700)
    postgres = redis = None
    if environment.database_url is None:
        postgres = embedded_postgres.start(places, supervisor.run)
    else:
        preflight.database_answers(environment.database_url)
    if environment.redis_url is None:
        redis = embedded_redis.start(places, supervisor.run)
    else:
        preflight.redis_answers(environment.redis_url)
    # The servers start while we import.
    preparation.load_django()
    if postgres is not None:
        embedded_postgres.wait_until_ready(places, postgres, switch)
    if redis is not None:
        embedded_redis.wait_until_ready(places, redis, switch)
    preparation.prepare_database()
    # Only now: whoever sees /health/ready say yes may read demo.json and find the workers.
    for command in services.commands(port):
        supervisor.run(command)
    readiness.wait_until_ready(port, supervisor, switch)


if __name__ == "__main__":
    sys.exit(main())

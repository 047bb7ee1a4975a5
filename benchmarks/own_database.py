"""A database of the benchmark's own, on a server with the parameters of `make up`."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def own_database() -> Iterator[None]:
    """Set Django up on a server that is started here, and removed at the end.

    DATABASE_URL is honoured: then a test database is made there and removed.
    """
    home = Path(tempfile.mkdtemp(prefix="contoso-bench-"))
    # The server may run as another user, who must reach its data.
    home.chmod(0o711)
    os.environ["CONTOSO_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "contoso.settings.local"
    try:
        with _server(home):
            django.setup()
            from django.test.utils import (  # noqa: PLC0415 - needs Django set up
                setup_databases,
                teardown_databases,
            )

            made = setup_databases(verbosity=0, interactive=False)
            try:
                yield
            finally:
                teardown_databases(made, verbosity=0)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _server(home: Path) -> Iterator[None]:
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from contoso.startup import embedded_postgres  # noqa: PLC0415 - only where it is used
    from contoso.startup.places import Places  # noqa: PLC0415
    from contoso.startup.stop import StopSwitch  # noqa: PLC0415
    from contoso.startup.supervisor import Supervisor  # noqa: PLC0415

    places, switch = Places(home), StopSwitch()
    places.logs.mkdir(mode=0o700, parents=True)
    with Supervisor(places, switch) as supervisor:
        server = embedded_postgres.start(places, supervisor.run)
        embedded_postgres.wait_until_ready(places, server, switch)
        yield

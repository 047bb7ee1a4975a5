"""What must hold before anything is started, asked in the order in which a person would."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import redis

from contoso.startup.places import Places
from contoso.startup.problem import StartupProblem


@contextmanager
def only_one(places: Places) -> Iterator[bool]:
    """Hold this home for as long as the block runs; the kernel lets go even after a kill.

    Tells whether whoever held it before was killed.

    Raises: StartupProblem when another supervisor holds it, or home cannot be written.
    """
    try:
        for directory in (places.home, places.logs):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = places.lock.open("a+")
    except OSError as problem:
        message = f"Cannot write to CONTOSO_HOME ({places.home}): {problem.strerror}"
        raise StartupProblem(message) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = (
                f"Contoso Tokens is already running from {places.home}. "
                "Stop it first, or set CONTOSO_HOME to another directory."
            )
            raise StartupProblem(message) from None
        lock.seek(0)
        was_killed = bool(lock.read())
        lock.truncate(0)
        lock.write("held")
        lock.flush()
        try:
            yield was_killed
        finally:
            lock.truncate(0)


def port_number(text: str) -> int:
    """The port to serve. Raises: StartupProblem when the text is no port."""
    highest = 65_535
    if not text.isdecimal() or not 0 < int(text) <= highest:
        message = f"PORT must be a number from 1 to {highest}, not {text!r}"
        raise StartupProblem(message)
    return int(text)


def port_is_free(port: int) -> None:
    """Raises: StartupProblem when somebody serves this port, or we may not."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            message = (
                f"Port {port} cannot be used: {problem.strerror}. "
                "Set PORT to another one, as in: make up PORT=8001"
            )
            raise StartupProblem(message) from None


def database_answers(url: str) -> None:
    """Raises: StartupProblem with the reason that the database gives."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute("SELECT 1")
    except psycopg.ProgrammingError:
        # The parser's own words repeat parts of the URL, and so may tell the password.
        message = "DATABASE_URL is not a PostgreSQL connection string"
        raise StartupProblem(message) from None
    except psycopg.Error as problem:
        reason = " ".join(str(problem).split())
        message = f"The database of DATABASE_URL refuses: {reason}"
        raise StartupProblem(message) from None


def redis_answers(url: str) -> None:
    """Raises: StartupProblem with the reason that Redis gives."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as problem:
        message = f"The Redis of REDIS_URL refuses: {problem}"
        raise StartupProblem(message) from None

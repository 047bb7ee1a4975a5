"""`make up`, started as a real process."""

import http.client
import select
import signal
import socket
import stat
import time

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from contoso.startup.places import Places
from contoso.tests.running_system import RunningSystem

pytestmark = pytest.mark.slow


@pytest.fixture
def system():
    running = RunningSystem.throwaway()
    yield running
    end(running)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One for all that leave it running."""
    system = RunningSystem(tmp_path_factory.mktemp("long") / ("d" * 60) / ("e" * 60))
    try:
        yield system.start()
    finally:
        end(system)


def end(system):
    if system.process is not None and system.process.poll() is None:
        system.stop()
    system.remove()


def family(system):
    """Everything that runs below the supervisor."""
    return psutil.Process(system.process.pid).children(recursive=True)


def command(process):
    """Its command line; empty once it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def gone(processes, seconds=15.0):
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def wait_for(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def announced(system):
    """Itself, once it has said where it is; whoever asks may find it ready before."""
    assert select.select([system.process.stdout], [], [], 20)[0]
    return system


def refusal(system, **variables):
    """One clear message, exit code 1, no traceback."""
    process = system.launch(**variables)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output) == (1, "")
    assert "Traceback" not in errors
    return errors


class TestUp:
    def test_serves_until_it_is_told_to_stop_and_goes_on_with_the_data(self, system):
        announced(system.start())
        assert system.get("/health/live")[0] == 200
        first = system.demo
        assert wait_for(lambda: len(family(system)) >= 8)
        stopped = family(system)
        system.process.send_signal(signal.SIGTERM)
        code, output, errors = system.stop()
        assert (code, errors) == (0, "")
        assert system.address in output
        assert first["admin"]["password"] in output
        assert gone(stopped, seconds=0.5)

        system.start()
        assert system.demo == first
        orphaned = family(system)
        system.process.kill()
        system.process.communicate()
        # What served the port ends within moments, and is waited for.
        code, output, _ = announced(system.start()).stop()
        assert gone(orphaned)
        assert code == 0
        assert first["admin"]["password"] in output

    def test_uses_the_servers_that_it_is_given_and_leaves_them_running(
        self, system, postgres_url, redis_url
    ):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE given")
        given = make_conninfo(postgres_url, dbname="given")

        system.start(DATABASE_URL=given, REDIS_URL=redis_url)
        names = {child.name() for child in family(system)}
        system.stop()

        assert names.isdisjoint({"postgres", "redis-server"})
        with psycopg.connect(given) as connection:
            assert connection.execute("SELECT count(*) FROM api_client").fetchone() == (4,)

    def test_stops_in_the_middle_of_its_start(self, system):
        process = system.launch()
        assert wait_for(lambda: family(system))
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")


class TestRunning:
    def test_a_home_with_a_long_path_works(self, running):
        assert not Places(running.home).sockets.is_relative_to(running.home)
        assert running.get("/health/ready")[0] == 200

    def test_the_credentials_are_for_their_owner_alone(self, running):
        assert stat.S_IMODE((running.home / "demo.json").stat().st_mode) == 0o600
        assert set(running.demo["clients"]) == {
            "operator",
            "northwind",
            "fabrikam",
            "storefront",
        }

    def test_a_worker_that_dies_is_started_again(self, running):
        name = "messages@%h"
        worker = next(child for child in family(running) if name in command(child))
        worker.kill()
        assert wait_for(
            lambda: any(
                name in command(child) and child.pid != worker.pid
                for child in psutil.Process(running.process.pid).children()
            )
        )

    def test_reads_chunked_bodies_and_refuses_large_ones(self, running):
        statuses = []
        for size in (1_048_576, 1_048_577):
            connection = http.client.HTTPConnection("127.0.0.1", running.port)
            connection.request("GET", "/health/live", body=iter([b"x" * size]))
            statuses.append(connection.getresponse().status)
            connection.close()
        assert statuses == [200, 413]

    def test_another_one_does_not_start_from_the_same_home(self, running):
        other = RunningSystem(running.home)
        assert "is already running from" in refusal(other)
        assert running.get("/health/ready")[0] == 200


class TestRefusals:
    def test_a_port_in_use(self, system):
        with socket.socket() as other:
            other.bind(("127.0.0.1", system.port))
            other.listen()
            assert f"Port {system.port} cannot be used" in refusal(system)

    def test_a_port_that_is_none(self, system):
        assert "PORT must be a number" in refusal(system, PORT="http")

    def test_a_database_that_refuses(self, system):
        url = "postgresql://somebody:secret@127.0.0.1:1/tokens"
        message = refusal(system, DATABASE_URL=url)
        assert "The database of DATABASE_URL refuses" in message
        assert "secret" not in message

    def test_a_database_url_that_cannot_be_read(self, system):
        message = refusal(system, DATABASE_URL="postgresql://host:port:secret/x?y")
        assert "DATABASE_URL is not a PostgreSQL connection string" in message
        assert "secret" not in message

    def test_a_redis_that_refuses(self, system):
        message = refusal(system, REDIS_URL="redis://127.0.0.1:1/0")
        assert "The Redis of REDIS_URL refuses" in message

    def test_a_home_that_cannot_be_written(self, system):
        file = system.home / "file"
        file.touch()
        message = refusal(system, CONTOSO_HOME=str(file / "home"))
        assert "Cannot write to CONTOSO_HOME" in message

"""`make up`, started as a real process."""

import http.client
import os
import signal
import socket
import stat
import time

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from contoso.tests.running_system import RunningSystem

pytestmark = pytest.mark.slow


@pytest.fixture
def system():
    running = RunningSystem.throwaway()
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()
    running.remove()


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


class TestUp:
    def test_serves_until_it_is_told_to_stop_and_leaves_nothing_running(self, system):
        system.start()
        assert system.get("/health/live")[0] == 200
        assert wait_for(lambda: len(family(system)) >= 8)
        started = family(system)

        system.process.send_signal(signal.SIGTERM)
        code, output, errors = system.stop()

        assert (code, errors) == (0, "")
        assert system.address in output
        assert system.demo["admin"]["password"] in output
        assert gone(started, seconds=0.5)

    def test_the_credentials_are_for_their_owner_alone(self, system):
        system.start()
        assert stat.S_IMODE((system.home / "demo.json").stat().st_mode) == 0o600
        assert set(system.demo["clients"]) == {
            "operator",
            "northwind",
            "fabrikam",
            "storefront",
        }

    def test_a_second_start_continues_with_the_data(self, system):
        system.start()
        first = system.demo
        system.stop()

        _, output, _ = system.start().stop()

        assert system.demo == first
        assert first["admin"]["password"] in output

    def test_children_do_not_outlive_a_killed_supervisor_and_the_next_start_recovers(
        self, system
    ):
        system.start()
        started = family(system)
        system.process.kill()
        system.process.communicate()

        system.start()

        assert gone(started)
        assert system.stop()[0] == 0

    def test_a_worker_that_dies_is_started_again(self, system):
        system.start()
        name = "messages@%h"
        worker = next(child for child in family(system) if name in command(child))
        worker.kill()
        assert wait_for(
            lambda: any(
                name in command(child) and child.pid != worker.pid
                for child in psutil.Process(system.process.pid).children()
            )
        )

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

    def test_reads_chunked_bodies_and_refuses_large_ones(self, system):
        system.start()
        statuses = []
        for size in (1_048_576, 1_048_577):
            connection = http.client.HTTPConnection("127.0.0.1", system.port)
            connection.request("GET", "/health/live", body=iter([b"x" * size]))
            statuses.append(connection.getresponse().status)
            connection.close()
        assert statuses == [200, 413]

    def test_stops_in_the_middle_of_its_start(self, system):
        process = system.launch()
        assert wait_for(lambda: family(system))
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")


class TestRefusals:
    """One clear message, exit code 1, no traceback."""

    def refusal(self, system, **variables):
        process = system.launch(**variables)
        output, errors = process.communicate(timeout=30)
        assert (process.returncode, output) == (1, "")
        assert "Traceback" not in errors
        return errors

    def test_a_port_in_use(self, system):
        with socket.socket() as other:
            other.bind(("127.0.0.1", system.port))
            other.listen()
            assert f"Port {system.port} cannot be used" in self.refusal(system)

    def test_a_port_that_is_none(self, system):
        assert "PORT must be a number" in self.refusal(system, PORT="http")

    def test_a_database_that_refuses(self, system):
        url = "postgresql://somebody:secret@127.0.0.1:1/tokens"
        message = self.refusal(system, DATABASE_URL=url)
        assert "The database of DATABASE_URL refuses" in message
        assert "secret" not in message

    def test_a_database_url_that_cannot_be_read(self, system):
        message = self.refusal(system, DATABASE_URL="postgresql://host:port:secret/x?y")
        assert "DATABASE_URL is not a PostgreSQL connection string" in message
        assert "secret" not in message

    def test_a_redis_that_refuses(self, system):
        message = self.refusal(system, REDIS_URL="redis://127.0.0.1:1/0")
        assert "The Redis of REDIS_URL refuses" in message

    def test_a_home_that_cannot_be_written(self, system):
        file = system.home / "file"
        file.touch()
        message = self.refusal(system, CONTOSO_HOME=str(file / "home"))
        assert "Cannot write to CONTOSO_HOME" in message

    def test_another_one_running_from_the_same_home(self, system):
        system.start()
        other = RunningSystem(system.home)
        assert "is already running from" in self.refusal(other)
        assert system.get("/health/ready")[0] == 200


def test_a_home_with_a_long_path_works(tmp_path_factory):
    deep = tmp_path_factory.mktemp("long") / ("d" * 60) / ("e" * 60)
    system = RunningSystem(deep)
    try:
        system.start()
        assert system.stop()[0] == 0
    finally:
        if system.process is not None and system.process.poll() is None:
            os.kill(system.process.pid, signal.SIGTERM)
            system.process.wait(30)

"""Reading the environment."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from contoso.environment import Environment


class TestRead:
    def test_has_defaults_for_everything(self):
        environment = Environment.read({})
        assert environment.home == Path(".contoso").absolute()
        assert environment.key_ring == environment.home / "keyring.json"
        assert environment.order_timeout == timedelta(days=1)
        assert environment.print_job_timeout == timedelta(days=1)
        assert environment.database_url is None

    def test_bounds_no_statement_unless_asked(self):
        assert Environment.read({}).statement_timeout == 0
        assert Environment.read({"STATEMENT_TIMEOUT": "10"}).statement_timeout == 10

    def test_empty_means_missing(self):
        assert Environment.read({"DATABASE_URL": "", "CONTOSO_HOME": ""}).database_url is None

    def test_reads_lists(self):
        hosts = Environment.read({"ALLOWED_HOSTS": "a.example, b.example,"}).allowed_hosts
        assert hosts == ("a.example", "b.example")

    def test_finds_the_trace_of_messages_wherever_a_process_works(self):
        assert Environment.read({"CONTOSO_BUS_TRACE": "t"}).bus_trace == Path("t").absolute()
        assert Environment.read({}).bus_trace is None

    def test_takes_a_level_in_any_case_and_no_other(self):
        assert Environment.read({"LOG_LEVEL": "debug"}).log_level == "DEBUG"
        with pytest.raises(ImproperlyConfigured, match=r"LOG_LEVEL must .* not 'loud'"):
            Environment.read({"LOG_LEVEL": "loud"})

    @pytest.mark.parametrize("value", ["0", "-1", "day", "1.5", "9" * 17, "²"])
    def test_names_the_variable_that_it_cannot_understand(self, value):
        with pytest.raises(ImproperlyConfigured, match="ORDER_TIMEOUT"):
            Environment.read({"ORDER_TIMEOUT": value})


class TestDemand:
    def test_names_all_that_is_missing(self):
        with pytest.raises(ImproperlyConfigured, match="SECRET_KEY, REDIS_URL"):
            Environment.read({}).demand(DATABASE_URL="x", SECRET_KEY=None, REDIS_URL="")

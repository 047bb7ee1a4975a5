"""What DATABASE_URL and REDIS_URL mean."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from contoso.connections import celery_broker, database


class TestDatabase:
    @pytest.mark.parametrize(
        ("url", "host", "port"),
        [
            ("postgresql://me:p%40ss@db.example:6432/tokens", "db.example", "6432"),
            ("postgres://me:p%40ss@db.example/tokens", "db.example", ""),
            ("postgresql://me:p%40ss@%2Frun%2Fpg/tokens", "/run/pg", ""),
            ("postgresql:///tokens?host=/run/pg&user=me&password=p%40ss", "/run/pg", ""),
            ("host=/run/pg dbname=tokens user=me password=p@ss", "/run/pg", ""),
            ("postgresql://me:p%40ss@[::1]:5432/tokens", "::1", "5432"),
        ],
    )
    def test_reads_every_form_that_libpq_reads(self, url, host, port):
        entry = database(url, pool_size=None)
        read = (entry["HOST"], entry["PORT"], entry["NAME"], entry["USER"], entry["PASSWORD"])
        assert read == (host, port, "tokens", "me", "p@ss")

    def test_passes_other_parameters_on(self):
        entry = database("postgresql://db/tokens?sslmode=require", pool_size=None)
        assert entry["OPTIONS"]["sslmode"] == "require"
        assert "pool" not in entry["OPTIONS"]

    def test_bounds_the_pool(self):
        assert database("postgresql://db/tokens", pool_size=7)["OPTIONS"]["pool"][
            "max_size"
        ] == (7)

    def test_bounds_statements_where_that_is_asked_for(self):
        url = "postgresql://db/tokens?options=-c%20work_mem%3D8MB"
        bounded = database(url, pool_size=None, statement_timeout=10)["OPTIONS"]
        assert bounded["options"] == "-c work_mem=8MB -c statement_timeout=10000"
        assert database(url, pool_size=None)["OPTIONS"]["options"] == "-c work_mem=8MB"
        assert "options" not in database("postgresql://db/tokens", pool_size=None)["OPTIONS"]

    @pytest.mark.parametrize("url", ["mysql://secret@db/tokens", "postgresql://secret@db"])
    def test_refuses_others_without_repeating_them(self, url):
        with pytest.raises(ImproperlyConfigured) as refusal:
            database(url, pool_size=None)
        assert "secret" not in str(refusal.value)


class TestCeleryBroker:
    @pytest.mark.parametrize(
        ("url", "broker"),
        [
            ("redis://:pw@host:6379/2", "redis://:pw@host:6379/2"),
            ("rediss://host", "rediss://host"),
            ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
            ("unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3"),
        ],
    )
    def test_spells_the_url_as_celery_does(self, url, broker):
        assert celery_broker(url) == broker

    def test_refuses_other_schemes(self):
        with pytest.raises(ImproperlyConfigured):
            celery_broker("http://host")

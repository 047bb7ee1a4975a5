"""What the health pages say."""

import pytest
from django.db import OperationalError, connection

from contoso import health


class TestLive:
    def test_needs_nothing(self, client):
        assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
class TestReady:
    def test_all_is_well(self, client, redis_url):
        answer = client.get("/health/ready")
        assert answer.status_code == 200
        assert answer.json()["checks"] == {
            "database": "ok",
            "migrations": "ok",
            "redis": "ok",
        }

    def test_names_redis_when_it_is_away(self, client, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["checks"]["redis"] == "failed: ConnectionError"

    def test_names_a_migration_that_is_missing(self, client, redis_url):
        health._waiting_migrations.cache_clear()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'api'")
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert "api.0001_service_clients" in answer.json()["checks"]["migrations"]

    def test_names_the_database_without_telling_where_it_is(self, client, redis_url):
        def refuse(*_):
            message = "connection to secret-host refused"
            raise OperationalError(message)

        health._waiting_migrations.cache_clear()
        with connection.execute_wrapper(refuse):
            answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["checks"]["database"] == "failed: OperationalError"
        assert "secret-host" not in answer.text


class TestMetrics:
    def test_counts_requests_by_route(self, client):
        client.get("/health/live")
        text = client.get("/metrics").text
        assert 'contoso_http_request_seconds_count{method="GET",route="health/live"' in text


class TestDocumentation:
    def test_the_schema_is_readable(self, client):
        assert client.get("/api/schema/").status_code == 200

    def test_the_page_takes_nothing_from_other_hosts(self, client):
        page = client.get("/api/docs/").text
        assert "swagger-ui-bundle.js" in page
        assert "https://" not in page

"""What those who come by a page, or for a token, hear while the database is away."""

import pytest
from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

from projections.tests.operators import signed_in

pytestmark = pytest.mark.django_db


def refuse(*_):
    message = "connection to secret-host refused"
    raise OperationalError(message)


def cancel(*_):
    raise OperationalError from QueryCanceled()


@pytest.mark.parametrize("path", ["/admin/", "/admin/tokens/event/", "/admin/workers/"])
def test_the_console_says_so(path):
    client = signed_in("vera", "Viewer")
    with connection.execute_wrapper(refuse):
        page = client.get(path)
    assert page.status_code == 503
    assert page["Retry-After"] == "5"
    assert "The database cannot be reached just now" in page.text
    assert "secret-host" not in page.text


def test_signing_in_says_so(client):
    with connection.execute_wrapper(refuse):
        page = client.post("/admin/login/", {"username": "vera", "password": "x" * 12})
    assert page.status_code == 503


def test_a_page_that_takes_too_long_says_so():
    client = signed_in("vera", "Viewer")
    with connection.execute_wrapper(cancel):
        page = client.get("/admin/")
    assert page.status_code == 503
    assert "This took too long" in page.text


def test_the_token_endpoint_says_so(client):
    form = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}
    with connection.execute_wrapper(refuse):
        answer = client.post("/oauth/token", form)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer.json() == {"error": "temporarily_unavailable"}

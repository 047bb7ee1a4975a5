"""A client of the API as tests use one: over HTTP, with a role, and with workers at hand."""

import base64
import json
from typing import Any

from django.test import Client as Http

from api.client_secrets import issue_secret
from api.models import Client
from projections import runner
from projections.projectors import PROJECTIONS
from projections.tests.past import leave_behind
from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.ordered_reader import LAST_POSITION, events_between
from tokens.bootstrap import application
from tokens.tests.workers import work_off

ROOT = "/api/v1/"


class WithinTransaction:
    """The log as the test's own transaction sees it, which nobody else has committed to."""

    def read(self, after, limit):
        return events_between(after, self.safe_position(), limit)

    def safe_position(self):
        return rows(LAST_POSITION)[0][0]


def deliver():
    """Deliver all messages, as the workers would."""
    work_off(application())


def settle():
    """Do what the workers would have done by now."""
    deliver()
    runner.catch_up(PROJECTIONS, WithinTransaction())


def begin():
    """Leave what earlier tests committed to the past."""
    application.cache_clear()
    leave_behind()


class Caller:
    """A service client."""

    def __init__(self, client: Client) -> None:
        text = f"{client.id}:{issue_secret(client)}"
        self.authorization = "Basic " + base64.b64encode(text.encode()).decode()
        self.http = Http(raise_request_exception=False)

    def bearer(self, scope: str) -> str:
        """The Authorization of a token with some scopes."""
        answer = self.http.post(
            "/oauth/token",
            {"grant_type": "client_credentials", "scope": scope},
            headers={"Authorization": self.authorization},
        )
        assert answer.status_code == 200, answer.content
        return f"Bearer {answer.json()['access_token']}"

    def send(self, method: str, path: str, body: Any = None, **headers: str):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.http.generic(
            method,
            path if path.startswith(("/", "http")) else ROOT + path,
            b"" if body is None else data,
            content_type=given.pop("Content-Type", "application/json"),
            headers={"Authorization": self.authorization, **given},
        )

    def get(self, path: str, **headers: str):
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str):
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str):
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str):
        return self.send("DELETE", path, **headers)

    def created(self, path: str, body: Any, **headers: str) -> dict[str, Any]:
        """What POST created; it must have."""
        response = self.post(path, body, **headers)
        assert response.status_code == 201, response.content
        made: dict[str, Any] = response.json()
        return made


def error(response) -> dict[str, Any]:
    """The error that a response tells, in OData's form and with OData's headers."""
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Language"] == "en"
    assert response.headers["OData-Version"] in {"4.0", "4.01"}
    told: dict[str, Any] = response.json()["error"]
    assert told["code"]
    assert told["message"]
    return told


def codes(caller: Caller, order_id: str) -> list[str]:
    """The codes of an order's tokens."""
    response = caller.get(f"Orders({order_id})/Tokens")
    assert response.status_code == 200, response.content
    return [token["code"] for token in response.json()["value"]]


def recorded() -> int:
    """How many events there are."""
    ((count,),) = rows("SELECT count(*) FROM tokens_event")
    return int(count)

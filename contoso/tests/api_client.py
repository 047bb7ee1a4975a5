"""A client of the API: what a person with a role sends, and what comes back."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

ROOT = "/api/v1/"


class Answer(NamedTuple):
    """Status, headers by lower-case name, and body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.text)
        return body

    @property
    def tag(self) -> str:
        """The entity tag."""
        return self.headers["etag"]

    @property
    def refusal(self) -> str:
        """Status and code, as scenarios spell them; the status alone of what is no refusal."""
        code = self.json["error"]["code"] if self.status >= 400 else ""
        return f"{self.status} {code}".strip()

    def expect(self, status: int) -> "Answer":
        """Itself, if it has this status."""
        assert self.status == status, f"{self.status} instead of {status}: {self.text}"
        return self


class Client:
    """Sends requests in one role; a read sees what the same client has written before."""

    def __init__(
        self,
        address: str,
        credentials: Mapping[str, str] | None,
        name_request: Callable[[], str],
    ) -> None:
        self._root = address + ROOT
        self._name_request = name_request
        self._own = {"Content-Type": "application/json"}
        if credentials:
            pair = f"{credentials['id']}:{credentials['secret']}"
            self._own["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        self._position: str | None = None

    def look(self, path: str) -> Answer:
        """What is shown by now, however far the read models are."""
        return self.send("GET", path)

    def get(self, path: str) -> Answer:
        """What is shown once the read models have reached what this client wrote."""
        return self.send("GET", path, **self._as_written())

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("POST", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.send("DELETE", path, **headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request; `If_Match` among `headers` is If-Match."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(
            path if path.startswith("http") else self._root + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={**self._own, "Client-Request-Id": self._name_request(), **given},
        )
        answer = _answer(request)
        self._position = answer.headers.get("event-position", self._position)
        return answer

    def _as_written(self) -> dict[str, str]:
        return {} if self._position is None else {"Event_Position": self._position}


def _answer(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status, headers, body = response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        status, headers, body = error.code, error.headers, error.read()
    return Answer(status, {n.lower(): v for n, v in headers.items()}, body)

"""A client of the tests' service: it sends what a test says, as it says it."""

import json
from typing import Any
from urllib.parse import quote

from django.test import Client as Http

ROOT = "/odata-tests/"
HERE = f"http://testserver{ROOT}"
_IN_ADDRESSES = "/%:?#[]@!$&'()*+,;=-._~"


class ServiceClient:
    """Sends the headers that most clients send; a header given as None is left out."""

    def __init__(self) -> None:
        self._http = Http(raise_request_exception=False)

    def send(self, method: str, path: str, body: Any = None, **headers: str | None):
        """Send a request; underscores in the names of headers stand for hyphens."""
        given: dict[str, str | None] = {
            "OData-MaxVersion": "4.0",
            "Accept": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        content_type = given.pop("Content-Type", "application/json")
        address = quote(path.removeprefix("http://testserver"), safe=_IN_ADDRESSES)
        address = address if address.startswith("/") else ROOT + address
        return self._http.generic(
            method,
            address,
            b"" if body is None else data,
            content_type=content_type or "",
            headers={name: value for name, value in given.items() if value is not None},
            RAW_URI=address,
        )

    def get(self, path: str, **headers: str | None):
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str | None):
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str | None):
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str | None):
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str | None):
        return self.send("DELETE", path, **headers)

    def values(self, path: str, **headers: str | None) -> list[dict[str, Any]]:
        """The entities of a collection; it must be there."""
        answer = self.get(path, **headers)
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["value"]
        return found

    def ids(self, path: str, **headers: str | None) -> list[str]:
        """The ids of the entities of a collection."""
        return [each["id"] for each in self.values(path, **headers)]

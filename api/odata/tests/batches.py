"""Batches as tests write and read them; responses are read by Python's own MIME parser."""

import json
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, NamedTuple

MULTIPART = "multipart/mixed; boundary=batch"


def part(method: str, url: str, body: object = None, content_id=None, /, **headers: str) -> str:
    """One request; underscores in the names of headers stand for hyphens."""
    data = "" if body is None else body if isinstance(body, str) else json.dumps(body)
    given = {} if body is None else {"Content-Type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"]
    head += [] if content_id is None else [f"Content-ID: {content_id}"]
    request = [f"{method} {url} HTTP/1.1", *(f"{k}: {v}" for k, v in given.items()), "", data]
    return "\r\n".join([*head, "", *request])


def change_set(*parts: str) -> str:
    """Requests of which all happen or none."""
    return f"Content-Type: multipart/mixed; boundary=set\r\n\r\n{_joined(parts, 'set')}"


def multipart(*parts: str) -> str:
    """The body of a batch whose boundary is `batch`."""
    return _joined(parts, "batch")


def _joined(parts: tuple[str, ...], boundary: str) -> str:
    return "".join(f"--{boundary}\r\n{each}\r\n" for each in parts) + f"--{boundary}--\r\n"


class Told(NamedTuple):
    """The response to one request."""

    status: int
    headers: dict[str, str]
    body: bytes
    content_id: str | None

    def json(self) -> Any:
        return json.loads(self.body)


def told(response) -> list[Any]:
    """What a multipart response tells: responses, and lists of those to change sets."""
    assert response.status_code == 200, response.content
    head = f"Content-Type: {response.headers['Content-Type']}\r\n\r\n".encode()
    return _told(message_from_bytes(head + response.content, policy=HTTP))


def _told(message) -> list[Any]:
    assert message.get_content_type() == "multipart/mixed"
    assert not message.defects
    return [
        _told(each) if each.is_multipart() else _response(each) for each in message.iter_parts()
    ]


def _response(message) -> Told:
    assert message.get_content_type() == "application/http"
    head, _, body = message.get_payload(decode=True).partition(b"\r\n\r\n")
    status_line, *lines = head.decode().split("\r\n")
    version, status, _ = status_line.split(" ", 2)
    assert version == "HTTP/1.1"
    headers = dict(line.split(": ", 1) for line in lines)
    if "Content-Length" in headers:
        assert int(headers["Content-Length"]) == len(body)
    return Told(int(status), headers, body, message["Content-ID"])

"""Writes the responses of a batch in the multipart format (OData 4.01 Part 1, 11.7.7.5)."""

from collections.abc import Callable, Iterable, Sequence
from uuid import uuid4

from api.odata.batch.http_message import render_response
from api.odata.batch.model import Answered, BatchFormat, BatchResponse, GroupAnswered, Outcome
from api.odata.batch.writing import Written, flat

NewBoundary = Callable[[], str]
"""Makes a boundary that occurs in no body."""


def random_boundary() -> str:
    """Return a boundary of 122 random bits."""
    return f"batch_{uuid4()}"


def write_multipart(
    outcomes: Iterable[Outcome],
    asked_in: BatchFormat,
    new_boundary: NewBoundary = random_boundary,
) -> Written:
    """Return the body, one part a request or change set, and its media type.

    The structure is that of a multipart request; for one in JSON every request has a part of
    its own, told apart by Content-ID.
    """
    if asked_in is BatchFormat.JSON:
        parts = [_single(each) for each in flat(outcomes)]
    else:
        parts = [_part(each, new_boundary) for each in outcomes]
    return _joined(parts, new_boundary())


def _part(outcome: Outcome, new_boundary: NewBoundary) -> bytes:
    if isinstance(outcome, Answered):
        return _single(outcome)
    if outcome.failure is not None:
        # One response in place of the change set, with which all of it failed.
        return _http(outcome.failure, None)
    return _change_set(outcome, new_boundary())


def _change_set(outcome: GroupAnswered, boundary: str) -> bytes:
    inner = _joined([_single(each) for each in outcome.answers], boundary)
    return f"Content-Type: {inner.content_type}\r\n\r\n".encode() + inner.body


def _single(answered: Answered) -> bytes:
    return _http(answered.response, answered.request.id)


def _http(response: BatchResponse, content_id: str | None) -> bytes:
    head = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"]
    head += [] if content_id is None else [f"Content-ID: {content_id}"]
    return "\r\n".join([*head, "", ""]).encode() + render_response(response)


def _joined(parts: Sequence[bytes], boundary: str) -> Written:
    delimiter = f"--{boundary}".encode()
    lines = [line for part in parts for line in (delimiter, part)]
    body = b"\r\n".join([*lines, delimiter + b"--", b""])
    return Written(body, f"{BatchFormat.MULTIPART.value}; boundary={boundary}")

"""Repeatable requests by their headers (OASIS, Repeatable Requests 1.0), and Idempotency-Key.

`Repeatability-Request-ID` and `Repeatability-First-Sent` come together or not at all, and what
is answered to them tells by `Repeatability-Result` whether the request was accepted for that.
`Idempotency-Key` is the simple form: it needs no date. `Repeatability-Client-ID` serves to
forget requests early; it is ignored, as the specification allows.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.odata.problems import InvalidRequestError, PreconditionFailedError

REQUEST_ID: Final = "Repeatability-Request-ID"
FIRST_SENT: Final = "Repeatability-First-Sent"
KEY: Final = "Idempotency-Key"
RESULT: Final = "Repeatability-Result"
LONGEST: Final = 255
CLOCKS_DIFFER_BY: Final = timedelta(hours=1)
"""So far ahead a client's clock may be; what it did is remembered for so much longer."""
_IMF_FIXDATE = "%a, %d %b %Y %H:%M:%S GMT"
_REJECTED: Mapping[str, str] = {RESULT: "rejected"}
_GUID_LENGTH = 36
_SAFE = frozenset({"GET", "HEAD"})
_UNAUTHORIZED = 401


def key_of(request: HttpRequest) -> str | None:
    """Return the client's name for the command, if it gave one.

    Raises: InvalidRequestError for a malformed name or date or one without the other,
    PreconditionFailedError for a request first sent so long ago that its answer may have been
    forgotten; each with the result `rejected`.
    """
    named, dated = request.headers.get(REQUEST_ID), request.headers.get(FIRST_SENT)
    if (named is None) != (dated is None):
        missing = FIRST_SENT if dated is None else REQUEST_ID
        message = f"{REQUEST_ID} and {FIRST_SENT} come together; {missing} is missing"
        raise InvalidRequestError(message, target=missing, headers=_REJECTED)
    if dated is not None:
        _check_first_sent(dated)
    given = {
        _uniform(request.headers[name]) for name in (REQUEST_ID, KEY) if name in request.headers
    }
    if not given:
        return None
    key = given.pop()
    if given or not key or len(key) > LONGEST or not key.isprintable():
        message = (
            f"{REQUEST_ID} or {KEY} must be one printable text of 1 to {LONGEST} characters"
        )
        raise InvalidRequestError(
            message, code="InvalidIdempotencyKey", target=REQUEST_ID, headers=_REJECTED
        )
    return key


def tell_result(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say that a repeatable request was accepted as such, unless its answer says otherwise.

    What is refused before anything is done leaves the state that it should leave, too.
    """
    if (
        REQUEST_ID in request.headers
        and request.method not in _SAFE
        and response.status_code != _UNAUTHORIZED
    ):
        response.headers.setdefault(RESULT, "accepted")


def _uniform(key: str) -> str:
    """Return a GUID in lower case, since its case means nothing; another text as it is."""
    stripped = key.strip()
    if len(stripped) != _GUID_LENGTH:
        return stripped
    try:
        return str(UUID(stripped))
    except ValueError:
        return stripped


def _check_first_sent(given: str) -> None:
    try:
        sent = datetime.strptime(given.strip(), _IMF_FIXDATE).replace(tzinfo=UTC)
    except ValueError as error:
        message = f"{FIRST_SENT} must be a date such as Tue, 24 Nov 2026 08:00:00 GMT"
        raise InvalidRequestError(message, target=FIRST_SENT, headers=_REJECTED) from error
    age = datetime.now(UTC) - sent
    if age > settings.REPEATABLE_FOR:
        days = settings.REPEATABLE_FOR.days
        message = (
            f"It was first sent more than {days} days ago, and what came of it may have been "
            "forgotten: read what there is, and repeat it with a new key if need be."
        )
        raise PreconditionFailedError(
            message, code="RepeatableTooLate", target=FIRST_SENT, headers=_REJECTED
        )
    if age < -CLOCKS_DIFFER_BY:
        message = "It was first sent in the future: your clock or ours is wrong."
        raise PreconditionFailedError(
            message, code="RepeatableTooEarly", target=FIRST_SENT, headers=_REJECTED
        )

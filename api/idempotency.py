"""A command with a key is done once: its answer is kept and given again (DESIGN, section 3).

The claim on the key, what the command does and the answer commit together. A second request
with the key waits at the claim until the first has ended, since INSERT … ON CONFLICT waits
for a row that is about to be there; then it finds the answer, or, if the first came to
nothing, does the work itself.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from api.models import RepeatableRequest
from api.odata.http.hooks import Act, Refuse
from api.odata.problems import InvalidRequestError, PreconditionFailedError, UnprocessableError

REQUEST_ID = "Repeatability-Request-ID"
FIRST_SENT = "Repeatability-First-Sent"
KEY = "Idempotency-Key"
RESULT = "Repeatability-Result"
LONGEST = 255
# Ids of aggregates derive from the client and its key: should even the claim be lost, the
# same request still names the same aggregate.
NAMESPACE = UUID("5d3b7b44-9d0c-4f43-8f43-6d1d3a3a2a52")
# The client is told to send another header with these, or to wait, and may then use the key.
_NOT_KEPT = frozenset({412, 428, 429})
_SERVER_ERROR = 500
CLAIM = """
    INSERT INTO api_repeatablerequest (client_id, key, fingerprint, created)
    VALUES (%s, %s, %s, %s) ON CONFLICT (client_id, key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class CommandKey:
    """The client's name for a command."""

    client_id: str
    key: str

    @property
    def new_id(self) -> UUID:
        """The id of what the command creates."""
        return uuid5(NAMESPACE, f"{self.client_id}\n{self.key}")

    def answer(self, request: HttpRequest, act: Act, refuse: Refuse) -> HttpResponse:
        """Return the answer of `act`, or the one that the same request had before."""
        return answer_once(self, request, act, refuse)


def command_key(request: HttpRequest, client_id: str) -> CommandKey | None:
    """Return the key that the request carries, if any.

    Raises: InvalidRequestError for a malformed key or date, PreconditionFailedError for a
    request first sent so long ago that its answer may have been forgotten.
    """
    given = {
        request.headers[name].strip() for name in (REQUEST_ID, KEY) if name in request.headers
    }
    _check_first_sent(request)
    if not given:
        return None
    key = given.pop()
    if given or not key or len(key) > LONGEST or not key.isprintable():
        message = (
            f"{REQUEST_ID} or {KEY} must be one printable text of 1 to {LONGEST} characters"
        )
        raise InvalidRequestError(message, code="InvalidIdempotencyKey", target=REQUEST_ID)
    return CommandKey(client_id, key)


@sensitive_variables()
def answer_once(
    key: CommandKey, request: HttpRequest, act: Act, refuse: Refuse
) -> HttpResponse:
    """Return the answer of `act`, or the one that the same request had before.

    `refuse` makes the answer of an exception. Refusals are kept like successes; failures of
    the server, and refusals that ask for another header, leave nothing behind.

    Raises: UnprocessableError where the key came with another request before.
    """
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        if not _claim(key, fingerprint):
            return _again(key, fingerprint)
        try:
            response = act()
        except Exception as error:  # noqa: BLE001  # whatever it is, `refuse` tells it
            response = refuse(error)
        if response.status_code >= _SERVER_ERROR or response.status_code in _NOT_KEPT:
            transaction.set_rollback(True)
        else:
            _keep(key, response)
    response[RESULT] = "accepted"
    return response


def _claim(key: CommandKey, fingerprint: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [key.client_id, key.key, fingerprint, timezone.now()])
        return bool(cursor.rowcount)


def _keep(key: CommandKey, response: HttpResponse) -> None:
    RepeatableRequest.objects.filter(client_id=key.client_id, key=key.key).update(
        status=response.status_code, headers=dict(response.items()), body=response.content
    )


def _again(key: CommandKey, fingerprint: bytes) -> HttpResponse:
    kept = RepeatableRequest.objects.get(client_id=key.client_id, key=key.key)
    if not hmac.compare_digest(bytes(kept.fingerprint), fingerprint):
        message = (
            "This key came with another request before (method, address and body must be the "
            "same). Use a new key for a new request."
        )
        raise UnprocessableError(message, target=REQUEST_ID)
    response = HttpResponse(bytes(kept.body or b""), status=kept.status)
    del response["Content-Type"]
    for name, value in (kept.headers or {}).items():
        response[name] = value
    response[RESULT] = "accepted"
    return response


def _fingerprint(request: HttpRequest) -> bytes:
    """Return what tells this request from others; a body may hold a code, so it is keyed."""
    head = f"{request.method} {request.get_full_path()}\n"
    secret = settings.SECRET_KEY.encode()
    return hmac.digest(secret, b"repeatable\n" + head.encode() + request.body, sha256)


def _check_first_sent(request: HttpRequest) -> None:
    given = request.headers.get(FIRST_SENT)
    if given is None:
        return
    try:
        sent = parsedate_to_datetime(given)
    except ValueError as error:
        message = f"{FIRST_SENT} must be a date such as Tue, 24 Nov 2026 08:00:00 GMT"
        raise InvalidRequestError(message, target=FIRST_SENT) from error
    aware = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    if datetime.now(UTC) - aware > settings.REPEATABLE_FOR:
        days = settings.REPEATABLE_FOR.days
        message = (
            f"It was first sent more than {days} days ago, and what came of it may have been "
            "forgotten: read what there is, and repeat it with a new key if need be."
        )
        raise PreconditionFailedError(message, code="RepeatableTooLate", target=FIRST_SENT)


def forget() -> int:
    """Forget the answers older than `settings.REPEATABLE_FOR`; return how many.

    A repetition that comes later still names the same aggregate, and so mints nothing twice.
    """
    old = RepeatableRequest.objects.filter(created__lt=timezone.now() - settings.REPEATABLE_FOR)
    return old.delete()[0]

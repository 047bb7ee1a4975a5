"""A command with a key is done once: its answer is kept and given again (DESIGN, section 3).

The claim on the key, what the command does and the answer commit together. A second request
with the key waits at the claim until the first has ended, since INSERT … ON CONFLICT waits
for a row that is about to be there; then it finds the answer, or, if the first came to
nothing, does the work itself.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from api.misplaced_codes import refuse_codes
from api.models import RepeatableRequest
from api.odata.http.hooks import Act, Refuse
from api.odata.problems import ConflictError, UnprocessableError
from api.quotas import admit_key
from api.repeatability import CLOCKS_DIFFER_BY, REQUEST_ID, RESULT, key_of
from api.sealing import SealBrokenError, seal, unseal

# Ids of aggregates derive from the client and its key: should even the claim be lost, the
# same request still names the same aggregate.
NAMESPACE = UUID("5d3b7b44-9d0c-4f43-8f43-6d1d3a3a2a52")
# The client is told to send another header with these, or to wait, and may then use the key.
_NOT_KEPT = frozenset({412, 428, 429})
_CLIENT_ERROR = 400
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
    """Return the key that the request carries, if any. Raises: as `key_of`."""
    key = key_of(request)
    refuse_codes([(REQUEST_ID, key)])
    return None if key is None else CommandKey(client_id, key)


@sensitive_variables()
def answer_once(
    key: CommandKey, request: HttpRequest, act: Act, refuse: Refuse
) -> HttpResponse:
    """Return the answer of `act`, or the one that the same request had before.

    `refuse` makes the answer of an exception. Refusals are kept like successes; failures of
    the server, and refusals that ask for another header or another try, leave nothing behind.

    Raises: UnprocessableError where the key came with another request before;
    TooManyRequestsError where the client has used too many keys today.
    """
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        if not _claim(key, fingerprint):
            return _again(key, fingerprint)
        admit_key(key.client_id)
        try:
            response = act()
        except Exception as error:  # noqa: BLE001  # whatever it is, `refuse` tells it
            response = refuse(error)
        if _may_end_otherwise(response):
            transaction.set_rollback(True)
        else:
            _keep(key, response)
    response[RESULT] = "accepted"
    return response


def _may_end_otherwise(response: HttpResponse) -> bool:
    """Tell whether the same request may soon have another answer, so that none is kept."""
    status = response.status_code
    return status >= _SERVER_ERROR or status in _NOT_KEPT or _asks_to_retry(response)


def _asks_to_retry(response: HttpResponse) -> bool:
    return response.status_code >= _CLIENT_ERROR and "Retry-After" in response


def _claim(key: CommandKey, fingerprint: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [key.client_id, key.key, fingerprint, timezone.now()])
        return bool(cursor.rowcount)


def _keep(key: CommandKey, response: HttpResponse) -> None:
    RepeatableRequest.objects.filter(client_id=key.client_id, key=key.key).update(
        status=response.status_code,
        headers=dict(response.items()),
        body=seal(response.content),
    )


def _again(key: CommandKey, fingerprint: bytes) -> HttpResponse:
    kept = RepeatableRequest.objects.get(client_id=key.client_id, key=key.key)
    if not hmac.compare_digest(bytes(kept.fingerprint), fingerprint):
        message = (
            "This key came with another request before (method, address and body must be the "
            "same). Use a new key for a new request."
        )
        rejected = {RESULT: "rejected"}
        raise UnprocessableError(message, target=REQUEST_ID, headers=rejected)
    try:
        body = unseal(bytes(kept.body or b""))
    except SealBrokenError as error:
        message = (
            "It was done, and the answer cannot be repeated any more: read what there is, and "
            "use a new key for a new request."
        )
        raise ConflictError(message, code="AnswerNotKept", target=REQUEST_ID) from error
    response = HttpResponse(body, status=kept.status)
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


def forget() -> int:
    """Forget the answers that no request may repeat any more; return how many.

    A repetition that comes later still names the same aggregate, and so mints nothing twice.
    """
    oldest = timezone.now() - settings.REPEATABLE_FOR - CLOCKS_DIFFER_BY
    return RepeatableRequest.objects.filter(created__lt=oldest).delete()[0]

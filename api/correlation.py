"""Client-Request-Id: the client's name for a request, which becomes the correlation id."""

from uuid import uuid4

from django.http import HttpRequest

from api.misplaced_codes import refuse_codes
from api.odata.problems import InvalidRequestError

HEADER = "Client-Request-Id"
LONGEST = 128


def client_request_id(request: HttpRequest) -> str:
    """Return the client's id as it came, or a new one where it is missing.

    Raises: InvalidRequestError for what is longer than 128 characters, or not printable.
    """
    given = request.headers.get(HEADER, "").strip()
    if not given:
        return str(uuid4())
    if len(given) > LONGEST or not given.isprintable():
        message = f"{HEADER} must be printable text of at most {LONGEST} characters"
        raise InvalidRequestError(message, code="InvalidClientRequestId", target=HEADER)
    refuse_codes([(HEADER, given)])
    return given

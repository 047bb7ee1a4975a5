"""Event-Position: a write tells where the log stands, a read waits until that is shown."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest

from api.odata.problems import InvalidRequestError, UnavailableError
from projections.wait import wait_until
from tokens.domain.ids import StreamId
from tokens.models import Event

HEADER = "Event-Position"
_LONGEST = 18


def last_position(stream: StreamId) -> int | None:
    """Return the position of a stream's last event; None where it has none."""
    found = Event.objects.filter(stream=stream).aggregate(last=Max("position"))["last"]
    return None if found is None else int(found)


def wait_as_asked(request: HttpRequest, projections: Collection[str]) -> None:
    """Wait until the projections show the position that the request names, if any.

    Raises: InvalidRequestError for what is no position, UnavailableError after the bound.
    """
    given = request.headers.get(HEADER)
    if given is not None:
        wait_for(_position(given), projections)


def wait_for(position: int, projections: Collection[str]) -> None:
    """Wait until the projections show a position.

    Raises: UnavailableError (503) after `settings.POSITION_WAIT_SECONDS`.
    """
    if not wait_until(projections, position, settings.POSITION_WAIT_SECONDS):
        message = f"Position {position} is not shown yet. Try again in a moment."
        raise UnavailableError(message, code="NotYetShown", headers={"Retry-After": "1"})


def _position(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
        return int(text)
    message = f"{HEADER} must be a number that an answer's {HEADER} gave"
    raise InvalidRequestError(message, target=HEADER)

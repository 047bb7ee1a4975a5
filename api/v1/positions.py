"""Event-Position: a write tells where the log stands, a read waits until that is shown."""

import time
from collections.abc import Collection

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.http import HttpRequest

from api.odata.http.batching.parts import PART
from api.odata.http.waiting import LONGEST_OF_A_PART, Patience, place_to_wait
from api.odata.problems import InvalidRequestError, UnavailableError
from projections.wait import wait_until
from tokens.adapters.postgres.database import rows
from tokens.adapters.postgres.ordered_reader import LAST_POSITION
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

    A request of a batch does not wait: it holds up those after it. Raises:
    InvalidRequestError for what is no position of the log, UnavailableError after the bound.
    """
    given = request.headers.get(HEADER)
    if given is None:
        return
    position = _position(given)
    if wait_until(projections, position, 0):
        return
    _check_reached(position)
    if PART in request.META:
        raise _not_yet_shown(position)
    wait_for(position, projections, request)


def wait_for(position: int, projections: Collection[str], request: HttpRequest) -> None:
    """Wait until the projections show a position.

    Never within a transaction: projections wait for what it has appended, and others for
    its locks. Never where too many wait already. Raises: UnavailableError (503) after
    `settings.POSITION_WAIT_SECONDS`, in a batch sooner.
    """
    if wait_until(projections, position, 0):
        return
    if connection.in_atomic_block or not _waited(position, projections, request):
        raise _not_yet_shown(position)


def _waited(position: int, projections: Collection[str], request: HttpRequest) -> bool:
    longest: float = settings.POSITION_WAIT_SECONDS
    batch: Patience | None = request.META.get(PART)
    if batch is not None:
        longest = min(longest, LONGEST_OF_A_PART, batch.left)
    began = time.monotonic()
    with place_to_wait() as found:
        shown = found and wait_until(projections, position, longest)
    if batch is not None:
        batch.left -= time.monotonic() - began
    return shown


def _not_yet_shown(position: int) -> UnavailableError:
    message = f"Position {position} is not shown yet. Try again in a moment."
    return UnavailableError(message, code="NotYetShown", headers={"Retry-After": "1"})


def _check_reached(position: int) -> None:
    """Refuse what no answer can have given: to wait for it would be in vain."""
    ((last,),) = rows(LAST_POSITION)
    if position > last:
        message = f"{HEADER} {position} is beyond the last position that was given"
        raise InvalidRequestError(message, target=HEADER)


def _position(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST:
        return int(text)
    message = f"{HEADER} must be a number that an answer's {HEADER} gave"
    raise InvalidRequestError(message, target=HEADER)

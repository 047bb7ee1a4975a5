"""POST $batch: what its headers ask for, and the answer as a whole (OData Part 1, 11.7.1)."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from api.odata.batch.execution import Manner, execute
from api.odata.batch.json_reading import read_json
from api.odata.batch.json_writing import write_json
from api.odata.batch.model import Batch, BatchFormat, BatchLimits
from api.odata.batch.multipart_reading import read_multipart
from api.odata.batch.multipart_writing import write_multipart
from api.odata.errors import (
    BadRequestError,
    MethodNotAllowedError,
    NotAcceptableError,
    UnsupportedMediaTypeError,
)
from api.odata.headers.media_types import MediaRange, parse_accept, parse_media_range
from api.odata.headers.preferences import Preferences, parse_preferences
from api.odata.http.batching.parts import Parts, Send
from api.odata.http.batching.transactions import Transactions
from api.odata.http.mount import Mount
from api.odata.names import shown
from api.odata.problems import InvalidRequestError

# What a batch cannot bear as a whole: its requests may have them, each for itself.
_OF_REQUESTS = ("If-Match", "If-None-Match", "Idempotency-Key")
_OF_REPEATABLE_REQUESTS = ("Repeatability-Request-ID", "Repeatability-First-Sent")


def answer_batch(request: HttpRequest, root: str, send: Send, mount: Mount) -> HttpResponse:
    """Run a batch and answer with what came of it.

    `root` is the absolute URL of the service; `send` answers a request below it.

    Raises: ODataError where headers or body are not those of a batch; nothing was run then.
    """
    if request.method != "POST":
        raise MethodNotAllowedError(request.method or "", ["POST"])
    preferences = parse_preferences(request.headers.get("Prefer"))
    _check_headers(request.headers, preferences)
    media_type = _content_type(request.headers.get("Content-Type"))
    asked_in = BatchFormat(media_type.type)
    manner = Manner(_goes_on(asked_in, preferences), _answer_in(request, asked_in))
    batch = _read(request.body, media_type, mount.batches)
    parts = Parts(request, root, send, mount.hooks.connection_headers())
    with Transactions(parts, manner) as transactions:
        outcomes = execute(batch, transactions, manner)
    in_json = manner.answer_in is BatchFormat.JSON
    written = write_json(outcomes) if in_json else write_multipart(outcomes, asked_in)
    response = HttpResponse(written.body, content_type=written.content_type)
    response["Cache-Control"] = "no-store"
    applied = preferences.applied("continue-on-error")
    if applied:
        response["Preference-Applied"] = applied
    return response


def _check_headers(headers: Mapping[str, str], preferences: Preferences) -> None:
    for name in _OF_REQUESTS:
        if name in headers:
            message = f"{name} is for single requests of a batch, not for the batch"
            raise BadRequestError(message, target=name)
    for name in _OF_REPEATABLE_REQUESTS:
        if name in headers:
            message = f"{name} is for single requests of a batch, not for the batch"
            rejected = {"Repeatability-Result": "rejected"}
            raise InvalidRequestError(message, target=name, headers=rejected)
    if preferences.returns is not None:
        message = "the preference return is for single requests of a batch, not for the batch"
        raise BadRequestError(message, target="Prefer")


def _content_type(given: str | None) -> MediaRange:
    found = parse_media_range(given or "")
    if found is None or found.type not in {each.value for each in BatchFormat}:
        message = f"a batch is multipart/mixed or application/json, not {shown(given or '')}"
        raise UnsupportedMediaTypeError(message, target="Content-Type")
    if found.type == BatchFormat.MULTIPART.value and "boundary" not in found.parameters:
        message = "multipart/mixed needs a boundary: multipart/mixed;boundary=…"
        raise BadRequestError(message, target="Content-Type")
    return found


def _goes_on(asked_in: BatchFormat, preferences: Preferences) -> bool:
    """Whether an error leaves the rest to be run: what the formats do differs (JSON 19.4)."""
    given = preferences.continue_on_error
    return asked_in is BatchFormat.JSON if given is None else given


def _answer_in(request: HttpRequest, asked_in: BatchFormat) -> BatchFormat:
    accept = request.headers.get("Accept")
    for wanted in parse_accept(accept):
        if wanted.covers(asked_in.value):
            return asked_in
        for each in BatchFormat:
            if wanted.covers(each.value):
                return each
    message = f"a batch is answered as multipart/mixed or application/json, not {accept}"
    raise NotAcceptableError(message)


def _read(body: bytes, media_type: MediaRange, limits: BatchLimits) -> Batch:
    if media_type.type == BatchFormat.JSON.value:
        return read_json(body, limits)
    return read_multipart(body, media_type.parameters["boundary"], limits)

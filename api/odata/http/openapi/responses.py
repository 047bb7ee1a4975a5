"""Answers: which statuses a request may have, with which headers and contents."""

from collections.abc import Iterable

from api.odata.http.openapi.schemas import ERROR, Json, reference
from api.odata.offer import Parameter

JSON = "application/json"
TEXT = "text/plain"
STREAM: Json = {"type": "string", "format": "binary"}

_TEXT: Json = {"schema": {"type": "string"}}
_REFUSALS = {
    400: "The request is malformed, or breaks a rule.",
    401: "Nobody said who asks, or the credentials are wrong.",
    403: "Who asks may not do this.",
    404: "There is no such thing, or not for who asks.",
    405: "Nobody can do this here; Allow lists what can be done.",
    406: "No form that is accepted can be made.",
    409: "What is there does not allow this now.",
    412: "It was changed meanwhile; ETag has the current tag.",
    413: "The body is too large.",
    415: "The body is of a type that is not read here.",
    422: "The same name was given to another command.",
    428: "It must be said which version is meant; ETag has the current tag.",
    429: "It is too much for now; Retry-After says when to try again.",
    501: "OData knows this feature, and it is not offered here.",
    503: "It cannot be done just now; Retry-After says when to try again.",
}
_OF_REFUSALS = {
    401: "WWW-Authenticate",
    405: "Allow",
    412: "ETag",
    428: "ETag",
    429: "Retry-After",
    503: "Retry-After",
}
READING = (400, 401, 403, 404, 406, 501, 503)
WRITING = (*READING, 409, 412, 413, 415, 422, 429)
CONDITIONAL = (412, 428)


def components(own: Iterable[Parameter]) -> Json:
    """The refusals, and the headers that answers share."""
    names = [*dict.fromkeys(_OF_REFUSALS.values()), "Location", "OData-Version", "Vary"]
    names += ["Preference-Applied", "OData-EntityId", *(each.name for each in own)]
    return {
        "schemas": {"Error": ERROR},
        "headers": {name: dict(_TEXT) for name in names},
        "responses": {f"Refused{status}": _refusal(status) for status in _REFUSALS},
    }


def refusals(statuses: Iterable[int]) -> Json:
    """References to refusals by their status."""
    return {str(each): reference(f"Refused{each}", "responses") for each in sorted(statuses)}


def answer(description: str, content: Json | None = None, headers: Iterable[str] = ()) -> Json:
    """An answer; `content` is from media type to schema."""
    found: Json = {"description": description, "headers": _headers(headers)}
    if content:
        found["content"] = {name: {"schema": schema} for name, schema in content.items()}
    return found


def _refusal(status: int) -> Json:
    extra = [_OF_REFUSALS[status]] if status in _OF_REFUSALS else []
    return answer(_REFUSALS[status], {JSON: reference("Error")}, extra)


def _headers(names: Iterable[str]) -> Json:
    return {name: reference(name, "headers") for name in ("OData-Version", *names)}

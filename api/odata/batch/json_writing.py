"""Writes the responses of a batch in the JSON format (JSON Format 4.01, 19.5)."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from api.odata.batch.json_bodies import JSON, body_member
from api.odata.batch.model import Answered, GroupAnswered, Outcome
from api.odata.batch.writing import Written


def write_json(outcomes: Iterable[Outcome]) -> Written:
    """Return the body, one object a request, and its media type."""
    return Written(orjson.dumps({"responses": list(_objects(outcomes))}), JSON)


def _objects(outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    for outcome in outcomes:
        if isinstance(outcome, GroupAnswered):
            for answered in outcome.answers:
                yield _object(answered, outcome.group.id)
        else:
            yield _object(outcome, None)


def _object(answered: Answered, group: str | None) -> dict[str, Any]:
    response = answered.response
    found: dict[str, Any] = {}
    # Requests of the multipart format need no id outside of change sets.
    if answered.request.id is not None:
        found["id"] = answered.request.id
    if group is not None:
        found["atomicityGroup"] = group
    found["status"] = response.status
    headers = {name.lower(): value for name, value in response.headers}
    if headers:
        found["headers"] = headers
    if response.body:
        found["body"] = body_member(response.body, headers.get("content-type"))
    return found

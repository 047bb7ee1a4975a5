"""What a batch changes in the headers of its requests before they are run."""

from dataclasses import replace

from api.odata.batch.model import AtomicGroup, BatchRequest
from api.odata.headers.preferences import without_preference

REQUEST_ID = "repeatability-request-id"


def synchronous(request: BatchRequest) -> BatchRequest:
    """Return the request without the preference for an answer of 202 (Part 1, 11.7.7.5)."""
    given = request.headers.get("prefer")
    if given is None:
        return request
    kept = without_preference(given, "respond-async")
    return replace(request, headers={**request.headers, "prefer": kept})


def with_keys_of_their_own(group: AtomicGroup) -> AtomicGroup:
    """Return the group as its requests are remembered, each under a key of its own.

    To make a group repeatable all its requests bear the same id (Repeatable Requests 1.0,
    8.4); the place in the group tells them apart.
    """
    given = [request.headers.get(REQUEST_ID) for request in group.requests]
    if len(given) == 1 or None in given or len(set(given)) > 1:
        return group
    keyed = [
        replace(request, headers={**request.headers, REQUEST_ID: f"{given[0]}/{place}"})
        for place, request in enumerate(group.requests, start=1)
    ]
    return replace(group, requests=tuple(keyed))

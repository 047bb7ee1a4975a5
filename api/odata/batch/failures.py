"""Responses that a batch gives itself, to requests that were not run."""

from api.odata.batch.model import BatchResponse
from api.odata.errors import ODataError
from api.odata.payload.error_body import CONTENT_TYPE, render_error


class FailedDependencyError(ODataError):
    """Not run, since what it depends on failed (424)."""

    status = 424
    default_code = "FailedDependency"


def failed(error: ODataError) -> BatchResponse:
    """Return the response that tells a refusal."""
    headers = {"Content-Type": CONTENT_TYPE, "Content-Language": "en", **error.headers}
    return BatchResponse(error.status, tuple(headers.items()), render_error(error))


def failed_dependency(message: str) -> BatchResponse:
    """Return the response to a request that was not run for another's sake."""
    return failed(FailedDependencyError(message))


def undone() -> BatchResponse:
    """Return the response to a request of a group that another of the group brought down."""
    return failed_dependency("Another request of its group failed, so nothing of it was done.")


def not_offered() -> BatchResponse:
    """Return the response to a request with a condition (JSON Format, 19.1)."""
    return failed_dependency('Conditions are not offered: leave "if" out, or decide yourself.')

"""Refusals that belong to the service rather than to OData, each with its HTTP status."""

from collections.abc import Mapping

from api.odata.errors import ODataError


class ProblemError(ODataError):
    """A refusal with headers of its own."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        target: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, code=code, target=target)
        self._headers = dict(headers or {})

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to this refusal."""
        return self._headers


class InvalidRequestError(ProblemError):
    """A command that cannot be meant so (400)."""


class UnauthorizedError(ProblemError):
    """Nobody, or nobody known, calls (401)."""

    status = 401
    default_code = "Unauthorized"


class ForbiddenError(ProblemError):
    """The caller's role does not allow it (403)."""

    status = 403
    default_code = "Forbidden"


class MissingError(ProblemError):
    """It does not exist, or not for this caller (404)."""

    status = 404
    default_code = "NotFound"


class ConflictError(ProblemError):
    """The state of things does not allow it (409)."""

    status = 409
    default_code = "Conflict"


class GoneError(ProblemError):
    """It did exist, and never will again (410)."""

    status = 410
    default_code = "Gone"


class PreconditionFailedError(ProblemError):
    """The entity tag is not the current one (412)."""

    status = 412
    default_code = "InvalidEntityTag"


class UnprocessableError(ProblemError):
    """The key of an earlier request comes with another request (422)."""

    status = 422
    default_code = "IdempotencyKeyReused"


class PreconditionRequiredError(ProblemError):
    """An entity tag is needed (428)."""

    status = 428
    default_code = "InvalidEntityTag"


class TooManyRequestsError(ProblemError):
    """The caller is to wait (429)."""

    status = 429
    default_code = "TooManyRequests"


class InternalError(ProblemError):
    """Something is broken here (500); what it is, the log tells and the client does not."""

    status = 500
    default_code = "InternalError"


class UnavailableError(ProblemError):
    """It cannot be answered now, but soon (503)."""

    status = 503
    default_code = "Unavailable"

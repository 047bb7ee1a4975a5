"""Every refusal as an OData error, with its headers and its body (Part 1, 9.4)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpResponse
from rest_framework import exceptions

from api.odata import problems
from api.odata.errors import MethodNotAllowedError, ODataError, PayloadTooLargeError
from api.odata.payload.error_body import CONTENT_TYPE, render_error

Renames = Mapping[str, str]
"""From a property to the code of errors about it, where an entity set has codes of its own."""

_QUERY_CANCELED = "57014"

log = logging.getLogger("api.odata")


def as_odata(error: Exception) -> ODataError:
    """Return what the client is told; what nobody foresaw is logged and told as 500."""
    if isinstance(error, ODataError):
        return error
    return _framework(error) or _unforeseen(error)


def renamed(error: ODataError, renames: Renames) -> ODataError:
    """Give problems with a property the code that its entity set has for them."""
    error.details = tuple(
        replace(detail, code=renames.get(detail.target or "", detail.code))
        for detail in error.details
    )
    if error.target and not error.details:
        error.code = renames.get(error.target, error.code)
    return error


def error_response(error: ODataError) -> HttpResponse:
    """Return the response that tells a refusal."""
    headers = {"Content-Language": "en", **error.headers}
    return HttpResponse(
        render_error(error), status=error.status, content_type=CONTENT_TYPE, headers=headers
    )


def was_cancelled(error: Exception) -> bool:
    """Tell whether PostgreSQL cancelled a statement, as it does when that takes too long."""
    return getattr(error.__cause__, "sqlstate", None) == _QUERY_CANCELED


def too_expensive() -> ODataError:
    """Return what is told then."""
    message = (
        "The request took too long and was given up; nothing was done. Ask for less: a "
        "narrower $filter, fewer levels of $expand, a smaller page."
    )
    return problems.UnavailableError(message, code="TooExpensive")


def _framework(error: Exception) -> ODataError | None:  # noqa: PLR0911  # one a kind
    """What Django and REST framework raise, told as OData tells it."""
    match error:
        case exceptions.AuthenticationFailed() | exceptions.NotAuthenticated():
            return _unauthorized(error)
        case exceptions.PermissionDenied():
            return problems.ForbiddenError("Your client's role does not allow this.")
        case exceptions.MethodNotAllowed():
            return MethodNotAllowedError(str(error.args[0]), _every_method())
        case RequestDataTooBig():
            return PayloadTooLargeError("The body is too large.")
        case SuspiciousOperation():
            return problems.InvalidRequestError("The request is malformed.")
        case DataError():
            message = "A value that the request computes is out of the range of its type."
            return problems.InvalidRequestError(message)
        case OperationalError() if was_cancelled(error):
            log.warning("a statement took too long", exc_info=error)
            return too_expensive()
        case OperationalError() | InterfaceError():
            log.error("the database could not be used", exc_info=error)
            message = "The service cannot reach its database just now. Try again soon."
            return problems.UnavailableError(message, headers={"Retry-After": "5"})
        case _:
            return None


def _unauthorized(error: exceptions.APIException) -> ODataError:
    known = isinstance(error, exceptions.AuthenticationFailed)
    help_ = "Say who you are: by HTTP Basic with your client id and secret, or by a token."
    return problems.UnauthorizedError(str(error.detail) if known else help_)


def _every_method() -> Sequence[str]:
    return ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def _unforeseen(error: Exception) -> ODataError:
    log.error("unforeseen", exc_info=error)
    message = "Something went wrong here; it was logged, and nothing was done. Try again later."
    return problems.InternalError(message)

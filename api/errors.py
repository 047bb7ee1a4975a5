"""Every refusal as an OData error: one table for the domain's, one function for all others."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from rest_framework import exceptions

from api import problems
from api.odata.errors import MethodNotAllowedError, ODataError, PayloadTooLargeError
from api.odata.headers.entity_tags import EntityTag
from api.odata.payload.error_body import CONTENT_TYPE, render_error
from tokens.domain import errors as domain
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.minting import errors as minting
from tokens.domain.ordering import errors as ordering
from tokens.domain.token import errors as token
from tokens.domain.token.identifier import InvalidTokenIdError

Renames = Mapping[str, str]
"""From a property to the code of errors about it, where an entity set has codes of its own."""

log = logging.getLogger("api")


class Answer(NamedTuple):
    """How a refusal is answered; `target` is the property that it is about."""

    kind: type[problems.ProblemError]
    target: str | None = None


ANSWERS: Mapping[type[domain.DomainError], Answer] = {
    domain.NotFoundError: Answer(problems.MissingError),
    domain.VersionMismatchError: Answer(problems.PreconditionFailedError, "If-Match"),
    domain.InvalidQuantityError: Answer(problems.InvalidRequestError, "quantity"),
    domain.InvalidCatalogItemError: Answer(problems.InvalidRequestError, "catalogId"),
    minting.MintRequestAlreadyCompletedError: Answer(problems.ConflictError),
    minting.MintRequestNotCompletedError: Answer(problems.ConflictError),
    minting.SerialsExhaustedError: Answer(problems.ConflictError, "quantity"),
    ordering.OrderNotFulfilledError: Answer(problems.ConflictError),
    token.TokenError: Answer(problems.ConflictError),
    token.TokenNotInCirculationError: Answer(problems.ConflictError),
    token.TokenReservedError: Answer(problems.ConflictError),
    token.TokenAlreadyActivatedError: Answer(problems.ConflictError),
    token.TokenNotActivatedError: Answer(problems.InvalidRequestError),
    token.TokenAlreadyRedeemedError: Answer(problems.ConflictError),
    token.TokenVoidedError: Answer(problems.ConflictError),
    token.AccountRequiredError: Answer(problems.InvalidRequestError, "accountId"),
    token.ReasonRequiredError: Answer(problems.InvalidRequestError, "reason"),
    InvalidCodeError: Answer(problems.InvalidRequestError, "code"),
    InvalidTokenIdError: Answer(problems.InvalidRequestError, "id"),
}


def as_odata(error: Exception, renames: Renames) -> ODataError:
    """Return what the client is told; what nobody foresaw is logged and told as 500."""
    if isinstance(error, ODataError):
        return _renamed(error, renames)
    if isinstance(error, domain.DomainError):
        return _refusal(error, renames)
    if isinstance(error, domain.ConcurrencyError):
        return _overtaken(error)
    return _framework(error) or _unforeseen(error)


def error_response(error: ODataError) -> HttpResponse:
    """Return the response that tells a refusal."""
    headers = {"Content-Language": "en", **error.headers}
    return HttpResponse(
        render_error(error), status=error.status, content_type=CONTENT_TYPE, headers=headers
    )


def _refusal(error: domain.DomainError, renames: Renames) -> ODataError:
    kind, target = ANSWERS[type(error)]
    headers = {}
    if isinstance(error, domain.VersionMismatchError):
        headers["ETag"] = str(EntityTag(str(error.actual)))
    renamed = isinstance(error, domain.InvalidQuantityError | domain.InvalidCatalogItemError)
    code = renames.get(target or "", error.code) if renamed else error.code
    return kind(str(error), code=code, target=target, headers=headers)


def _renamed(error: ODataError, renames: Renames) -> ODataError:
    """Give problems with a property the code that its entity set has for them."""
    error.details = tuple(
        replace(detail, code=renames.get(detail.target or "", detail.code))
        for detail in error.details
    )
    if error.target and not error.details:
        error.code = renames.get(error.target, error.code)
    return error


def _overtaken(error: domain.ConcurrencyError) -> ODataError:
    code = "TokenModified" if error.stream.startswith("token-") else "Conflict"
    message = "Others kept changing it at the same time; nothing was done. Try again."
    return problems.ConflictError(message, code=code, headers={"Retry-After": "1"})


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
    return ("GET", "HEAD", "POST", "PATCH", "DELETE")


def _unforeseen(error: Exception) -> ODataError:
    log.error("unforeseen", exc_info=error)
    message = "Something went wrong here; it was logged, and nothing was done. Try again later."
    return problems.InternalError(message)

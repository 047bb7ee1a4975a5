"""The domain's refusals as OData errors: one table, which names each of them."""

from collections.abc import Mapping
from typing import NamedTuple

from api.odata import problems
from api.odata.errors import ODataError
from api.odata.headers.entity_tags import EntityTag
from tokens.domain import errors as domain
from tokens.domain.approving import errors as approving
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.codes.key_ring import EpochNotSuppliedError, EpochsExhaustedError
from tokens.domain.minting import errors as minting
from tokens.domain.ordering import errors as ordering
from tokens.domain.printing import errors as printing
from tokens.domain.token import errors as token
from tokens.domain.token.identifier import InvalidTokenIdError

_ABOUT_A_PROPERTY = (domain.InvalidQuantityError, domain.InvalidCatalogItemError)
"""The refusals for which an entity set may have codes of its own."""


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
    printing.CertificateRequiredError: Answer(problems.ConflictError),
    printing.InvalidCertificateError: Answer(problems.InvalidRequestError, "pem"),
    printing.CertificateTakenError: Answer(problems.ConflictError, "pem"),
    printing.TokensNotReadyForDownloadError: Answer(problems.ForbiddenError),
    printing.PackageGoneError: Answer(problems.GoneError),
    printing.TooManyDownloadsError: Answer(problems.ForbiddenError),
    printing.PrintJobNotReadyError: Answer(problems.ConflictError),
    printing.PrintJobNotPrintingError: Answer(problems.ConflictError),
    printing.TokensNotInPrintJobError: Answer(problems.InvalidRequestError, "first"),
    printing.PrintJobCancellationError: Answer(problems.ConflictError),
    printing.PrintJobAlreadyCompletedError: Answer(problems.ConflictError),
    token.TokenError: Answer(problems.ConflictError),
    token.TokenNotInCirculationError: Answer(problems.ConflictError),
    token.TokenReservedError: Answer(problems.ConflictError),
    token.TokenAlreadyActivatedError: Answer(problems.ConflictError),
    token.TokenNotActivatedError: Answer(problems.InvalidRequestError),
    token.TokenAlreadyRedeemedError: Answer(problems.ConflictError),
    token.TokenQuarantinedError: Answer(problems.ConflictError),
    token.TokenVoidedError: Answer(problems.ConflictError),
    token.AccountRequiredError: Answer(problems.InvalidRequestError, "accountId"),
    token.ReasonRequiredError: Answer(problems.InvalidRequestError, "reason"),
    approving.SecondPersonRequiredError: Answer(problems.ForbiddenError),
    approving.NotTheRequesterError: Answer(problems.ForbiddenError),
    approving.AlreadyAskedForError: Answer(problems.ConflictError),
    approving.ApprovalAlreadyDecidedError: Answer(problems.ConflictError),
    EpochsExhaustedError: Answer(problems.ConflictError),
    EpochNotSuppliedError: Answer(problems.ConflictError),
    InvalidCodeError: Answer(problems.InvalidRequestError, "code"),
    InvalidTokenIdError: Answer(problems.InvalidRequestError, "id"),
}


def refusal(error: Exception, renames: Mapping[str, str]) -> ODataError | None:
    """Return what a client is told of a refusal of the domain; None for other exceptions.

    `renames` are the codes that an entity set has for problems with a property.
    """
    if isinstance(error, domain.DomainError):
        return _refusal(error, renames)
    if isinstance(error, domain.ConcurrencyError):
        return _overtaken(error)
    return None


def _refusal(error: domain.DomainError, renames: Mapping[str, str]) -> ODataError:
    kind, target = ANSWERS[type(error)]
    headers = {}
    if isinstance(error, domain.VersionMismatchError):
        headers["ETag"] = str(EntityTag(str(error.actual)))
    renamed = isinstance(error, _ABOUT_A_PROPERTY)
    code = renames.get(target or "", error.code) if renamed else error.code
    return kind(str(error), code=code, target=target, headers=headers)


def _overtaken(error: domain.ConcurrencyError) -> ODataError:
    code = "TokenModified" if error.stream.startswith("token-") else "Conflict"
    message = "Others kept changing it at the same time; nothing was done. Try again."
    return problems.ConflictError(message, code=code, headers={"Retry-After": "1"})

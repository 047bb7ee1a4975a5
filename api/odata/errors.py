"""Refusals of the OData layer, each with its HTTP status (OData 4.01 Part 1, section 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One of several problems in a request; `target` names the property or option at fault."""

    code: str
    message: str
    target: str | None = None


class ODataError(Exception):
    """A request that is refused; carries all that the OData error body shows.

    `message` is safe to show to a client. `headers` are to be sent with the response.
    """

    status: ClassVar[int] = 400
    default_code: ClassVar[str] = "BadRequest"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        target: str | None = None,
        details: Sequence[ErrorDetail] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.target = target
        self.details = tuple(details)

    def about(self, target: str) -> None:
        """Say that this refusal is about an option, with its name before the message."""
        self.message = f"{target}: {self.message}"
        self.args = (self.message,)
        self.target = target

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to this refusal, such as Allow."""
        return {}


class BadRequestError(ODataError):
    """The request breaks a rule of OData or of the declared model (400)."""


class NotFoundError(ODataError):
    """The path names nothing that the model declares (404)."""

    status = 404
    default_code = "NotFound"


class MethodNotAllowedError(ODataError):
    """The resource exists but does not answer this method (405); says which it answers."""

    status = 405
    default_code = "MethodNotAllowed"

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        names = ", ".join(allowed)
        super().__init__(f"{method} is not allowed here; allowed: {names}")
        self.allowed = tuple(allowed)

    @property
    def headers(self) -> dict[str, str]:
        """Allow, which a 405 must carry."""
        return {"Allow": ", ".join(self.allowed)}


class NotAcceptableError(ODataError):
    """No representation fits Accept or $format (406)."""

    status = 406
    default_code = "NotAcceptable"


class PayloadTooLargeError(ODataError):
    """The body is longer than the resource reads (413)."""

    status = 413
    default_code = "PayloadTooLarge"


class UnsupportedMediaTypeError(ODataError):
    """The body is not of a type that the resource reads (415)."""

    status = 415
    default_code = "UnsupportedMediaType"


class NotImplementedFeatureError(ODataError):
    """A feature that OData defines and this service does not offer (501); names it."""

    status = 501
    default_code = "NotImplemented"

    def __init__(self, feature: str, *, target: str | None = None) -> None:
        super().__init__(f"{feature} is not implemented", target=target)
        self.feature = feature

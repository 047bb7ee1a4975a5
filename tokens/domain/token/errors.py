"""Why a token refuses a command (REFERENCE, the token's life cycle)."""

from tokens.domain.errors import DomainError


class TokenError(DomainError):
    """Base of all refusals by a token."""


class TokenNotInCirculationError(TokenError):
    """The token was minted but is not in circulation yet."""

    code = "TokenNotInCirculation"

    def __init__(self) -> None:
        super().__init__(
            "The token is not in circulation yet: it is when its mint request is Completed."
        )


class TokenReservedError(TokenError):
    """The token is reserved for another order or account."""

    code = "TokenReserved"

    def __init__(self) -> None:
        super().__init__("The token is reserved for another order or billing account.")


class TokenAlreadyActivatedError(TokenError):
    """The token is activated, for another account where one was named."""

    code = "TokenAlreadyActivated"

    def __init__(self) -> None:
        super().__init__("The token is already activated for a billing account.")


class TokenNotActivatedError(TokenError):
    """Only an activated token can be redeemed."""

    code = "TokenNotActivated"

    def __init__(self) -> None:
        super().__init__("The token is not activated; only an activated token can be redeemed.")


class TokenQuarantinedError(TokenError):
    """Redeeming is suspended for the token's mint request or epoch."""

    code = "TokenQuarantined"

    def __init__(self) -> None:
        super().__init__(
            "Redeeming is suspended for this token while its issuer looks into something. "
            "The code stays what it is: try again later, or ask whoever sold it."
        )


class TokenAlreadyRedeemedError(TokenError):
    """The good was handed over."""

    code = "TokenAlreadyRedeemed"

    def __init__(self) -> None:
        super().__init__("The token has already been redeemed; a token is redeemed only once.")


class TokenVoidedError(TokenError):
    """The token is worthless."""

    code = "TokenVoided"

    def __init__(self) -> None:
        super().__init__("The token is void and can no longer be used.")


class AccountRequiredError(TokenError):
    """A token that is not reserved is activated for an account that must be named."""

    code = "AccountRequired"

    def __init__(self) -> None:
        super().__init__(
            "The token is not reserved, so name the billing account to activate it for: "
            '{"accountId": "…"}.'
        )


class ReasonRequiredError(TokenError):
    """A redeemed token is voided by force only, and force needs a reason."""

    code = "ReasonRequired"

    def __init__(self) -> None:
        super().__init__("Voiding a redeemed token by force needs a reason that is not empty.")

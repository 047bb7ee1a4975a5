"""Why a mint request refuses a command."""

from tokens.domain.errors import DomainError


class MintRequestAlreadyCompletedError(DomainError):
    """Minting is over and cannot be canceled."""

    code = "MintRequestAlreadyCompleted"

    def __init__(self) -> None:
        super().__init__(
            "The mint request is Completed and can no longer be canceled; "
            "its tokens can be voided by POST MintRequests(id)/Void."
        )


class MintRequestNotCompletedError(DomainError):
    """Minting is not over, so its tokens cannot be voided at once."""

    code = "MintRequestNotCompleted"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"The mint request is {state}: its tokens can be voided when it is Completed; "
            "until then it can be canceled by DELETE MintRequests(id)."
        )
        self.state = state


class SerialsExhaustedError(DomainError):
    """All epochs of serial numbers are used up."""

    code = "SerialsExhausted"

    def __init__(self, quantity: int) -> None:
        super().__init__(f"No epoch has {quantity} serial numbers left for codes.")
        self.quantity = quantity

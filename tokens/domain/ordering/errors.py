"""Why an order refuses a command."""

from tokens.domain.errors import DomainError


class OrderNotFulfilledError(DomainError):
    """The order has no tokens to act on."""

    code = "OrderNotFulfilled"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"The order is {state}: only a Fulfilled order has tokens that can be activated, "
            "deactivated, returned or voided."
        )
        self.state = state

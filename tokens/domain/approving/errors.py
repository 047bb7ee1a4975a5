"""Refusals of approvals."""

from tokens.domain.errors import DomainError
from tokens.domain.ids import ApprovalId


class SecondPersonRequiredError(DomainError):
    """Who asked for something cannot decide on it."""

    code = "SecondPersonRequired"

    def __init__(self, operator: str) -> None:
        super().__init__(
            f"'{operator}' asked for this, so another operator must decide on it. "
            "Who asked may withdraw it."
        )


class NotTheRequesterError(DomainError):
    """Only who asked for something may withdraw it."""

    code = "NotTheRequester"

    def __init__(self, operator: str) -> None:
        super().__init__(f"Only '{operator}', who asked for this, may withdraw it; reject it.")


class AlreadyAskedForError(DomainError):
    """Somebody has asked for the same thing; it waits, or has happened."""

    code = "AlreadyAskedFor"

    def __init__(self, approval_id: ApprovalId, operator: str, state: str) -> None:
        super().__init__(f"'{operator}' has asked for this already; it is {state}.")
        self.approval_id = approval_id


class ApprovalAlreadyDecidedError(DomainError):
    """It was decided before."""

    code = "ApprovalAlreadyDecided"

    def __init__(self, state: str) -> None:
        super().__init__(f"This is {state.lower()} already; ask anew if it is still needed.")

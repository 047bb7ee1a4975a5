"""The one refusal of a code, the same whatever was wrong with it."""

from tokens.domain.errors import DomainError


class InvalidCodeError(DomainError):
    """The text is not a code of ours.

    Takes no arguments and tells no reason, so that neither the code nor a hint to a
    guesser can travel in it.
    """

    code = "InvalidCode"

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        """Say the same for every code."""
        return "The code is not valid: check all 25 letters and digits for typing errors."

"""Refusals of what operators ask of the machinery."""

from tokens.domain.errors import DomainError


class BatchUnderWayError(DomainError):
    """A projection cannot be paused within the time that an operator waits."""

    code = "BatchUnderWay"

    def __init__(self, projection: str) -> None:
        super().__init__(f"{projection} is busy with a batch that takes long. Try again.")


class RebuildAskedError(DomainError):
    """Another rebuild was asked for and has not ended."""

    code = "RebuildAsked"

    def __init__(self) -> None:
        super().__init__("Another rebuild has not ended yet; one runs at a time.")

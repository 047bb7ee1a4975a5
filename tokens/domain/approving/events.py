"""What happens to an approval."""

from dataclasses import dataclass

from tokens.domain.approving.commands import Request
from tokens.domain.messages import Event


@dataclass(frozen=True, slots=True)
class ApprovalRequested(Event):
    """An operator asks a second one to let something happen."""

    request: Request
    operator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Approved(Event):
    """A second operator let it happen; its own events stand in its own stream."""

    operator: str


@dataclass(frozen=True, slots=True)
class Rejected(Event):
    """A second operator refused it."""

    operator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    """Who asked for it asks no longer."""

    operator: str

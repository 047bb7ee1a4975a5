"""An approval: who asked for what, and what a second operator decided."""

from enum import StrEnum
from typing import Self

from tokens.domain.aggregate import Aggregate
from tokens.domain.approving.commands import Request, approval_stream
from tokens.domain.approving.errors import (
    AlreadyAskedForError,
    ApprovalAlreadyDecidedError,
    NotTheRequesterError,
    SecondPersonRequiredError,
)
from tokens.domain.approving.events import ApprovalRequested, Approved, Rejected, Withdrawn
from tokens.domain.ids import ApprovalId
from tokens.domain.messages import Event
from tokens.domain.token.errors import ReasonRequiredError


class ApprovalState(StrEnum):
    """Where an approval stands; all but the first are final."""

    PENDING = "Pending"
    APPROVED = "Approved"
    REJECTED = "Rejected"
    WITHDRAWN = "Withdrawn"


class Approval(Aggregate):
    """Asked for by one operator, decided once by another."""

    def __init__(self, approval_id: ApprovalId) -> None:
        super().__init__(approval_stream(approval_id))
        self.id = approval_id
        self.state = ApprovalState.PENDING
        self.request = Request()
        self.operator = ""
        self.reason = ""

    @classmethod
    def ask(cls, approval_id: ApprovalId, request: Request, operator: str, reason: str) -> Self:
        """Ask for something. Raises: ReasonRequiredError."""
        _demand(reason)
        approval = cls(approval_id)
        approval._record(ApprovalRequested(request, operator, reason))
        return approval

    @property
    def may_be_asked_anew(self) -> bool:
        """Whether it came to nothing."""
        return self.state in {ApprovalState.REJECTED, ApprovalState.WITHDRAWN}

    def ask_again(self, request: Request, operator: str, reason: str) -> None:
        """Change nothing where it is the same, by the same. Raises: AlreadyAskedForError."""
        same = (self.request, self.operator, self.reason) == (request, operator, reason)
        if not same or self.state is not ApprovalState.PENDING:
            raise AlreadyAskedForError(self.id, self.operator, self.state)

    def approve(self, operator: str) -> None:
        """Let it happen. Raises: ApprovalAlreadyDecidedError, SecondPersonRequiredError."""
        self._demand_second(operator)
        self._record(Approved(operator))

    def reject(self, operator: str, reason: str) -> None:
        """Refuse it. Raises: as approve; ReasonRequiredError."""
        self._demand_second(operator)
        _demand(reason)
        self._record(Rejected(operator, reason))

    def withdraw(self, operator: str) -> None:
        """Ask no longer. Raises: ApprovalAlreadyDecidedError, NotTheRequesterError."""
        self._demand_pending()
        if operator != self.operator:
            raise NotTheRequesterError(self.operator)
        self._record(Withdrawn(operator))

    def _demand_second(self, operator: str) -> None:
        self._demand_pending()
        if operator == self.operator:
            raise SecondPersonRequiredError(operator)

    def _demand_pending(self) -> None:
        if self.state is not ApprovalState.PENDING:
            raise ApprovalAlreadyDecidedError(self.state)

    def _apply(self, event: Event) -> None:
        match event:
            case ApprovalRequested(request, operator, reason):
                self.request = request
                self.operator = operator
                self.reason = reason
            case Approved():
                self.state = ApprovalState.APPROVED
            case Rejected():
                self.state = ApprovalState.REJECTED
            case Withdrawn():
                self.state = ApprovalState.WITHDRAWN
            case _:
                raise TypeError(event)


def _demand(reason: str) -> None:
    if not reason.strip():
        raise ReasonRequiredError

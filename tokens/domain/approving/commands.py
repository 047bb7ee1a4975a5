"""Commands to an approval, and what can be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from uuid import NAMESPACE_OID, uuid4, uuid5

from tokens.domain.ids import ApprovalId, StreamId
from tokens.domain.messages import Command
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import VoidOrder


def approval_stream(approval_id: ApprovalId) -> StreamId:
    """Return the stream of an approval."""
    return StreamId(f"approval-{approval_id}")


@dataclass(frozen=True, slots=True)
class RotateKeys(Command):
    """Open the next epoch, for the codes of new mint requests.

    The one after `after`, once, however often it is asked for; the next in any case without it.
    """

    after: int | None = None

    @property
    def recipient(self) -> StreamId:
        """The key ring; no stream has this name."""
        return StreamId("keys")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. One of them is given."""

    mint: Mint | None = None
    void_order: VoidOrder | None = None
    rotate_keys: RotateKeys | None = None

    @property
    def command(self) -> Command:
        """The command that is executed when it is approved."""
        for command in (self.mint, self.void_order, self.rotate_keys):
            if command is not None:
                return command
        raise ValueError(self)

    def approval_ids(self) -> Iterator[ApprovalId]:
        """Yield the ids of its approvals: the first, and one for each time it is asked anew.

        They are the same whoever asks, so that two who ask for the same thing meet.
        """
        name: str = self.command.recipient
        if self.rotate_keys is not None:
            after = self.rotate_keys.after
            name = f"{name}-{uuid4() if after is None else after}"
        for times in count():
            yield ApprovalId(uuid5(NAMESPACE_OID, f"{name}-{times}" if times else name))

    @classmethod
    def of(cls, command: Command) -> "Request | None":
        """Return the request for a command, None for one that cannot be asked for."""
        match command:
            case Mint():
                return cls(mint=command)
            case VoidOrder():
                return cls(void_order=command)
            case RotateKeys():
                return cls(rotate_keys=command)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class ApprovalCommand(Command):
    """Base of all commands to an approval; `operator` is the name of who sends it."""

    approval_id: ApprovalId
    operator: str

    @property
    def recipient(self) -> StreamId:
        """The stream of the approval."""
        return approval_stream(self.approval_id)


@dataclass(frozen=True, slots=True)
class RequestApproval(Command):
    """Ask a second operator to let something happen."""

    operator: str
    request: Request
    reason: str

    @property
    def recipient(self) -> StreamId:
        """The stream of what is asked for."""
        return self.request.command.recipient


@dataclass(frozen=True, slots=True)
class Approve(ApprovalCommand):
    """Let it happen, at once."""


@dataclass(frozen=True, slots=True)
class Reject(ApprovalCommand):
    """Refuse it for good."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw(ApprovalCommand):
    """Ask no longer."""

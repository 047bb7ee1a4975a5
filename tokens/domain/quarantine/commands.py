"""Commands to a quarantine."""

from dataclasses import dataclass

from tokens.domain.ids import StreamId
from tokens.domain.messages import Command
from tokens.domain.quarantine.quarantine import Quarantine, Subject


@dataclass(frozen=True, slots=True)
class QuarantineCommand(Command):
    """Base of both commands; a reason is always given."""

    subject: Subject
    reason: str

    @property
    def recipient(self) -> StreamId:
        """The stream of the quarantine."""
        return Quarantine(self.subject).stream


@dataclass(frozen=True, slots=True)
class BeginQuarantine(QuarantineCommand):
    """Let nothing of the subject be redeemed."""


@dataclass(frozen=True, slots=True)
class ReleaseQuarantine(QuarantineCommand):
    """Let what the subject has be redeemed again."""

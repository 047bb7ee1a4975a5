"""What the domain says: commands ask for something, events state what happened."""

from dataclasses import dataclass
from typing import ClassVar

from tokens.domain.ids import StreamId


@dataclass(frozen=True, slots=True)
class Command:
    """A wish that may be refused; named in the imperative."""

    is_slow: ClassVar[bool] = False
    """Whether carrying it out may take hours; see Backend.hold_slow."""

    @property
    def recipient(self) -> StreamId:
        """The stream that the command is about; its commands are delivered in order."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that is never changed; named in the past tense."""

"""A quarantine: whether what a subject has may be redeemed, and why not."""

from dataclasses import dataclass

from tokens.domain.aggregate import Aggregate
from tokens.domain.ids import MintRequestId, StreamId
from tokens.domain.messages import Event
from tokens.domain.quarantine.events import Quarantined, QuarantineReleased
from tokens.domain.token.errors import ReasonRequiredError


@dataclass(frozen=True, slots=True)
class Subject:
    """What is quarantined: a mint request, or all of an epoch's. One of them is given."""

    mint_request_id: MintRequestId | None = None
    epoch: int | None = None

    def __str__(self) -> str:
        """Return `mint-request-…` or `epoch-…`."""
        if self.mint_request_id is not None:
            return f"mint-request-{self.mint_request_id}"
        return f"epoch-{self.epoch}"


class Quarantine(Aggregate):
    """The quarantines that a subject was in; each begins and ends with a reason."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(StreamId(f"quarantine-{subject}"))
        self.subject = subject
        self.holds = False

    def begin(self, reason: str) -> None:
        """Let nothing be redeemed; nothing, if that is so. Raises: ReasonRequiredError."""
        self._demand(reason)
        if not self.holds:
            self._record(Quarantined(reason))

    def release(self, reason: str) -> None:
        """Let everything be redeemed; nothing, if that is so. Raises: ReasonRequiredError."""
        self._demand(reason)
        if self.holds:
            self._record(QuarantineReleased(reason))

    @staticmethod
    def _demand(reason: str) -> None:
        if not reason.strip():
            raise ReasonRequiredError

    def _apply(self, event: Event) -> None:
        match event:
            case Quarantined():
                self.holds = True
            case QuarantineReleased():
                self.holds = False
            case _:
                raise TypeError(event)

"""Which mint requests are in quarantine now."""

from typing import Protocol

from tokens.domain.ids import MintRequestId
from tokens.domain.quarantine.quarantine import Subject


class Quarantines(Protocol):
    """What may not be redeemed, kept with the events of the transaction."""

    def begin(self, subject: Subject) -> None:
        """Hold a mint request, or all that have serials of an epoch."""
        ...

    def release(self, subject: Subject) -> None:
        """End what began for the subject; what another subject holds stays held."""
        ...

    def hold(self, mint_request_id: MintRequestId) -> bool:
        """Tell whether a mint request is held."""
        ...

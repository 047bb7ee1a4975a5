"""What happens to an order; the lot events that it causes stand in the same stream."""

from dataclasses import dataclass
from enum import StrEnum

from tokens.domain.ids import AccountId, CatalogId
from tokens.domain.messages import Event


class WhenShort(StrEnum):
    """What an order does when stock is short."""

    WAIT = "Wait"
    CANCEL = "Cancel"


class CancelReason(StrEnum):
    """Why an order was canceled."""

    REQUESTED = "Requested"
    TIMED_OUT = "TimedOut"
    OUT_OF_STOCK = "OutOfStock"


@dataclass(frozen=True, slots=True)
class OrderPlaced(Event):
    """A billing account wants `quantity` tokens of a catalog item."""

    catalog_id: CatalogId
    account_id: AccountId
    quantity: int
    activate: bool
    when_short: WhenShort


@dataclass(frozen=True, slots=True)
class OrderFellShort(Event):
    """Stock is `shortage` tokens short of the order."""

    shortage: int


@dataclass(frozen=True, slots=True)
class OrderFulfilled(Event):
    """All tokens were transferred."""


@dataclass(frozen=True, slots=True)
class OrderCanceled(Event):
    """The order ended; what had been transferred is reversed."""

    reason: CancelReason

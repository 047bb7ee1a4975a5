"""What commands look up: the serials of codes, and catalog items."""

from typing import NamedTuple, Protocol

from tokens.domain.ids import CatalogId, MintRequestId


class SerialRange(NamedTuple):
    """The serials of a mint request's codes; `first` belongs to sequence number 0."""

    mint_request_id: MintRequestId
    epoch: int
    first: int
    quantity: int


class Serials(Protocol):
    """Disjoint ranges of the serial numbers that codes carry (DESIGN, section 5)."""

    def allocate(self, mint_request_id: MintRequestId, quantity: int) -> SerialRange:
        """Set serials aside; a request that does not fit opens the next epoch.

        Raises: SerialsExhaustedError when no epoch has room.
        """
        ...

    def of(self, mint_request_id: MintRequestId) -> SerialRange:
        """Return the serials of a mint request. Raises: KeyError."""
        ...

    def leave(self, epoch: int) -> bool:
        """Draw no more serials from an epoch; False, if there is no such epoch.

        Raises: EpochsExhaustedError, EpochNotSuppliedError where it is the current one and
        there is no next.
        """
        ...

    def rotate(self, after: int | None = None) -> int:
        """Open the next epoch for new mint requests, and return it.

        With `after` nothing happens where a later epoch is open already.

        Raises: EpochsExhaustedError, EpochNotSuppliedError.
        """
        ...

    def owner(self, epoch: int, serial: int) -> SerialRange | None:
        """Return the range that a serial lies in."""
        ...


class Catalog(Protocol):
    """The catalog items that tokens are minted of: reference data."""

    def is_active(self, catalog_id: CatalogId) -> bool | None:
        """Tell whether an item is active; None, if it does not exist."""
        ...

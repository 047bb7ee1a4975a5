"""Names for the identifiers that the domain passes around."""

from typing import NewType
from uuid import UUID

MintRequestId = NewType("MintRequestId", UUID)
OrderId = NewType("OrderId", UUID)
PrintJobId = NewType("PrintJobId", UUID)
ApprovalId = NewType("ApprovalId", UUID)
CatalogId = NewType("CatalogId", str)
AccountId = NewType("AccountId", str)
"""A billing account, or a consumer's account where a token is redeemed."""
StreamId = NewType("StreamId", str)
"""The name of a stream of the event log, such as `order-5f0e…`."""

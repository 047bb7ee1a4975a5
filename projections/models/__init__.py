"""The read models: what the API and the admin show, filled from the log by the projectors.

No row refers to another by a constraint: each projection fills its tables at its own pace.
`position` is the place in the log up to which a row tells the story: that of the last event
that changed it or, for lots and counts, of the last one in the batch that changed them.
"""

from projections.models.activity import Activity, MintedItem
from projections.models.machinery import Checkpoint, ParkedStream, Rebuild
from projections.models.processes import Approval, MintRequest, Order, PackageDownload, PrintJob
from projections.models.tokens import CatalogItemCounts, Lot, Token

__all__ = [
    "Activity",
    "Approval",
    "CatalogItemCounts",
    "Checkpoint",
    "Lot",
    "MintRequest",
    "MintedItem",
    "Order",
    "PackageDownload",
    "ParkedStream",
    "PrintJob",
    "Rebuild",
    "Token",
]

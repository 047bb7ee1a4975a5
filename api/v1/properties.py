"""What several entity types of the service have in common."""

from api.odata.model import EdmType, EnumType, Navigation, Property
from tokens.domain.ordering.events import CancelReason

ID_LENGTH = 64
"""Characters of an account's or a catalog item's id, at most."""

CANCEL_REASON = EnumType("CancelReason", tuple(CancelReason))
KEY = Property("id", EdmType.GUID, computed=True)
VERSION = Property("version", EdmType.INT32, computed=True)
CATALOG_ID = Property("catalogId", EdmType.STRING, immutable=True, max_length=ID_LENGTH)
CREATED_ON = Property("createdOn", EdmType.DATE_TIME_OFFSET, computed=True)
REASON = Property("reason", EdmType.STRING, nullable=True, max_length=1000)
CATALOG_ITEM = Navigation(
    "catalogItem", "CatalogItems", collection=False, constraint=("catalogId", "id")
)
ACCOUNT_ID = Property("accountId", EdmType.STRING, nullable=True, max_length=ID_LENGTH)
BILLING_ACCOUNT_ID = Property(
    "billingAccountId", EdmType.STRING, immutable=True, optional=True, max_length=ID_LENGTH
)
"""Whose it is: a partner's own, or the one that an operator names."""

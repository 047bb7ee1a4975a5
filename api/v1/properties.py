"""What several entity types of the service have in common."""

from api.odata.model import EdmType, EnumType, Navigation, Property
from tokens.domain.ordering.events import CancelReason
from tokens.domain.token.state import TokenState as State

ID_LENGTH = 64
"""Characters of an account's or a catalog item's id, at most."""

CANCEL_REASON = EnumType("CancelReason", tuple(CancelReason))
KEY = Property("id", EdmType.GUID, computed=True, description="The id; we give it.")
VERSION = Property(
    "version",
    EdmType.INT32,
    computed=True,
    description="Counts the changes; the entity tag stands for it.",
)
CATALOG_ID = Property(
    "catalogId",
    EdmType.STRING,
    immutable=True,
    max_length=ID_LENGTH,
    description="The catalog item that the tokens are of.",
)
CREATED_ON = Property(
    "createdOn",
    EdmType.DATE_TIME_OFFSET,
    computed=True,
    description="When it was created, UTC.",
)
REASON = Property(
    "reason",
    EdmType.STRING,
    nullable=True,
    max_length=1000,
    description="Why; it is kept in the history.",
)
CATALOG_ITEM = Navigation(
    "catalogItem",
    "CatalogItems",
    collection=False,
    constraint=("catalogId", "id"),
    description="The catalog item.",
)
ACCOUNT_ID = Property(
    "accountId",
    EdmType.STRING,
    nullable=True,
    max_length=ID_LENGTH,
    description="The account that it is done for.",
)
BILLING_ACCOUNT_ID = Property(
    "billingAccountId", EdmType.STRING, immutable=True, optional=True, max_length=ID_LENGTH
)
"""Whose it is: a partner's own, or the one that an operator names."""
RESERVED_BY = Property(
    "reservedByBillingAccountId",
    EdmType.STRING,
    nullable=True,
    computed=True,
    description="The billing account that it is reserved or activated for.",
)
TOKEN_STATE = EnumType("TokenState", tuple(State))

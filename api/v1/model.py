"""The entity model of the service, declared once (DESIGN, section 7; REFERENCE.md)."""

from dataclasses import replace

from api.odata.model import (
    Action,
    Binding,
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    FilterForm,
    Navigation,
    Property,
    Service,
)
from api.v1.printing_model import CERTIFICATES, PRINT_JOB_STATE, PRINT_JOBS
from api.v1.properties import (
    ACCOUNT_ID,
    BILLING_ACCOUNT_ID,
    CANCEL_REASON,
    CATALOG_ID,
    CATALOG_ITEM,
    CREATED_ON,
    ID_LENGTH,
    KEY,
    REASON,
    VERSION,
)
from tokens.domain.minting.mint_request import MAX_QUANTITY as MOST_MINTED
from tokens.domain.minting.mint_request import MintState as Mint
from tokens.domain.ordering.events import WhenShort as Short
from tokens.domain.ordering.order import MAX_QUANTITY as MOST_ORDERED
from tokens.domain.ordering.order import OrderState as Ordering
from tokens.domain.token.state import TokenState as State

MINT_STATE = EnumType("MintState", tuple(Mint))
ORDER_STATE = EnumType("OrderState", tuple(Ordering))
TOKEN_STATE = EnumType("TokenState", tuple(State))
WHEN_SHORT = EnumType("WhenShort", tuple(Short))

MINT_REQUESTS = EntitySet(
    "MintRequests",
    EntityType(
        "MintRequest",
        ("id",),
        (
            KEY,
            VERSION,
            CATALOG_ID,
            Property("quantity", EdmType.INT64, immutable=True, minimum=1, maximum=MOST_MINTED),
            Property("state", MINT_STATE, computed=True),
            Property("minted", EdmType.INT64, computed=True),
            Property(
                "billingAccountId",
                EdmType.STRING,
                "account_id",
                nullable=True,
                immutable=True,
                max_length=ID_LENGTH,
            ),
            CREATED_ON,
        ),
        navigations=(CATALOG_ITEM,),
        searched=("catalogId", "billingAccountId"),
    ),
    (
        Action("Cancel", conditional=True),
        Action("Void", parameters=(REASON,), conditional=True),
    ),
    concurrency=("version",),
)

ORDERS = EntitySet(
    "Orders",
    EntityType(
        "Order",
        ("id",),
        (
            KEY,
            VERSION,
            CATALOG_ID,
            BILLING_ACCOUNT_ID,
            Property(
                "quantity", EdmType.INT32, immutable=True, minimum=1, maximum=MOST_ORDERED
            ),
            Property("state", ORDER_STATE, computed=True),
            Property("shortage", EdmType.INT32, computed=True),
            Property("whenShort", WHEN_SHORT, immutable=True, optional=True),
            Property("activate", EdmType.BOOLEAN, computed=True),
            Property("cancelReason", CANCEL_REASON, nullable=True, computed=True),
            CREATED_ON,
        ),
        navigations=(Navigation("tokens", "Tokens"), CATALOG_ITEM),
        searched=("catalogId", "billingAccountId"),
    ),
    (
        Action("Activate", conditional=True),
        Action("Deactivate", conditional=True),
        Action("Return", conditional=True),
        Action("Void", parameters=(REASON,), conditional=True),
    ),
    concurrency=("version",),
)

_CODE = Property(
    "code", EdmType.STRING, nullable=True, computed=True, filterable=False, sortable=False
)
TOKEN = EntityType(
    "Token",
    ("id",),
    (
        Property(
            "id",
            EdmType.STRING,
            computed=True,
            sortable=False,
            filtered_as=FilterForm.SINGLE_VALUE,
        ),
        replace(VERSION, sortable=False),
        Property("mintRequestId", EdmType.GUID, computed=True),
        Property("sequence", EdmType.INT64, computed=True, filtered_as=FilterForm.SINGLE_RANGE),
        Property("catalogId", EdmType.STRING, computed=True, sortable=False),
        Property("orderId", EdmType.GUID, nullable=True, computed=True, sortable=False),
        Property(
            "reservedByBillingAccountId",
            EdmType.STRING,
            nullable=True,
            computed=True,
            sortable=False,
        ),
        Property(
            "redeemedByAccountId", EdmType.STRING, nullable=True, computed=True, sortable=False
        ),
        Property("state", TOKEN_STATE, computed=True, sortable=False),
        Property("hash", EdmType.STRING, computed=True, filterable=False, sortable=False),
        _CODE,
    ),
    navigations=(
        Navigation("order", "Orders", collection=False, constraint=("orderId", "id")),
        Navigation(
            "mintRequest",
            "MintRequests",
            collection=False,
            constraint=("mintRequestId", "id"),
        ),
        CATALOG_ITEM,
    ),
    searched=("catalogId",),
)
CODE = Property("code", EdmType.STRING, max_length=256)
"""What Redeem is given."""
TOKENS = EntitySet(
    "Tokens",
    TOKEN,
    (
        Action("Activate", parameters=(ACCOUNT_ID,), conditional=True),
        Action("Deactivate", conditional=True),
        Action(
            "Void",
            parameters=(REASON, Property("force", EdmType.BOOLEAN, optional=True)),
        ),
        Action("Redeem", Binding.COLLECTION, (CODE, ACCOUNT_ID)),
    ),
    concurrency=("version",),
)
WITHOUT_CODES = replace(
    TOKENS,
    type=replace(TOKEN, properties=tuple(p for p in TOKEN.properties if p is not _CODE)),
)
"""Tokens as they are shown everywhere but in Orders(id)/tokens."""

CATALOG_ITEMS = EntitySet(
    "CatalogItems",
    EntityType(
        "CatalogItem",
        ("id",),
        (
            Property("id", EdmType.STRING, immutable=True, max_length=ID_LENGTH),
            Property("name", EdmType.STRING, max_length=200),
            Property("description", EdmType.STRING, optional=True, max_length=4000),
            Property("active", EdmType.BOOLEAN, optional=True),
            VERSION,
            *(
                Property(name, EdmType.INT64, computed=True)
                for name in (
                    "minted",
                    "circulated",
                    "reserved",
                    "activated",
                    "redeemed",
                    "voided",
                )
            ),
        ),
        searched=("id", "name", "description"),
    ),
    concurrency=("version",),
)

LOTS = EntitySet(
    "Lots",
    EntityType(
        "Lot",
        ("mintRequestId", "start"),
        (
            Property("mintRequestId", EdmType.GUID, computed=True),
            Property("start", EdmType.INT64, computed=True),
            Property("stop", EdmType.INT64, computed=True),
            Property("drawn", EdmType.INT64, computed=True),
            VERSION,
            Property("state", TOKEN_STATE, computed=True),
            Property("catalogId", EdmType.STRING, computed=True),
            Property("orderId", EdmType.GUID, nullable=True, computed=True),
            Property(
                "reservedByBillingAccountId", EdmType.STRING, nullable=True, computed=True
            ),
        ),
    ),
)

SERVICE = Service(
    sets=(MINT_REQUESTS, ORDERS, PRINT_JOBS, TOKENS, CATALOG_ITEMS, LOTS, CERTIFICATES),
    enums=(MINT_STATE, ORDER_STATE, PRINT_JOB_STATE, TOKEN_STATE, WHEN_SHORT, CANCEL_REASON),
)

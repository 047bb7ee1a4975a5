"""The model of the tests' service: orders with tokens, mint requests, print jobs, and more."""

from api.odata.model import (
    Action,
    Binding,
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Navigation,
    Property,
    Service,
)

ORDER_STATE = EnumType("OrderState", ("Placed", "Processing", "Fulfilled", "Canceled"))
TOKEN_STATE = EnumType(
    "TokenState", ("Minted", "Circulated", "Reserved", "Activated", "Redeemed", "Voided")
)
MINT_STATE = EnumType("MintState", ("Started", "Completed", "Canceled"))

_GUID_KEY = Property("id", EdmType.GUID, computed=True)
_VERSION = Property("version", EdmType.INT32, computed=True)
_ACCOUNT_ID = Property(
    "reservedByBillingAccountId", EdmType.STRING, nullable=True, computed=True
)
_CATALOG_ID = Property("catalogId", EdmType.STRING, max_length=64)

ORDERS = EntitySet(
    "Orders",
    EntityType(
        "Order",
        ("id",),
        (
            _GUID_KEY,
            _VERSION,
            _CATALOG_ID,
            Property("billingAccountId", EdmType.STRING, nullable=True, max_length=64),
            Property("quantity", EdmType.INT32, minimum=1),
            Property("state", ORDER_STATE, computed=True),
        ),
        navigations=(Navigation("tokens", "Tokens"),),
    ),
    concurrency=("version",),
)

TOKENS = EntitySet(
    "Tokens",
    EntityType(
        "Token",
        ("id",),
        (
            Property("id", EdmType.STRING, computed=True),
            _VERSION,
            Property("catalogId", EdmType.STRING, computed=True),
            Property(
                "reservedByBillingAccountId", EdmType.STRING, nullable=True, computed=True
            ),
            Property("redeemedByAccountId", EdmType.STRING, nullable=True, computed=True),
            Property("code", EdmType.STRING, computed=True),
            Property("state", TOKEN_STATE, computed=True),
        ),
        navigations=(Navigation("order", "Orders", collection=False),),
        searched=("code", "catalogId"),
    ),
    (
        Action("Activate", conditional=True),
        Action("Void", returns_entity=False),
        Action("Redeem", Binding.COLLECTION, (Property("code", EdmType.STRING),)),
    ),
    concurrency=("version",),
)

MINT_REQUESTS = EntitySet(
    "MintRequests",
    EntityType(
        "MintRequest",
        ("id",),
        (
            _GUID_KEY,
            _VERSION,
            _CATALOG_ID,
            Property("quantity", EdmType.INT64, minimum=1),
            Property("state", MINT_STATE, computed=True),
        ),
    ),
    concurrency=("version",),
)

PRINT_JOBS = EntitySet(
    "PrintJobs",
    EntityType(
        "PrintJob",
        ("id",),
        (
            _GUID_KEY,
            _VERSION,
            Property("createdOn", EdmType.DATE_TIME_OFFSET, computed=True),
        ),
        media="content",
    ),
    concurrency=("version",),
)

CATEGORIES = EntitySet(
    "Categories",
    EntityType(
        "Category",
        ("id",),
        (
            Property("id", EdmType.STRING, immutable=True, max_length=64),
            Property("name", EdmType.STRING, max_length=64),
        ),
        navigations=(
            Navigation("children", "Categories"),
            Navigation("parent", "Categories", collection=False),
        ),
    ),
    in_service_document=False,
)

SERVICE = Service(
    sets=(MINT_REQUESTS, ORDERS, PRINT_JOBS, TOKENS, CATEGORIES),
    enums=(ORDER_STATE, TOKEN_STATE, MINT_STATE),
)

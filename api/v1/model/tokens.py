"""Tokens, each by itself, though most of them are told by their lots."""

from dataclasses import replace

from api.odata.model import (
    Action,
    Binding,
    EdmType,
    EntitySet,
    EntityType,
    FilterForm,
    Navigation,
    Property,
)
from api.v1.properties import (
    ACCOUNT_ID,
    CATALOG_ITEM,
    REASON,
    RESERVED_BY,
    TOKEN_STATE,
    VERSION,
)

_CODE = Property(
    "code",
    EdmType.STRING,
    nullable=True,
    computed=True,
    filterable=False,
    sortable=False,
    description="What consumers redeem it by.",
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
            description="The id: mint request and number together, in Base58.",
        ),
        replace(VERSION, sortable=False),
        Property(
            "mintRequestId",
            EdmType.GUID,
            computed=True,
            ascending_only=True,
            description="The mint request that made it.",
        ),
        Property(
            "sequence",
            EdmType.INT64,
            computed=True,
            ascending_only=True,
            filtered_as=FilterForm.SINGLE_RANGE,
            description=(
                "Its number in the mint request. A filter that names it needs "
                "mintRequestId eq … beside it, and an order needs mintRequestId before it."
            ),
        ),
        Property(
            "catalogId",
            EdmType.STRING,
            computed=True,
            sortable=False,
            description="The catalog item that it is of.",
        ),
        Property(
            "orderId",
            EdmType.GUID,
            nullable=True,
            computed=True,
            sortable=False,
            description="The order that it belongs to, if any.",
        ),
        replace(RESERVED_BY, sortable=False),
        Property(
            "redeemedByAccountId",
            EdmType.STRING,
            nullable=True,
            computed=True,
            sortable=False,
            description="The consumer who redeemed it, if anyone has.",
        ),
        Property(
            "state",
            TOKEN_STATE,
            computed=True,
            sortable=False,
            description="Where it is in its life.",
        ),
        Property(
            "hash",
            EdmType.STRING,
            computed=True,
            filterable=False,
            sortable=False,
            description="The SHA-256 of its code in Base64, for reconciliation.",
        ),
        _CODE,
    ),
    navigations=(
        Navigation(
            "order",
            "Orders",
            collection=False,
            constraint=("orderId", "id"),
            partner="tokens",
            description="The order that it belongs to, if any.",
        ),
        Navigation(
            "mintRequest",
            "MintRequests",
            collection=False,
            constraint=("mintRequestId", "id"),
            description="The mint request that made it.",
        ),
        CATALOG_ITEM,
    ),
    searched=("catalogId",),
    description="An abstraction for a digital good or service, redeemed once.",
)

CODE = Property(
    "code",
    EdmType.STRING,
    max_length=256,
    description="The code as the consumer typed it; case, hyphens and blanks do not matter.",
)
"""What Redeem is given."""

_FORCE = Property(
    "force",
    EdmType.BOOLEAN,
    optional=True,
    description="Whether to void it even if it is redeemed; operators only, with a reason.",
)
TOKENS = EntitySet(
    "Tokens",
    TOKEN,
    (
        Action(
            "Activate",
            parameters=(ACCOUNT_ID,),
            conditional=True,
            description="Let it be redeemed.",
        ),
        Action("Deactivate", conditional=True, description="Take the activation back."),
        Action("Void", parameters=(REASON, _FORCE), description="Make it worthless."),
        Action(
            "Redeem",
            Binding.COLLECTION,
            (CODE, ACCOUNT_ID),
            description="Hand the good over to the consumer who has the code.",
        ),
    ),
    concurrency=("version",),
    description="Tokens, in the order of their numbers. Deleting one voids it.",
)
WITHOUT_CODES = replace(
    TOKENS,
    type=replace(TOKEN, properties=tuple(p for p in TOKEN.properties if p is not _CODE)),
)
"""Tokens as they are shown everywhere but in Orders(id)/tokens."""

"""Mint requests: tokens by the million or the billion."""

from api.odata.model import Action, EdmType, EntitySet, EntityType, EnumType, Property
from api.v1.properties import (
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

MINT_STATE = EnumType("MintState", tuple(Mint))

MINT_REQUESTS = EntitySet(
    "MintRequests",
    EntityType(
        "MintRequest",
        ("id",),
        (
            KEY,
            VERSION,
            CATALOG_ID,
            Property(
                "quantity",
                EdmType.INT64,
                immutable=True,
                minimum=1,
                maximum=MOST_MINTED,
                description="How many tokens to mint.",
            ),
            Property("state", MINT_STATE, computed=True, description="How far it is."),
            Property(
                "minted",
                EdmType.INT64,
                computed=True,
                description="How many tokens are minted so far.",
            ),
            Property(
                "billingAccountId",
                EdmType.STRING,
                "account_id",
                nullable=True,
                immutable=True,
                max_length=ID_LENGTH,
                description="The billing account that the tokens are minted for, if any.",
            ),
            CREATED_ON,
        ),
        navigations=(CATALOG_ITEM,),
        searched=("catalogId", "billingAccountId"),
        description="A request to mint tokens of a catalog item, and how far it is.",
    ),
    (
        Action(
            "Cancel",
            conditional=True,
            description="Stop minting; what was minted so far is voided.",
        ),
        Action(
            "Void",
            parameters=(REASON,),
            conditional=True,
            description="Make every token worthless that is not redeemed.",
        ),
    ),
    concurrency=("version",),
    description="Requests to mint tokens. Deleting one cancels it.",
)

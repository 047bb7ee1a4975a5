"""Lots: ranges of tokens that share one history."""

from api.odata.model import EdmType, EntitySet, EntityType, Property
from api.v1.properties import RESERVED_BY, TOKEN_STATE, VERSION

LOTS = EntitySet(
    "Lots",
    EntityType(
        "Lot",
        ("mintRequestId", "start"),
        (
            Property(
                "mintRequestId",
                EdmType.GUID,
                computed=True,
                description="The mint request whose tokens they are.",
            ),
            Property(
                "start", EdmType.INT64, computed=True, description="The number of the first."
            ),
            Property(
                "stop", EdmType.INT64, computed=True, description="The number after the last."
            ),
            Property(
                "drawn",
                EdmType.INT64,
                computed=True,
                description="How many of them have a history of their own meanwhile.",
            ),
            VERSION,
            Property(
                "state",
                TOKEN_STATE,
                computed=True,
                description="Where its tokens are in their lives.",
            ),
            Property(
                "catalogId",
                EdmType.STRING,
                computed=True,
                description="The catalog item that its tokens are of.",
            ),
            Property(
                "orderId",
                EdmType.GUID,
                nullable=True,
                computed=True,
                description="The order that its tokens belong to, if any.",
            ),
            RESERVED_BY,
        ),
        description="A range of tokens of a mint request that share one history.",
    ),
    description="How the tokens lie in ranges.",
)

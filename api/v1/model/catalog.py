"""Catalog items: what tokens are of."""

from api.odata.model import EdmType, EntitySet, EntityType, Property
from api.v1.properties import ID_LENGTH, VERSION

_COUNTS = {
    "minted": "How many tokens were ever minted.",
    "circulated": "How many tokens are in circulation: the stock.",
    "reserved": "How many tokens are reserved for orders.",
    "activated": "How many tokens can be redeemed.",
    "redeemed": "How many tokens are redeemed.",
    "voided": "How many tokens are void.",
}

CATALOG_ITEMS = EntitySet(
    "CatalogItems",
    EntityType(
        "CatalogItem",
        ("id",),
        (
            Property(
                "id",
                EdmType.STRING,
                immutable=True,
                max_length=ID_LENGTH,
                description="The id; who creates it chooses it.",
            ),
            Property("name", EdmType.STRING, max_length=200, description="The name."),
            Property(
                "description",
                EdmType.STRING,
                optional=True,
                max_length=4000,
                description="What it is, for people.",
            ),
            Property(
                "active",
                EdmType.BOOLEAN,
                optional=True,
                description="Whether its tokens can be minted and ordered.",
            ),
            VERSION,
            *(
                Property(name, EdmType.INT64, computed=True, description=text)
                for name, text in _COUNTS.items()
            ),
        ),
        searched=("id", "name", "description"),
        description="A good or service that tokens stand for, and how many there are of them.",
    ),
    concurrency=("version",),
    description="What can be minted and ordered.",
)

"""An entity model with every primitive type and navigations of every kind, for tests."""

from api.odata.model import (
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Navigation,
    Property,
    Service,
)

KIND = EnumType("Kind", ("Loose", "Boxed", "Bulk"))
ARTICLE = EntityType(
    "Article",
    ("id",),
    (
        Property("id", EdmType.INT32),
        Property("name", EdmType.STRING, nullable=True),
        Property("label", EdmType.STRING),
        Property("count", EdmType.INT32),
        Property("spare", EdmType.INT16, nullable=True),
        Property("serial", EdmType.INT64, nullable=True),
        Property("price", EdmType.DECIMAL, nullable=True),
        Property("weight", EdmType.DOUBLE, nullable=True),
        Property("kind", KIND),
        Property("fragile", EdmType.BOOLEAN, nullable=True),
        Property("madeOn", EdmType.DATE, nullable=True),
        Property("opens", EdmType.TIME_OF_DAY, nullable=True),
        Property("soldOn", EdmType.DATE_TIME_OFFSET, nullable=True),
        Property("lasts", EdmType.DURATION, nullable=True),
        Property("mark", EdmType.BINARY, nullable=True),
        Property("maker", EdmType.GUID, nullable=True),
    ),
    navigations=(
        Navigation("shelf", "Shelves", collection=False),
        Navigation("owner", "Shelves", collection=False),
        Navigation("parts", "Parts"),
    ),
)
SHELF = EntityType(
    "Shelf",
    ("id",),
    (
        Property("id", EdmType.INT32),
        Property("row", EdmType.STRING, nullable=True),
        Property("space", EdmType.INT32),
    ),
    navigations=(Navigation("articles", "Articles"),),
)
PART = EntityType(
    "Part",
    ("id",),
    (
        Property("id", EdmType.INT32),
        Property("name", EdmType.STRING, nullable=True),
        Property("amount", EdmType.INT32, nullable=True),
    ),
    navigations=(Navigation("article", "Articles", collection=False),),
)
ARTICLES = EntitySet("Articles", ARTICLE)
SERVICE = Service(
    (ARTICLES, EntitySet("Shelves", SHELF), EntitySet("Parts", PART)),
    (KIND,),
    namespace="Store",
)

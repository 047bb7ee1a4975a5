"""A small entity model that the tests of this layer share."""

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

STATE = EnumType("OrderState", ("Placed", "Processing", "Fulfilled", "Canceled"))
ORDER = EntityType(
    name="Order",
    key=("id",),
    properties=(
        Property("id", EdmType.GUID, computed=True),
        Property("version", EdmType.INT32, computed=True),
        Property("catalogId", EdmType.STRING, max_length=40),
        Property("accountId", EdmType.STRING, nullable=True),
        Property("quantity", EdmType.INT32, minimum=1),
        Property("bonus", EdmType.INT32, nullable=True),
        Property("total", EdmType.INT64, nullable=True),
        Property("price", EdmType.DECIMAL, nullable=True),
        Property("state", STATE, computed=True),
        Property("gift", EdmType.BOOLEAN, nullable=True),
        Property("placedOn", EdmType.DATE_TIME_OFFSET, nullable=True),
        Property("secret", EdmType.STRING, nullable=True, filterable=False, sortable=False),
        Property("package", EdmType.STREAM, nullable=True),
    ),
    navigations=(Navigation("items", "Items"),),
)
ORDERS = EntitySet(
    "Orders",
    ORDER,
    (Action("Activate"), Action("Cancel", conditional=True)),
)
ITEMS = EntitySet(
    "Items",
    EntityType(
        "Item",
        ("id",),
        (
            Property("id", EdmType.STRING),
            Property("code", EdmType.STRING, nullable=True),
            Property("picture", EdmType.STREAM),
        ),
        media="picture",
    ),
    (
        Action("Redeem", Binding.COLLECTION, (Property("code", EdmType.STRING),)),
        Action("Void"),
    ),
)
LINES = EntitySet(
    "Lines",
    EntityType(
        "Line",
        ("orderId", "number"),
        (Property("orderId", EdmType.GUID), Property("number", EdmType.INT32)),
    ),
)
SERVICE = Service(sets=(ORDERS, ITEMS, LINES), enums=(STATE,))


def declared(name: str) -> Property:
    """A property of the sample's orders."""
    found = ORDER.property_names.find(name)
    assert found is not None
    return found


GUID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"

"""Orders: tokens for a billing account."""

from api.odata.model import (
    Action,
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Navigation,
    Property,
)
from api.v1.properties import (
    CANCEL_REASON,
    CATALOG_ID,
    CATALOG_ITEM,
    CREATED_ON,
    ID_LENGTH,
    KEY,
    REASON,
    VERSION,
)
from tokens.domain.ordering.events import WhenShort as Short
from tokens.domain.ordering.order import MAX_QUANTITY as MOST_ORDERED
from tokens.domain.ordering.order import OrderState as Ordering

ORDER_STATE = EnumType("OrderState", tuple(Ordering))
WHEN_SHORT = EnumType("WhenShort", tuple(Short))

_ORDER = EntityType(
    "Order",
    ("id",),
    (
        KEY,
        VERSION,
        CATALOG_ID,
        Property(
            "billingAccountId",
            EdmType.STRING,
            immutable=True,
            optional=True,
            max_length=ID_LENGTH,
            description="The billing account that orders; a partner's own if left out.",
        ),
        Property(
            "quantity",
            EdmType.INT32,
            immutable=True,
            minimum=1,
            maximum=MOST_ORDERED,
            description="How many tokens.",
        ),
        Property("state", ORDER_STATE, computed=True, description="How far it is."),
        Property(
            "shortage",
            EdmType.INT32,
            computed=True,
            description="How many tokens the stock lacks.",
        ),
        Property(
            "whenShort",
            WHEN_SHORT,
            immutable=True,
            optional=True,
            description="What to do when the stock is short: wait for a day, or cancel.",
        ),
        Property(
            "activate",
            EdmType.BOOLEAN,
            computed=True,
            description="Whether its tokens are activated at once, to be redeemed.",
        ),
        Property(
            "cancelReason",
            CANCEL_REASON,
            nullable=True,
            computed=True,
            description="Why it was canceled, if it was.",
        ),
        CREATED_ON,
    ),
    navigations=(
        Navigation(
            "tokens",
            "Tokens",
            partner="order",
            description="Its tokens, once it is fulfilled; only here they have their codes.",
        ),
        CATALOG_ITEM,
    ),
    searched=("catalogId", "billingAccountId"),
    description="An order of tokens, and how far it is.",
)

ORDERS = EntitySet(
    "Orders",
    _ORDER,
    (
        Action("Activate", conditional=True, description="Let its tokens be redeemed."),
        Action("Deactivate", conditional=True, description="Take the activation back."),
        Action(
            "Return",
            conditional=True,
            description="Give the tokens that are not redeemed back into circulation.",
        ),
        Action(
            "Void",
            parameters=(REASON,),
            conditional=True,
            description="Make the tokens worthless that are not redeemed.",
        ),
    ),
    concurrency=("version",),
    description="Orders of tokens. Deleting one cancels it.",
)

"""The entity model of the service, declared once (DESIGN, section 7; REFERENCE.md)."""

from api.odata.model import Service
from api.v1.model.catalog import CATALOG_ITEMS
from api.v1.model.lots import LOTS
from api.v1.model.minting import MINT_REQUESTS, MINT_STATE
from api.v1.model.ordering import CANCEL_REASON, ORDER_STATE, ORDERS, WHEN_SHORT
from api.v1.model.shared import TOKEN_STATE
from api.v1.model.tokens import TOKENS

SERVICE = Service(
    sets=(MINT_REQUESTS, ORDERS, TOKENS, CATALOG_ITEMS, LOTS),
    enums=(MINT_STATE, ORDER_STATE, TOKEN_STATE, WHEN_SHORT, CANCEL_REASON),
)

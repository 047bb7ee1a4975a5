"""The entity model of the service, declared once (DESIGN, section 7; REFERENCE.md)."""

from api.odata.model import Service
from api.v1.model.catalog import CATALOG_ITEMS
from api.v1.model.lots import LOTS
from api.v1.model.minting import MINT_REQUESTS, MINT_STATE
from api.v1.model.ordering import ORDER_STATE, ORDERS, WHEN_SHORT
from api.v1.model.tokens import TOKENS
from api.v1.printing_model import CERTIFICATES, PRINT_JOB_STATE, PRINT_JOBS
from api.v1.properties import CANCEL_REASON, TOKEN_STATE

SERVICE = Service(
    sets=(MINT_REQUESTS, ORDERS, PRINT_JOBS, TOKENS, CATALOG_ITEMS, LOTS, CERTIFICATES),
    enums=(MINT_STATE, ORDER_STATE, PRINT_JOB_STATE, TOKEN_STATE, WHEN_SHORT, CANCEL_REASON),
)

"""What handlers ask of the catalog."""

from tokens.domain.errors import InvalidCatalogItemError
from tokens.domain.ids import CatalogId
from tokens.domain.ports import Catalog


def require_active(catalog: Catalog, catalog_id: CatalogId) -> None:
    """Raise InvalidCatalogItemError unless the item exists and is active."""
    active = catalog.is_active(catalog_id)
    if not active:
        raise InvalidCatalogItemError(catalog_id, known=active is not None)

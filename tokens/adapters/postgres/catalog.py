"""The catalog in its table."""

from tokens.domain.ids import CatalogId
from tokens.models import CatalogItem


class PostgresCatalog:
    """Reads reference data as it is now."""

    def is_active(self, catalog_id: CatalogId) -> bool | None:
        return (
            CatalogItem.objects.filter(id=catalog_id).values_list("active", flat=True).first()
        )

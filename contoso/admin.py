"""The console's own pages in the admin."""

from contoso.console.items import CatalogItemAdmin
from contoso.console.people import PeopleAdmin, TeamAdmin

__all__ = ["CatalogItemAdmin", "PeopleAdmin", "TeamAdmin"]

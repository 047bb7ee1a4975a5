"""The console's own pages in the admin."""

from contoso.console.people import PeopleAdmin, TeamAdmin

__all__ = ["PeopleAdmin", "TeamAdmin"]

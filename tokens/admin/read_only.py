"""Pages that show rows and let nobody change them, however many there are."""

from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from unfold.admin import ModelAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    Pages = Paginator[Any]
else:
    Pages = Paginator


class CheapPaginator(Pages):
    """Counts no further than this, so that a page of a large table costs as much as another."""

    MOST = 10_000

    @property
    def count(self) -> int:
        """Return the number of rows, `MOST` where there are more."""
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[: self.MOST].count()


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc] # unfold ships no types
    """A page that shows rows; operators change nothing but by commands."""

    paginator = CheapPaginator
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, _request: "HttpRequest") -> bool:
        """Nobody adds rows."""
        return False

    def has_change_permission(self, _request: "HttpRequest", _row: Any = None) -> bool:  # noqa: ANN401 - any model
        """Nobody changes rows."""
        return False

    def has_delete_permission(self, _request: "HttpRequest", _row: Any = None) -> bool:  # noqa: ANN401 - any model
        """Nobody deletes rows."""
        return False

"""Pages that show rows and let nobody change them, however many there are."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect
from unfold.admin import ModelAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

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
    # Numbers beside filters count the whole table, once for each choice.
    show_facets = ShowFacets.NEVER
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

    def response_action(
        self, request: "HttpRequest", queryset: "QuerySet[Any]"
    ) -> "HttpResponse | None":
        """Refuse an action on rows whose ids are none."""
        chosen = request.POST.getlist("_selected_action")
        try:
            for key in chosen:
                self.opts.pk.to_python(key)
        except ValidationError:
            messages.error(request, "What was selected does not exist; nothing has changed.")
            return redirect(request.get_full_path())
        return super().response_action(request, queryset)  # type: ignore[no-any-return]

    def get_search_results(
        self, request: "HttpRequest", rows: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        """Look for the whole term as it is, where every search field begins with '='.

        Django would compare ids as texts in upper case, which no index helps with.
        """
        names = [str(name) for name in self.get_search_fields(request)]
        term = search_term.strip()
        if not term or not all(name.startswith("=") for name in names):
            return super().get_search_results(request, rows, search_term)  # type: ignore[no-any-return]
        found = Q(pk__in=())
        for name in names:
            with suppress(ValidationError):
                field = self.opts.get_field(name[1:])
                found |= Q(**{field.name: field.to_python(term)})
        return rows.filter(found), False

"""Lists that are read from a place on: nothing is counted, and every page costs the same."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from unfold.views import ChangeList

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

OLDER_THAN, NEWER_THAN = "older-than", "newer-than"


class KeysetChangeList(ChangeList):  # type: ignore[misc] # unfold ships no types
    """A page of rows, those with the highest key first.

    The model admin names the key by `keyset_of(request)`: a column that is unique among the
    rows that the filters leave.
    """

    def __init__(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        self.request = request
        self.older: int | None = None
        self.newer: int | None = None
        super().__init__(request, *args, **kwargs)

    @property
    def key(self) -> str:
        """The column that rows are ordered by."""
        return str(self.model_admin.keyset_of(self.request))

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Leave out the place, which is no filter."""
        found: dict[str, Any] = super().get_filters_params(params)
        return {k: v for k, v in found.items() if k not in {OLDER_THAN, NEWER_THAN}}

    def get_ordering(self, _request: "HttpRequest", _rows: "QuerySet[Any]") -> list[str]:
        """Order by the key, whatever is asked for."""
        return [f"-{self.key}"]

    def get_results(self, request: "HttpRequest") -> None:
        """Fetch the page, and one row more to know whether there are others."""
        newer_than, older_than = _place(request, NEWER_THAN), _place(request, OLDER_THAN)
        found = self.queryset
        if newer_than is not None:
            found = found.filter(**{f"{self.key}__gt": newer_than}).reverse()
        elif older_than is not None:
            found = found.filter(**{f"{self.key}__lt": older_than})
        page = list(found[: self.list_per_page + 1])
        more, page = len(page) > self.list_per_page, page[: self.list_per_page]
        if newer_than is not None:
            self._keep(page[::-1], older=True, newer=more)
        else:
            self._keep(page, older=more, newer=older_than is not None)

    def _keep(self, page: list[Any], *, older: bool, newer: bool) -> None:
        self.result_list = page
        # Equal, so that nobody is told of a total.
        self.result_count = self.full_result_count = len(page)
        self.show_all, self.can_show_all, self.multi_page = False, False, False
        self.show_full_result_count, self.show_admin_actions = False, False
        self.paginator = self.model_admin.get_paginator(None, page, self.list_per_page)
        if page:
            self.older = getattr(page[-1], self.key) if older else None
            self.newer = getattr(page[0], self.key) if newer else None

    @property
    def older_address(self) -> str | None:
        """The address of the page that follows, if there is one."""
        return self._page(OLDER_THAN, self.older)

    @property
    def newer_address(self) -> str | None:
        """The address of the page before, if there is one."""
        return self._page(NEWER_THAN, self.newer)

    def _page(self, name: str, place: int | None) -> str | None:
        if place is None:
            return None
        return self.get_query_string({name: place}, remove=[OLDER_THAN, NEWER_THAN])  # type: ignore[no-any-return]


def _place(request: "HttpRequest", name: str) -> int | None:
    given = request.GET.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < len(str(1 << 63))):
        raise IncorrectLookupParameters
    return int(given)

"""Large whole numbers in lists: with separators, and one below another."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.utils.html import format_html


def figure(field: str, title: str = "") -> Callable[[Any], str]:
    """Return a column of a list that shows a field of whole numbers, such as 1,000,000."""

    @admin.display(description=title or field, ordering=field)
    def shown(row: Any) -> str:  # noqa: ANN401 - any model
        return format_html('<div class="console-number">{}</div>', f"{getattr(row, field):,}")

    return shown

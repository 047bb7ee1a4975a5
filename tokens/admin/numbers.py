"""Columns of lists that show numbers: with separators of thousands, at the right."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString


def number_column(name: str, title: str = "") -> Callable[[Any], SafeString]:
    """Return a column of a field's or an annotation's numbers, which sorts by it."""

    @admin.display(description=title or name.replace("_", " "), ordering=name)
    def column(row: Any) -> SafeString:  # noqa: ANN401 - any model
        return format_html('<div class="console-number">{}</div>', f"{getattr(row, name):,}")

    return column

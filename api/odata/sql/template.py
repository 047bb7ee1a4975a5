"""A piece of SQL with places for expressions, each of which may stand only once.

Once, because a place that is repeated doubles the statement, and nested ones square it.
"""

import re
from typing import Any, TypeAlias

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Func
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

Sql: TypeAlias = Combinable
_PLACE = re.compile(r"\?(\d)")


class Template(Func):
    """SQL in which `?0`, `?1`… stand for the expressions; a percent sign is written twice."""

    def __init__(self, text: str, *expressions: Sql, output_field: "Field[Any, Any]") -> None:
        super().__init__(*expressions, output_field=output_field)
        self.text = text

    def as_sql(  # type: ignore[override]  # none of Func's own ways to write it
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: object
    ) -> tuple[str, list[Any]]:
        """Return the text with each place filled, and the parameters in their order."""
        del connection
        sql: list[str] = []
        params: list[Any] = []
        for number, piece in enumerate(_PLACE.split(self.text)):
            if number % 2 == 0:
                sql.append(piece)
                continue
            part, values = compiler.compile(self.source_expressions[int(piece)])
            sql.append(part)
            params.extend(values)
        return "".join(sql), params

"""A shadow: empty tables of a projection in a schema of their own, found before the live ones.

The projector runs unchanged: within `inside`, the names of its tables mean the shadow's.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model

from projections.models import Checkpoint, ParkedStream
from projections.projection import Projection
from projections.tables import table

# Undone with the transaction, so that no pooled connection keeps it.
LOOK_IN = "SELECT set_config('search_path', %s, true)"
MOVE_PARKED = """
    DELETE FROM {live}.projections_parkedstream WHERE projection = '{name}';
    INSERT INTO {live}.projections_parkedstream
        (projection, stream, position, error, parked_on, failed_on)
    SELECT projection, stream, position, error, parked_on, failed_on
    FROM {shadow}.projections_parkedstream;
"""


class Shadow:
    """The tables that a rebuild of a projection fills."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.schema = f"shadow_{projection.name}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema(), current_setting('search_path')")
            self.live, self._path = cursor.fetchone()

    @property
    def tables(self) -> list[str]:
        """The names of the projection's tables, in the order of locking."""
        return [table(model) for model in self.projection.models]

    def make(self) -> None:
        """Make the tables, after removing what a crashed rebuild may have left.

        Indexes and constraints have the live ones' names, so migrations go on to find them.
        """
        models: list[type[Model]] = [*self.projection.models, Checkpoint, ParkedStream]
        with transaction.atomic(durable=True):
            self._execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")
            self._execute(f"CREATE SCHEMA {self.schema}")
            self._look_in(f"{self.schema}, {self._path}")
            with connection.schema_editor() as editor:
                for model in models:
                    editor.create_model(model)

    def drop(self) -> None:
        """Remove the tables."""
        self._execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Open a transaction, or a part of one, in which the names mean the shadow's tables."""
        with transaction.atomic():
            self._look_in(f"{self.schema}, {self._path}")
            yield
            self._look_in(self._path)

    def take_over(self) -> None:
        """Put the shadow's tables in the place of the live ones, within the transaction."""
        for name in self.tables:
            self._execute(f"LOCK TABLE {self.live}.{name} IN ACCESS EXCLUSIVE MODE")
        for name in self.tables:
            self._execute(f"DROP TABLE {self.live}.{name}")
            self._execute(f"ALTER TABLE {self.schema}.{name} SET SCHEMA {self.live}")
        self._execute(
            MOVE_PARKED.format(live=self.live, shadow=self.schema, name=self.projection.name)
        )

    def _look_in(self, path: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(LOOK_IN, [path])

    def _execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

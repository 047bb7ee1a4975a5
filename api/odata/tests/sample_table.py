"""A table for the sample's orders; its strings sort as Python sorts them."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import ClassVar
from uuid import UUID

from django.db import models

_BINARY = "C"


class SampleOrder(models.Model):
    """An order as a row; created and dropped by the tests that use it."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    catalog_id = models.CharField(max_length=40, db_collation=_BINARY)
    account_id = models.CharField(max_length=40, null=True, db_collation=_BINARY)  # noqa: DJ001
    quantity = models.IntegerField()
    bonus = models.IntegerField(null=True)
    total = models.BigIntegerField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    state = models.CharField(max_length=20, db_collation=_BINARY)
    gift = models.BooleanField(null=True)
    placed_on = models.DateTimeField(null=True)
    secret = models.CharField(max_length=20, null=True)  # noqa: DJ001

    objects: ClassVar[models.Manager["SampleOrder"]] = models.Manager()

    class Meta:
        app_label = "odata_tests"
        managed = False

    def __str__(self) -> str:
        return str(self.id)


def sample_rows():
    """Rows with every mixture of null and values."""
    values = product(("aA", "b%'"), (None, "aA", "ab"), (None, 0, 5, 7), (None, True, False))
    moments = (None, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    for number, (catalog, account, bonus, gift) in enumerate(values):
        yield SampleOrder(
            id=UUID(int=number * 7919 % 104729),
            version=1,
            catalog_id=catalog,
            account_id=account,
            quantity=number % 9,
            bonus=bonus,
            total=(None, 2**53 + 1, -(2**63), 5)[number % 4],
            price=(None, Decimal("5.50"), Decimal(7))[number % 3],
            state=("Placed", "Canceled")[number % 2],
            gift=gift,
            placed_on=moments[number % 3],
        )

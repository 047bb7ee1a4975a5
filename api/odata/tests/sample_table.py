"""A table for the sample's orders; its strings sort as Python sorts them."""

from typing import ClassVar

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

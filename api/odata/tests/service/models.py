"""The tables of the tests' service; their texts sort as Python sorts them."""

from typing import ClassVar

from django.db import models
from django.db.models import CASCADE
from django.utils import timezone


def text(**options) -> "models.CharField":
    return models.CharField(max_length=64, db_collation="C", **options)


class Order(models.Model):
    id = models.UUIDField(primary_key=True)
    version = models.IntegerField(default=1)
    catalog_id = text()
    billing_account_id = text(null=True)
    quantity = models.IntegerField()
    state = text(default="Placed")

    objects: ClassVar[models.Manager["Order"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.id)


class Token(models.Model):
    id = text(primary_key=True)
    version = models.IntegerField(default=1)
    catalog_id = text()
    reserved_by_billing_account_id = text(null=True)
    redeemed_by_account_id = text(null=True)
    code = text()
    state = text()
    order = models.ForeignKey(Order, CASCADE, null=True, related_name="tokens")

    objects: ClassVar[models.Manager["Token"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.id)


class MintRequest(models.Model):
    id = models.UUIDField(primary_key=True)
    version = models.IntegerField(default=1)
    catalog_id = text()
    quantity = models.BigIntegerField()
    state = text(default="Started")

    objects: ClassVar[models.Manager["MintRequest"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.id)


class PrintJob(models.Model):
    id = models.UUIDField(primary_key=True)
    version = models.IntegerField(default=1)
    created_on = models.DateTimeField(default=timezone.now)
    content = models.BinaryField()
    content_type = text()

    objects: ClassVar[models.Manager["PrintJob"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.id)


class Category(models.Model):
    id = text(primary_key=True)
    name = text()
    parent = models.ForeignKey("self", CASCADE, null=True, related_name="children")

    objects: ClassVar[models.Manager["Category"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.id)

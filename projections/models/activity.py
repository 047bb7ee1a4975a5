"""What happened to how many tokens within each hour."""

from django.db import models
from django.db.models import Index, UniqueConstraint


class MintedItem(models.Model):
    """Which catalog item the tokens of a mint request are of."""

    mint_request_id = models.UUIDField(primary_key=True)
    catalog_id = models.TextField()

    def __str__(self) -> str:
        return f"{self.mint_request_id} of {self.catalog_id}"


class Activity(models.Model):
    """How many tokens of a catalog item were minted, reserved and so on within an hour (UTC).

    A token that was returned and reserved again counts twice.
    """

    hour = models.DateTimeField()
    catalog_id = models.TextField()
    minted = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    activated = models.BigIntegerField(default=0)
    redeemed = models.BigIntegerField(default=0)
    voided = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["catalog_id", "hour"], name="activity_by_item"),
        )
        indexes = (Index(fields=["hour"], name="activity_by_hour"),)

    def __str__(self) -> str:
        return f"{self.catalog_id} at {self.hour:%Y-%m-%d %H}"

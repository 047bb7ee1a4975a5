"""Tokens: as lots, as those that were drawn from lots, and as counts."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from projections.models.fields import optional_text
from tokens.domain.ids import MintRequestId
from tokens.domain.token.identifier import TokenId


class Facts(models.Model):
    """What is told of lots and of drawn tokens alike: one condition fits both."""

    mint_request_id = models.UUIDField()
    version = models.IntegerField()
    state = models.TextField()
    catalog_id = models.TextField()
    order_id = models.UUIDField(null=True)
    reserved_by_billing_account_id = optional_text()
    redeemed_by_account_id = optional_text()
    redeemed_via = optional_text()
    position = models.BigIntegerField()

    class Meta:
        abstract = True


class Lot(Facts):
    """The tokens `start <= sequence < stop` of a mint request, less those drawn from it.

    `drawn` of them have a row in Token instead; a lot all of whose tokens are drawn is not
    kept. Lots of a mint request never overlap. Nobody has redeemed a token that is still in a
    lot, so what tells of that is always null.
    """

    start = models.BigIntegerField()
    stop = models.BigIntegerField()
    drawn = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["mint_request_id", "start"], name="lot_by_place"),
        )
        indexes = (
            Index(
                fields=["order_id", "mint_request_id", "start"],
                name="lot_by_order",
                condition=Q(order_id__isnull=False),
            ),
            Index(
                fields=["reserved_by_billing_account_id", "mint_request_id", "start"],
                name="lot_by_account",
                condition=Q(reserved_by_billing_account_id__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.mint_request_id} [{self.start}, {self.stop})"


class Token(Facts):
    """A token that was drawn from its lot; all others are told by their lots."""

    sequence = models.BigIntegerField()
    drawn_on = models.DateTimeField()
    changed_on = models.DateTimeField()

    class Meta:
        verbose_name_plural = "single tokens"
        constraints = (
            UniqueConstraint(fields=["mint_request_id", "sequence"], name="token_by_place"),
        )
        indexes = (
            Index(
                fields=["order_id", "mint_request_id", "sequence"],
                name="token_by_order",
                condition=Q(order_id__isnull=False),
            ),
            Index(
                fields=["reserved_by_billing_account_id", "mint_request_id", "sequence"],
                name="token_by_account",
                condition=Q(reserved_by_billing_account_id__isnull=False),
            ),
            Index(
                fields=["redeemed_via", "mint_request_id", "sequence"],
                name="token_by_storefront",
                condition=Q(redeemed_via__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.token_id)

    @property
    def token_id(self) -> TokenId:
        """The identifier that the API shows."""
        return TokenId(MintRequestId(self.mint_request_id), self.sequence)


class CatalogItemCounts(models.Model):
    """How many tokens of a catalog item were ever minted, and are in each state now."""

    catalog_id = models.TextField(primary_key=True)
    minted = models.BigIntegerField(default=0)
    circulated = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    activated = models.BigIntegerField(default=0)
    redeemed = models.BigIntegerField(default=0)
    voided = models.BigIntegerField(default=0)
    position = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "catalog item counts"

    def __str__(self) -> str:
        return self.catalog_id

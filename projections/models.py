"""The read models: what the API and the admin show, filled from the log by the projectors.

No row refers to another by a constraint: each projection fills its tables at its own pace.
`position` is the place in the log up to which a row tells the story: that of the last event
that changed it or, for lots and counts, of the last one in the batch that changed them.
"""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from tokens.domain.ids import MintRequestId
from tokens.domain.token.identifier import TokenId


def _optional_text() -> "models.TextField[str | None, str | None]":
    # Unknown is not empty: OData tells null from ''.
    return models.TextField(null=True)


class MintRequest(models.Model):
    """A mint request; `version` counts the lot events in its stream, too."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    catalog_id = models.TextField()
    quantity = models.BigIntegerField()
    account_id = _optional_text()
    state = models.TextField()
    minted = models.BigIntegerField(default=0)
    created_on = models.DateTimeField()
    changed_on = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        indexes = (
            Index(fields=["catalog_id", "id"], name="mint_request_by_item"),
            Index(fields=["-created_on"], name="mint_request_by_time"),
            Index(fields=["catalog_id", "-created_on"], name="mint_request_of_item"),
            Index(
                fields=["-created_on"],
                name="mint_request_running",
                condition=Q(state__in=["Started", "Canceling"]),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Order(models.Model):
    """An order; `version` counts the lot events in its stream, too."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    catalog_id = models.TextField()
    billing_account_id = models.TextField()
    quantity = models.IntegerField()
    state = models.TextField()
    shortage = models.IntegerField(default=0)
    activate = models.BooleanField()
    when_short = models.TextField()
    cancel_reason = _optional_text()
    created_on = models.DateTimeField()
    changed_on = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        indexes = (
            Index(fields=["billing_account_id", "id"], name="order_by_account"),
            Index(fields=["-created_on"], name="order_by_time"),
            Index(fields=["catalog_id", "-created_on"], name="order_of_item"),
            Index(
                fields=["billing_account_id"],
                name="order_waiting",
                condition=Q(state="Placed"),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class PrintJob(models.Model):
    """A print job; `version` counts the lot events in its stream, too.

    `package_length` is null while there is no package: before it is made, and once deleted.
    """

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    catalog_id = models.TextField()
    billing_account_id = models.TextField()
    certificate_thumbprint = models.TextField()
    quantity = models.IntegerField()
    state = models.TextField()
    shortage = models.IntegerField(default=0)
    printed = models.IntegerField(default=0)
    downloads = models.IntegerField(default=0)
    package_length = models.BigIntegerField(null=True)
    cancel_reason = _optional_text()
    created_on = models.DateTimeField()
    changed_on = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        indexes = (
            Index(fields=["billing_account_id", "id"], name="print_job_by_account"),
            Index(fields=["-created_on"], name="print_job_by_time"),
            Index(fields=["catalog_id", "-created_on"], name="print_job_of_item"),
            Index(
                fields=["billing_account_id"],
                name="print_job_kept",
                condition=Q(state="Queued") | Q(package_length__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class PackageDownload(models.Model):
    """The bytes `start <= position < stop` of a package that a client was given."""

    position = models.BigIntegerField(primary_key=True)
    print_job_id = models.UUIDField()
    client_id = _optional_text()
    start = models.BigIntegerField()
    stop = models.BigIntegerField()
    downloaded_on = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["print_job_id", "position"], name="download_by_print_job"),)

    def __str__(self) -> str:
        return f"{self.print_job_id} by {self.client_id}"


class Lot(models.Model):
    """The tokens `start <= sequence < stop` of a mint request, less those drawn from it.

    `drawn` of them have a row in Token instead; a lot all of whose tokens are drawn is not
    kept. Lots of a mint request never overlap. Nobody has redeemed a token that is still in a
    lot, so what tells of that is always null; it is there so that one condition fits both.
    """

    mint_request_id = models.UUIDField()
    start = models.BigIntegerField()
    stop = models.BigIntegerField()
    version = models.IntegerField()
    state = models.TextField()
    catalog_id = models.TextField()
    order_id = models.UUIDField(null=True)
    reserved_by_billing_account_id = _optional_text()
    redeemed_by_account_id = _optional_text()
    redeemed_via = _optional_text()
    drawn = models.BigIntegerField(default=0)
    position = models.BigIntegerField()

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


class Token(models.Model):
    """A token that was drawn from its lot; all others are told by their lots."""

    mint_request_id = models.UUIDField()
    sequence = models.BigIntegerField()
    version = models.IntegerField()
    state = models.TextField()
    catalog_id = models.TextField()
    order_id = models.UUIDField(null=True)
    reserved_by_billing_account_id = _optional_text()
    redeemed_by_account_id = _optional_text()
    redeemed_via = _optional_text()
    drawn_on = models.DateTimeField()
    changed_on = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
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


class Approval(models.Model):
    """What an operator asked a second one for, in words, and what was decided."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    state = models.TextField()
    command = models.TextField()
    subject = models.TextField()
    summary = models.TextField()
    operator = models.TextField()
    reason = models.TextField()
    decided_by = _optional_text()
    decision_reason = _optional_text()
    created_on = models.DateTimeField()
    changed_on = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        indexes = (Index(fields=["state", "created_on"], name="approval_by_state"),)

    def __str__(self) -> str:
        return self.summary


class Checkpoint(models.Model):
    """Up to which position a projection has read the log; its row is the fence.

    `rate` is in positions a second, measured over windows of ten seconds or more.
    """

    projection = models.TextField(primary_key=True)
    position = models.BigIntegerField(default=0)
    updated_on = models.DateTimeField()
    paused_on = models.DateTimeField(null=True)
    rate = models.FloatField(db_default=0.0)
    window_on = models.DateTimeField(null=True)
    window_position = models.BigIntegerField(db_default=0)

    class Meta:
        verbose_name = "projection"

    def __str__(self) -> str:
        return f"{self.projection} at {self.position}"


class ParkedStream(models.Model):
    """A stream that a projection passes over since it failed on the event at `position`."""

    projection = models.TextField()
    stream = models.TextField()
    position = models.BigIntegerField()
    error = models.TextField()
    parked_on = models.DateTimeField()
    failed_on = models.DateTimeField()
    retry_asked_on = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["projection", "stream"], name="parked_stream_once"),
        )

    def __str__(self) -> str:
        return f"{self.stream} in {self.projection}"


class Rebuild(models.Model):
    """A rebuild that an operator asked for; `is_open` is null once it has ended.

    `position` of `head` is how far it is. `differences` lists, for each table that was not as
    the log says, how many rows were missing and how many were wrong.
    """

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "Asked"
        RUNNING = "Running"
        DONE = "Done"
        FAILED = "Failed"

    projection = models.TextField()
    # Unique among those that are not null: one at a time.
    is_open = models.BooleanField(null=True, default=True, unique=True)
    state = models.TextField(choices=State, default=State.ASKED)
    operator = models.TextField()
    asked_on = models.DateTimeField()
    started_on = models.DateTimeField(null=True)
    ended_on = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)
    head = models.BigIntegerField(default=0)
    differences = models.JSONField(default=list)
    error = models.TextField(default="")

    class Meta:
        default_permissions = ("view",)
        indexes = (Index(fields=["projection", "-id"], name="rebuild_by_projection"),)

    def __str__(self) -> str:
        return f"{self.projection}: {self.state}"

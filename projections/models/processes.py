"""Mint requests, orders, print jobs and approvals: a row for each."""

from django.db import models
from django.db.models import Index, Q

from projections.models.fields import optional_text


class MintRequest(models.Model):
    """A mint request; `version` counts the lot events in its stream, too."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    catalog_id = models.TextField()
    quantity = models.BigIntegerField()
    account_id = optional_text()
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
    cancel_reason = optional_text()
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
    cancel_reason = optional_text()
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
    client_id = optional_text()
    start = models.BigIntegerField()
    stop = models.BigIntegerField()
    downloaded_on = models.DateTimeField()

    class Meta:
        indexes = (Index(fields=["print_job_id", "position"], name="download_by_print_job"),)

    def __str__(self) -> str:
        return f"{self.print_job_id} by {self.client_id}"


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
    decided_by = optional_text()
    decision_reason = optional_text()
    created_on = models.DateTimeField()
    changed_on = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        indexes = (Index(fields=["state", "created_on"], name="approval_by_state"),)

    def __str__(self) -> str:
        return self.summary

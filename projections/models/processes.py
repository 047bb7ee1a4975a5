"""Mint requests, orders, print jobs and approvals: a row for each."""

from django.db import models
from django.db.models import Index, Q

from projections.models.fields import optional_text


class Process(models.Model):
    """What its stream has led to; `version` counts the lot events there, too."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    state = models.TextField()
    created_on = models.DateTimeField()
    changed_on = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Transfer(Process):
    """What takes tokens of an item from stock for a billing account."""

    catalog_id = models.TextField()
    billing_account_id = models.TextField()
    quantity = models.IntegerField()
    shortage = models.IntegerField(default=0)
    cancel_reason = optional_text()

    class Meta:
        abstract = True


class MintRequest(Process):
    """A mint request."""

    catalog_id = models.TextField()
    quantity = models.BigIntegerField()
    account_id = optional_text()
    minted = models.BigIntegerField(default=0)

    class Meta:
        indexes = (
            Index(fields=["catalog_id", "id"], name="mint_request_by_item"),
            Index(fields=["-created_on"], name="mint_request_by_time"),
            Index(fields=["position"], name="mint_request_by_change"),
            Index(fields=["catalog_id", "-created_on"], name="mint_request_of_item"),
            Index(
                fields=["-created_on"],
                name="mint_request_running",
                condition=Q(state__in=["Started", "Canceling"]),
            ),
        )


class Order(Transfer):
    """An order."""

    activate = models.BooleanField()
    when_short = models.TextField()

    class Meta:
        indexes = (
            Index(fields=["billing_account_id", "id"], name="order_by_account"),
            Index(fields=["-created_on"], name="order_by_time"),
            Index(fields=["position"], name="order_by_change"),
            Index(fields=["catalog_id", "-created_on"], name="order_of_item"),
            Index(
                fields=["billing_account_id"],
                name="order_waiting",
                condition=Q(state="Placed"),
            ),
        )


class PrintJob(Transfer):
    """A print job.

    `package_length` is null while there is no package: before it is made, and once deleted.
    """

    certificate_thumbprint = models.TextField()
    printed = models.IntegerField(default=0)
    downloads = models.IntegerField(default=0)
    package_length = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            Index(fields=["billing_account_id", "id"], name="print_job_by_account"),
            Index(fields=["-created_on"], name="print_job_by_time"),
            Index(fields=["position"], name="print_job_by_change"),
            Index(fields=["catalog_id", "-created_on"], name="print_job_of_item"),
            Index(
                fields=["billing_account_id"],
                name="print_job_kept",
                condition=Q(state="Queued") | Q(package_length__isnull=False),
            ),
        )


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


class Approval(Process):
    """What an operator asked a second one for, in words, and what was decided."""

    command = models.TextField()
    subject = models.TextField()
    summary = models.TextField()
    operator = models.TextField()
    reason = models.TextField()
    decided_by = optional_text()
    decision_reason = optional_text()

    class Meta:
        indexes = (Index(fields=["state", "created_on"], name="approval_by_state"),)

    def __str__(self) -> str:
        return self.summary

"""The tables of the write side as Django sees them; only the catalog is Django's to change."""

from django.contrib.postgres.fields import BigIntegerRangeField
from django.core.validators import RegexValidator
from django.db import models

catalog_id_rule = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
    "An id has letters, digits, '.', '_' and '-', and begins with a letter or digit.",
)


class CatalogItem(models.Model):
    """What tokens are minted of: a game card, a month of a subscription.

    Operators are warned while fewer tokens than `low_stock_threshold` circulate; never if null.
    """

    id = models.CharField(primary_key=True, max_length=64, validators=[catalog_id_rule])
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="", max_length=4000)
    active = models.BooleanField(default=True)
    low_stock_threshold = models.PositiveBigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self) -> str:
        """Return name and id."""
        return f"{self.name} ({self.id})"


class PartnerCertificate(models.Model):
    """A certificate that packages of a billing account are, or were, encrypted to."""

    thumbprint = models.CharField(primary_key=True, max_length=40)
    sha256 = models.CharField(max_length=64)
    billing_account_id = models.CharField(max_length=64)
    subject = models.TextField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    current = models.BooleanField(default=False)
    pem = models.TextField()
    uploaded_on = models.DateTimeField()
    uploaded_by = models.TextField()

    class Meta:
        verbose_name = "certificate"
        constraints = (
            models.UniqueConstraint(
                fields=["billing_account_id"],
                condition=models.Q(current=True),
                name="certificate_current_once",
            ),
        )
        indexes = (models.Index(fields=["billing_account_id"], name="certificate_by_account"),)

    def __str__(self) -> str:
        """Return the thumbprint."""
        return self.thumbprint


class OperatorCommand(models.Model):
    """What an operator asked for in the admin, and what came of it.

    It is written before the command is executed: `outcome` stays Unknown where the process
    ended in between, and the events of the correlation id tell what happened.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        UNKNOWN = "Unknown"
        ACCEPTED = "Accepted"
        REFUSED = "Refused"
        AWAITS_APPROVAL = "Awaits approval"

    sent_on = models.DateTimeField()
    operator = models.TextField()
    command = models.TextField()
    subject = models.TextField()
    details = models.JSONField(default=dict)
    outcome = models.TextField(choices=Outcome, default=Outcome.UNKNOWN)
    message = models.TextField(default="")
    correlation_id = models.TextField()

    class Meta:
        verbose_name = "operator's command"
        verbose_name_plural = "audit"
        ordering = ("-id",)
        default_permissions = ("view",)
        permissions = (
            ("send_mint", "May mint, cancel and void mint requests"),
            ("send_orders", "May order, print, activate, return, cancel and void"),
            ("send_tokens", "May act on single tokens"),
            ("manage_machinery", "May pause projections and replay or discard messages"),
            ("manage_keys", "May rotate keys and quarantine"),
            ("decide_approvals", "May approve or reject what another operator asked for"),
        )
        indexes = (
            models.Index(fields=["operator", "-id"], name="command_by_operator"),
            models.Index(fields=["subject", "-id"], name="command_by_subject"),
            models.Index(fields=["correlation_id"], name="command_by_correlation"),
        )

    def __str__(self) -> str:
        """Return who asked for what."""
        return f"{self.command} by {self.operator}"


class Event(models.Model):
    """One event of the log; the database refuses to change or delete it."""

    # The true key is (stream, version); Django needs one column, and positions are unique.
    position = models.BigIntegerField(primary_key=True)
    stream = models.TextField()
    version = models.IntegerField()
    type = models.TextField()
    data = models.JSONField()
    event_id = models.UUIDField()
    correlation_id = models.TextField()
    causation_id = models.UUIDField(null=True)
    actor = models.TextField(null=True)  # noqa: DJ001  # null: nobody is known
    recorded_on = models.DateTimeField()

    class Meta:
        verbose_name_plural = "event log"
        managed = False
        db_table = "tokens_event"
        ordering = ("-position",)

    def __str__(self) -> str:
        """Return type and place."""
        return f"{self.type} {self.stream}@{self.version}"


class Lot(models.Model):
    """A current lot of the vault."""

    id = models.BigIntegerField(primary_key=True)
    mint_request_id = models.UUIDField()
    tokens = BigIntegerRangeField()
    version = models.IntegerField()
    state = models.TextField()
    catalog_id = models.TextField()
    order_id = models.UUIDField(null=True)
    account_id = models.TextField(null=True)  # noqa: DJ001  # null: not reserved
    size = models.BigIntegerField()

    class Meta:
        verbose_name = "lot of the vault"
        verbose_name_plural = "vault"
        managed = False
        db_table = "tokens_lot"
        ordering = ("mint_request_id", "tokens")

    def __str__(self) -> str:
        """Return where the lot lies."""
        return f"{self.mint_request_id} {self.tokens}"


class StoredCommand(models.Model):
    """What a message has wherever it is."""

    recipient = models.TextField()
    type = models.TextField()
    data = models.JSONField()
    correlation_id = models.TextField()
    causation_id = models.UUIDField(null=True)
    actor = models.TextField(null=True)  # noqa: DJ001  # null: nobody is known
    attempts = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return type and recipient."""
        return f"{self.type} to {self.recipient}"


class Message(StoredCommand):
    """A message on its way."""

    id = models.BigIntegerField(primary_key=True)
    message_id = models.UUIDField()
    due = models.DateTimeField()
    last_error = models.TextField(null=True)  # noqa: DJ001  # null: it has not failed yet

    class Meta:
        managed = False
        db_table = "tokens_message"
        ordering = ("due", "id")


class DeliveredMessage(models.Model):
    """What is kept of a message that was delivered: what had sent it, and to whom.

    `causation_id` is the id of the command or message whose handler sent it.
    """

    message_id = models.UUIDField(primary_key=True)
    causation_id = models.UUIDField(null=True)
    type = models.TextField()
    recipient = models.TextField()
    delivered_on = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "tokens_deliveredmessage"

    def __str__(self) -> str:
        """Return type and recipient."""
        return f"{self.type} to {self.recipient}"


class DeadLetter(StoredCommand):
    """A message that failed too often, kept until an operator replays or discards it."""

    message_id = models.UUIDField(primary_key=True)
    error = models.TextField()
    failed_on = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "tokens_deadletter"
        ordering = ("-failed_on",)

"""Service clients, their secrets, what they may repeat, and what they may watch."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Role(models.TextChoices):
    """What a client may do; `api.scopes` spells it out."""

    OPERATOR = "operator", "Operator"
    PARTNER = "partner", "Partner"
    STOREFRONT = "storefront", "Storefront"


class Client(models.Model):
    """A program that calls the API under a name of its own."""

    id = models.SlugField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16, choices=Role)
    billing_account_id = models.CharField(
        max_length=64, blank=True, help_text="Partners only: whose orders and tokens these are."
    )
    active = models.BooleanField(default=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "service client"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="a_partner_and_only_a_partner_has_an_account",
                condition=Q(role=Role.PARTNER, billing_account_id__gt="")
                | (~Q(role=Role.PARTNER) & Q(billing_account_id="")),
                violation_error_message="A partner needs a billing account; others have none.",
            ),
        )

    def __str__(self) -> str:
        return self.id


class ClientSecret(models.Model):
    """One secret of a client. Several may be live, so that one can follow another in peace."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="secrets")
    # SHA-256, which is fast: a secret is 256 random bits, so there is nothing to guess, and
    # the slow hash that a person's password needs would only cost every request 100 ms.
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(null=True, blank=True, help_text="UTC; empty: never.")

    class Meta:
        ordering = ("client", "created")

    def __str__(self) -> str:
        return f"{self.client_id}, made {self.created:%Y-%m-%d %H:%M}"


class RepeatableRequest(models.Model):
    """The answer to a command that came with a key; its body is never kept, only its digest.

    A row without a status exists only within the transaction that handles the command.
    """

    client_id = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    created = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(null=True)
    body = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["client_id", "key"], name="a_key_is_used_once"),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.key}"


class Monitor(models.Model):
    """What a client preferred to be told later: the path, below the root, of what it began."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client_id = models.CharField(max_length=64)
    path = models.CharField(max_length=255)
    created = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = (models.Index(fields=["client_id", "created"], name="monitor_by_client"),)

    def __str__(self) -> str:
        return f"{self.client_id}: {self.path}"

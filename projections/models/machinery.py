"""How far projections have read, what they passed over, and how they are rebuilt."""

from django.db import models
from django.db.models import Index, UniqueConstraint


class Checkpoint(models.Model):
    """Up to which position a projection has read the log; its row is the fence.

    `rate` is in positions a second, measured over windows of ten seconds or more. `era`
    counts the rebuilds.
    """

    projection = models.TextField(primary_key=True)
    position = models.BigIntegerField(default=0)
    updated_on = models.DateTimeField()
    paused_on = models.DateTimeField(null=True)
    rate = models.FloatField(db_default=0.0)
    window_on = models.DateTimeField(null=True)
    window_position = models.BigIntegerField(db_default=0)
    era = models.IntegerField(db_default=0)

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

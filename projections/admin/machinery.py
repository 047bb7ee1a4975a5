"""How far projections have read, and what they passed over."""

from django.contrib import admin

from projections.models import Checkpoint, ParkedStream
from tokens.admin.read_only import ReadOnlyAdmin


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnlyAdmin):
    """Checkpoints."""

    list_display = ("projection", "position", "updated_on")


@admin.register(ParkedStream)
class ParkedStreamAdmin(ReadOnlyAdmin):
    """Parked streams."""

    list_display = ("projection", "stream", "position", "parked_on", "failed_on")
    list_filter = ("projection",)

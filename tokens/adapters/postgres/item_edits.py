"""Edits of catalog items in the audit: alike, whether operators or clients made them."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from tokens.models import OperatorCommand

CREATE = "CreateCatalogItem"
CHANGE = "ChangeCatalogItem"
Changes = Mapping[str, tuple[Any, Any]]
"""By the name of each field, what it was and what it is."""


def subject_of(item_id: str) -> str:
    """Return under what name the audit knows an item."""
    return f"catalog-item-{item_id}"


def note_edit_of_client(
    client_id: str, correlation_id: str, action: str, item_id: str, changes: Changes
) -> None:
    """Record what a service client has done to an item, within the transaction that did it."""
    OperatorCommand.objects.create(
        sent_on=timezone.now(),
        operator=client_id,
        command=action,
        subject=subject_of(item_id),
        details={"by": "a service client", "changes": changes},
        outcome=OperatorCommand.Outcome.ACCEPTED,
        message="Done by a service client.",
        correlation_id=correlation_id,
    )

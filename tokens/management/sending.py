"""Sending a command from a terminal."""

from typing import Any
from uuid import uuid4

from django.core.management.base import CommandError

from tokens.bootstrap import application
from tokens.domain.errors import DomainError
from tokens.domain.messages import Command
from tokens.domain.ports import Origin


def send(command: Command) -> Any:  # noqa: ANN401 - whatever the handler returns
    """Execute a command. Raises: CommandError with what the refusal says."""
    origin = Origin(str(uuid4()), None, "manage.py")
    try:
        return application().bus.execute(command, origin).result
    except DomainError as refusal:
        raise CommandError(str(refusal)) from refusal

"""Sending a command from a terminal."""

from uuid import uuid4

from django.core.management.base import CommandError

from tokens.bootstrap import application
from tokens.domain.errors import DomainError
from tokens.domain.messages import Command
from tokens.domain.ports import Origin


def send(command: Command) -> None:
    """Execute a command. Raises: CommandError with what the refusal says."""
    try:
        application().bus.execute(command, Origin(str(uuid4()), None, "manage.py"))
    except DomainError as refusal:
        raise CommandError(str(refusal)) from refusal

"""How the admin's pages act: every command is recorded, executed, and told of."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tokens.admin.refusals import in_console
from tokens.application.bus import Outcome
from tokens.bootstrap import application
from tokens.domain.approving.commands import RequestApproval
from tokens.domain.approving.policy import ApprovalPolicy
from tokens.domain.codes.text import holds_a_code
from tokens.domain.errors import ConcurrencyError, DomainError
from tokens.domain.messages import Command
from tokens.domain.ports import Origin
from tokens.models import OperatorCommand

if TYPE_CHECKING:
    from django.http import HttpRequest

_MISPLACED = (
    "This holds what looks like the code of a token, which must not be kept; nothing has "
    "changed. Leave it out: the log names the token."
)


def require(request: "HttpRequest", permission: str) -> None:
    """Raise PermissionDenied unless the operator has a permission, such as `send_mint`."""
    if not request.user.has_perm(f"tokens.{permission}"):
        raise PermissionDenied


def send(
    request: "HttpRequest",
    command: Command,
    done: str,
    *,
    reason: str = "",
    unchanged: str = "",
) -> Outcome | None:
    """Execute a command for the operator who is signed in, and tell what came of it.

    What needs a second operator is asked for instead of executed, with the reason. Where
    nothing happened and `unchanged` says so, that is told instead of `done`. Returns None where
    it was refused; the operator has been told why. What holds a code is not even recorded.
    """
    if _is_misplaced(request, [_plain(command), reason]):
        return None
    operator = request.user.get_username()
    asked = ApprovalPolicy(settings.MINT_APPROVAL_ABOVE).demands(command)
    accepted = OperatorCommand.Outcome.ACCEPTED
    if asked is not None:
        command = RequestApproval(asked.approval_id, operator, asked, reason)
        accepted = OperatorCommand.Outcome.AWAITS_APPROVAL
        done = "This needs a second operator, who finds it under Approvals."
    row = _begun(operator, type(command).__name__, command.recipient, _plain(command))
    try:
        outcome = application().bus.execute(command, Origin(row.correlation_id, None, operator))
    except (DomainError, ConcurrencyError) as refusal:
        _end(request, row, OperatorCommand.Outcome.REFUSED, in_console(refusal))
        return None
    if unchanged and outcome.position is None:
        _end(request, row, accepted, unchanged, messages.WARNING)
    else:
        _end(request, row, accepted, done)
    return outcome


def carry_out(
    request: "HttpRequest",
    action: str,
    subject: str,
    act: Callable[[], str],
    **details: object,
) -> None:
    """Do what is no command of the bus, such as to replay a dead letter; record and tell it.

    `act` returns what to tell the operator; a DomainError is a refusal.
    """
    if _is_misplaced(request, details):
        return
    row = _begun(request.user.get_username(), action, subject, details)
    try:
        said = act()
    except DomainError as refusal:
        _end(request, row, OperatorCommand.Outcome.REFUSED, in_console(refusal))
    else:
        _end(request, row, OperatorCommand.Outcome.ACCEPTED, said)


def note(request: "HttpRequest", action: str, subject: str, **details: object) -> None:
    """Record what was done already, such as an edit of reference data."""
    row = _begun(request.user.get_username(), action, subject, details)
    row.outcome = OperatorCommand.Outcome.ACCEPTED
    row.save(update_fields=["outcome"])


def _is_misplaced(request: "HttpRequest", plain: object) -> bool:
    found = any(map(holds_a_code, _texts(plain)))
    if found:
        messages.error(request, _MISPLACED)
    return found


def _texts(plain: object) -> Iterator[str]:
    match plain:
        case str():
            yield plain
        case dict():
            for each in plain.values():
                yield from _texts(each)
        case list() | tuple():
            for each in plain:
                yield from _texts(each)


def _begun(operator: str, name: str, subject: str, details: object) -> OperatorCommand:
    return OperatorCommand.objects.create(
        sent_on=timezone.now(),
        operator=operator,
        command=name,
        subject=subject,
        details=details,
        correlation_id=str(uuid4()),
    )


def _end(
    request: "HttpRequest",
    row: OperatorCommand,
    outcome: OperatorCommand.Outcome,
    said: str,
    level: int = messages.SUCCESS,
) -> None:
    row.outcome, row.message = outcome, said
    row.save(update_fields=["outcome", "message"])
    refused = outcome is OperatorCommand.Outcome.REFUSED
    messages.add_message(request, messages.ERROR if refused else level, said)


def _plain(command: Command) -> Any:  # noqa: ANN401 - JSON
    return msgspec.to_builtins(command)

"""How the admin's pages act: every command is recorded, executed, and told of."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import msgspec
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.html import format_html

from tokens.admin.links import approval_address, link
from tokens.admin.refusals import in_console
from tokens.application.bus import Outcome
from tokens.bootstrap import application
from tokens.domain.approving.commands import RequestApproval
from tokens.domain.approving.errors import AlreadyAskedForError
from tokens.domain.approving.policy import ApprovalPolicy
from tokens.domain.codes.text import holds_a_code
from tokens.domain.errors import ConcurrencyError, DomainError
from tokens.domain.ids import ApprovalId
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
        command = RequestApproval(operator, asked, reason)
        accepted = OperatorCommand.Outcome.AWAITS_APPROVAL
        done = "This needs a second operator, who finds it under Approvals."
        unchanged = "You have asked for this already; it waits for a second operator."
    row = _begun(operator, type(command).__name__, command.recipient, _plain(command))
    try:
        outcome = application().bus.execute(command, Origin(row.correlation_id, None, operator))
    except (DomainError, ConcurrencyError) as refusal:
        _refuse(request, row, refusal)
        return None
    approval = outcome.result.id if asked is not None else None
    if unchanged and outcome.position is None:
        _end(request, row, accepted, _Told(unchanged, messages.WARNING, approval))
    else:
        _end(request, row, accepted, _Told(done, messages.SUCCESS, approval))
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
        _refuse(request, row, refusal)
    else:
        _end(request, row, OperatorCommand.Outcome.ACCEPTED, _Told(said, messages.SUCCESS))


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


class _Told(NamedTuple):
    """What an operator is told, with a link to the approval that it is about."""

    words: str
    level: int
    approval: ApprovalId | None = None

    @property
    def shown(self) -> str:
        if self.approval is None:
            return self.words
        way = link(approval_address(self.approval), "Open the approval")
        return format_html('{} <span class="console-way">{}</span>', self.words, way)


def _refuse(
    request: "HttpRequest", row: OperatorCommand, refusal: DomainError | ConcurrencyError
) -> None:
    approval = refusal.approval_id if isinstance(refusal, AlreadyAskedForError) else None
    told = _Told(in_console(refusal), messages.ERROR, approval)
    _end(request, row, OperatorCommand.Outcome.REFUSED, told)


def _end(
    request: "HttpRequest", row: OperatorCommand, outcome: OperatorCommand.Outcome, told: _Told
) -> None:
    row.outcome, row.message = outcome, told.words
    row.save(update_fields=["outcome", "message"])
    messages.add_message(request, told.level, told.shown)


def _plain(command: Command) -> Any:  # noqa: ANN401 - JSON
    return msgspec.to_builtins(command)

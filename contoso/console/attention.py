"""What waits for somebody: each with a number, a link, and whether it is a worry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from api.attempts import wrong_codes
from contoso.console.stock import LOW, items_with_stock
from projections.models import Approval, ParkedStream
from tokens.domain.approving.approval import ApprovalState
from tokens.models import DeadLetter, Message

MOST = 1_000
"""Nothing is counted further."""
NAMED = 3
"""So many items of low stock are named."""
WORRYING_CODES = 1_000
"""So many wrong codes in a day are a worry."""
WAITING = """
    SELECT count(*), coalesce(sum(quantity), 0)
    FROM (SELECT quantity FROM tokens_waitingorder LIMIT %s) AS waiting
"""


@dataclass(frozen=True)
class Note:
    """A figure with what it counts."""

    title: str
    figure: str
    detail: str
    link: str
    worries: bool = False


def notes(request: HttpRequest) -> list[Note]:
    """Return what this operator may see; at most six queries, and one to Redis."""
    may = request.user.has_perm
    found = [_waiting()]
    if may("tokens.view_catalogitem"):
        found.append(_low_stock())
    if may("projections.view_approval"):
        found.append(_approvals())
    if may("tokens.view_deadletter"):
        found.extend(_machinery())
    found.append(_wrong_codes())
    return found


def _waiting() -> Note:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [MOST])
        count, tokens = cursor.fetchone()
    link = reverse("admin:projections_order_changelist") + "?state=Placed"
    detail = f"for {tokens:,} tokens" if count else "nobody waits for stock"
    return Note("Orders waiting", _bounded(count), detail, link, worries=count > 0)


def _low_stock() -> Note:
    low = list(
        items_with_stock().filter(LOW).order_by("id").values_list("id", flat=True)[:MOST]
    )
    named = ", ".join(low[:NAMED]) + (", …" if len(low) > NAMED else "")
    link = reverse("admin:tokens_catalogitem_changelist") + "?stock=low"
    detail = named or "no item is below its threshold"
    return Note("Low stock", _bounded(len(low)), detail, link, worries=bool(low))


def _approvals() -> Note:
    count = _count(Approval.objects.filter(state=ApprovalState.PENDING))
    link = reverse("admin:projections_approval_changelist") + "?state=Pending"
    return Note("Approvals", _bounded(count), "wait for a second operator", link)


def _machinery() -> Iterator[Note]:
    letters = _count(DeadLetter.objects.all())
    yield Note(
        "Dead letters",
        _bounded(letters),
        "failed too often" if letters else "all is delivered",
        reverse("admin:tokens_deadletter_changelist"),
        worries=letters > 0,
    )
    parked = _count(ParkedStream.objects.all())
    yield Note(
        "Parked streams",
        _bounded(parked),
        "a read model passes over them" if parked else "every event is read",
        reverse("admin:projections_parkedstream_changelist"),
        worries=parked > 0,
    )
    waiting = _count(Message.objects.all())
    link = reverse("admin:tokens_message_changelist")
    yield Note("Messages", _bounded(waiting), "on their way, time-outs among them", link)


def _wrong_codes() -> Note:
    count = wrong_codes(24)
    return Note(
        "Wrong codes",
        "unknown" if count is None else f"{count:,}",
        "Redis does not answer" if count is None else "typed in the last 24 hours",
        reverse("trace_code"),
        worries=count is None or count >= WORRYING_CODES,
    )


def _count(rows: "QuerySet[Any]") -> int:
    return rows.order_by()[:MOST].count()


def _bounded(count: int) -> str:
    return f"{MOST:,} or more" if count >= MOST else f"{count:,}"

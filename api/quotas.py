"""How much a client may have outstanding: one limit a kind, each a setting.

Refusing comes before anything is done. Keys are counted exactly. The others are counted by the
tables that show them: what is asked for at the same instant, and what the read models do not
show yet, is let through beyond the limit, and counts from then on.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from redis import RedisError

from api.counters import counters
from api.models import Monitor
from api.odata.problems import TooManyRequestsError
from api.principal import Principal
from projections.models import Order, PrintJob

log = logging.getLogger(__name__)
_DAY = timedelta(days=1)


class Quota(NamedTuple):
    """A limit: the setting that has it, what is counted, and what a client does about it."""

    setting: str
    what: str
    remedy: str

    @property
    def most(self) -> int:
        """How many there may be."""
        return int(settings.QUOTAS[self.setting])

    def admit(self, rows: "QuerySet[Model]") -> None:
        """Let one more in. Raises: TooManyRequestsError where there are as many as may be."""
        if rows.order_by()[: self.most].count() >= self.most:
            raise self.exceeded(60)

    def exceeded(self, seconds: int) -> TooManyRequestsError:
        """Return the refusal, which tells what to do, and to try again after some seconds."""
        message = f"You have {self.most:,} {self.what}, which is the most. {self.remedy}"
        headers = {"Retry-After": str(seconds)}
        return TooManyRequestsError(message, code="QuotaExceeded", headers=headers)


ORDERS = Quota(
    "MOST_WAITING_ORDERS",
    "orders that are not fulfilled yet",
    'Cancel some, wait for stock, or order with whenShort "Cancel".',
)
PRINT_JOBS = Quota(
    "MOST_PRINT_JOBS",
    "print jobs that wait or have a package",
    "Confirm what is printed, or cancel what is not needed.",
)
MONITORS = Quota(
    "MOST_MONITORS",
    "status monitors",
    "Each is kept for a week. Ask without respond-async, and read what you create.",
)
KEYS = Quota(
    "MOST_KEYS_A_DAY",
    "commands with a key today (UTC)",
    "Send commands that need none without a key, or go on tomorrow.",
)


def admit_order(caller: Principal) -> None:
    """Let a partner have one more order wait. Raises: TooManyRequestsError."""
    if caller.is_partner:
        of_account = Order.objects.filter(billing_account_id=caller.billing_account_id)
        # Plan: index-only scan of order_waiting.
        ORDERS.admit(of_account.filter(state="Placed"))


def admit_print_job(caller: Principal) -> None:
    """Let a partner have one more print job. Raises: TooManyRequestsError."""
    if caller.is_partner:
        of_account = PrintJob.objects.filter(billing_account_id=caller.billing_account_id)
        # Plan: index-only scan of print_job_kept.
        kept = Q(state="Queued") | Q(package_length__isnull=False)
        PRINT_JOBS.admit(of_account.filter(kept))


def admit_monitor(caller: Principal) -> None:
    """Let a client have one more monitor. Raises: TooManyRequestsError."""
    oldest = datetime.now(UTC) - settings.REPEATABLE_FOR
    MONITORS.admit(Monitor.objects.filter(client_id=caller.client_id, created__gt=oldest))


def admit_key(client_id: str) -> None:
    """Count a key that a client has not used before; without Redis, let it pass.

    Raises: TooManyRequestsError.
    """
    if settings.COUNTERS is None:
        return
    now = datetime.now(UTC)
    name = f"contoso:keys:{now:%Y-%m-%d}:{client_id}"
    counting = counters(settings.COUNTERS).pipeline(transaction=False)
    counting.incr(name)
    counting.expire(name, _DAY)
    try:
        used, _ = counting.execute()
    except (RedisError, OSError) as error:
        log.warning("keys are not counted: %s", type(error).__name__)
        return
    if used > KEYS.most:
        midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + _DAY
        raise KEYS.exceeded(int((midnight - now).total_seconds()) + 1)

"""Which client may watch what it began, for as long as answers are remembered."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone

from api.models import Monitor
from api.principal import Principal
from api.quotas import admit_monitor


class StoredMonitors:
    """Monitors by random names, each known to its client alone."""

    def admit(self, caller: object) -> None:
        """Let the caller have one more. Raises: TooManyRequestsError."""
        admit_monitor(_principal(caller))

    def begin(self, caller: object, path: str) -> str:
        """Remember what is watched; return the monitor's name."""
        return str(Monitor.objects.create(client_id=_client(caller), path=path).pk)

    def find(self, caller: object, name: str) -> str | None:
        """Return the path of what is watched, or None where the caller has no such monitor."""
        try:
            number = UUID(name)
        except ValueError:
            return None
        oldest = timezone.now() - settings.REPEATABLE_FOR
        found = Monitor.objects.filter(
            pk=number, client_id=_client(caller), created__gt=oldest
        ).first()
        return found.path if found else None

    def end(self, caller: object, name: str) -> None:
        """Forget a monitor."""
        Monitor.objects.filter(pk=UUID(name), client_id=_client(caller)).delete()


def forget_monitors() -> int:
    """Forget the monitors that have expired; return how many."""
    oldest = timezone.now() - settings.REPEATABLE_FOR
    return Monitor.objects.filter(created__lte=oldest).delete()[0]


def _client(caller: object) -> str:
    return _principal(caller).client_id


def _principal(caller: object) -> Principal:
    if not isinstance(caller, Principal):
        raise TypeError(caller)
    return caller

"""The spooler: makes the packages that print jobs wait for."""

from contextlib import suppress
from functools import partial

from tokens.application.bus import Bus
from tokens.application.looking import Lookup
from tokens.domain.ports import (
    Backend,
    Clock,
    Envelope,
    NotWantedError,
    PackageContents,
    Packages,
)
from tokens.domain.printing.commands import TakePackage


class Spooler:
    """Makes packages, one at a time.

    A package may take hours, so it is made between two transactions: meanwhile nothing is
    locked, and whatever happens to its tokens or its print job happens. Killed, it is made
    again: nobody knows of a package but by the event of the second transaction.
    """

    def __init__(
        self, bus: Bus, lookup: Lookup, backend: Backend, packages: Packages, clock: Clock
    ) -> None:
        self._bus = bus
        self._lookup = lookup
        self._backend = backend
        self._packages = packages
        self._clock = clock

    def spool(self) -> bool:
        """Make the package that has been waited for longest.

        Returns False where none is waited for that nobody else is making.
        """
        with self._backend.hold_slow(self._clock.now()) as envelope:
            if envelope is None:
                return False
            try:
                self._spool(envelope)
            except Exception as error:  # noqa: BLE001 - whatever it is, the message tells it
                self._bus.failed(envelope, error)
        return True

    def _spool(self, envelope: Envelope) -> None:
        asked = envelope.origin, envelope.message_id
        contents = self._bus.execute(envelope.command, *asked).result
        if contents is not None:
            with suppress(NotWantedError):
                package = self._packages.make(contents, partial(self._is_wanted, contents))
                taken = TakePackage(contents.print_job_id, package, contents.packed)
                self._bus.execute(taken, *asked)
        self._backend.settle(envelope)

    def _is_wanted(self, contents: PackageContents) -> bool:
        print_job = self._lookup.print_job(contents.print_job_id)
        return print_job is not None and print_job.is_spooling

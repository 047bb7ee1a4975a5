"""Every environment variable that the settings read, read in this one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")
QUOTAS: Mapping[str, int] = {
    "MOST_WAITING_ORDERS": 1_000,
    "MOST_PRINT_JOBS": 100,
    "MOST_MONITORS": 10_000,
    "MOST_KEYS_A_DAY": 1_000_000,
}
TEN_YEARS = 10 * 365 * 86_400


@dataclass(frozen=True, slots=True)
class Environment:
    """What the surroundings say, typed; None where they are silent."""

    home: Path
    database_url: str | None
    database_pool_size: int
    statement_timeout: int
    redis_url: str | None
    key_ring: Path
    key_ring_keys: str | None
    secret_key: str | None
    redemption_without_counters: str
    client_address_header: str
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    order_timeout: timedelta
    print_job_timeout: timedelta
    package_retention: timedelta
    mint_approval_above: int
    quotas: Mapping[str, int]
    package_signing_key: str | None
    log_level: str
    bus_trace: Path | None

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ) -> Self:
        """Read the variables.

        Raises: ImproperlyConfigured naming the variable that cannot be understood.
        """
        home = Path(variables.get("CONTOSO_HOME") or ".contoso").expanduser().absolute()
        key_ring = variables.get("CONTOSO_KEY_RING")
        bus_trace = variables.get("CONTOSO_BUS_TRACE")
        return cls(
            home=home,
            database_url=variables.get("DATABASE_URL") or None,
            database_pool_size=_whole(variables, "DATABASE_POOL_SIZE", default=10, least=0),
            statement_timeout=_whole(
                variables, "STATEMENT_TIMEOUT", default=0, least=0, most=86_400
            ),
            redis_url=variables.get("REDIS_URL") or None,
            key_ring=Path(key_ring).expanduser() if key_ring else home / "keyring.json",
            key_ring_keys=variables.get("CONTOSO_KEY_RING_KEYS") or None,
            secret_key=variables.get("SECRET_KEY") or None,
            redemption_without_counters=_choice(
                variables, "REDEMPTION_WITHOUT_COUNTERS", ("pass", "refuse")
            ),
            client_address_header=variables.get("CLIENT_ADDRESS_HEADER", ""),
            allowed_hosts=_words(variables.get("ALLOWED_HOSTS", "")),
            trusted_origins=_words(variables.get("CSRF_TRUSTED_ORIGINS", "")),
            order_timeout=_seconds(variables, "ORDER_TIMEOUT", default=86_400),
            print_job_timeout=_seconds(variables, "PRINT_JOB_TIMEOUT", default=86_400),
            package_retention=_seconds(variables, "PACKAGE_RETENTION", default=2_592_000),
            mint_approval_above=_whole(
                variables, "MINT_APPROVAL_ABOVE", default=10**9, least=0, most=10**18
            ),
            quotas={
                name: _whole(variables, name, default=default, least=1, most=10**9)
                for name, default in QUOTAS.items()
            },
            package_signing_key=variables.get("PACKAGE_SIGNING_KEY") or None,
            log_level=_choice(variables, "LOG_LEVEL", LEVELS),
            bus_trace=Path(bus_trace).expanduser().absolute() if bus_trace else None,
        )

    def demand(self, **needed: object) -> None:
        """Refuse to go on without the named variables; values that are empty are missing.

        Raises: ImproperlyConfigured with all of the missing names at once.
        """
        missing = [name for name, value in needed.items() if not value]
        if missing:
            message = f"Set in the environment: {', '.join(missing)}"
            raise ImproperlyConfigured(message)


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _choice(variables: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """Return the choice as it is spelled here; the first, where none is made."""
    chosen = variables.get(name) or choices[0]
    found = {choice.lower(): choice for choice in choices}.get(chosen.lower())
    if found is None:
        message = f"{name} must be {', '.join(choices[:-1])} or {choices[-1]}, not {chosen!r}"
        raise ImproperlyConfigured(message)
    return found


def _seconds(variables: Mapping[str, str], name: str, *, default: int) -> timedelta:
    return timedelta(seconds=_whole(variables, name, default=default, least=1, most=TEN_YEARS))


def _whole(
    variables: Mapping[str, str], name: str, *, default: int, least: int, most: int = 10**6
) -> int:
    text = variables.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        message = f"{name} must be a whole number from {least} to {most}, not {text!r}"
        raise ImproperlyConfigured(message)
    return int(text)

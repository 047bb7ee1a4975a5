"""GET /health/live and /health/ready: for whoever decides to restart us or to send traffic."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_OK = "ok"


@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers; it says nothing of what it depends on."""
    return JsonResponse({"status": _OK})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when everything that a request needs is there, else 503 with what is not."""
    checks = {name: check() for name, check in _CHECKS.items()}
    good = all(result == _OK for result in checks.values())
    return JsonResponse(
        {"status": _OK if good else "unavailable", "checks": checks},
        status=HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE,
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as problem:
        return _reason(problem)
    return _OK


def _migrations() -> str:
    try:
        waiting = _waiting_migrations()
    except Error as problem:
        return _reason(problem)
    if waiting:
        # Only the good answer may be remembered: new migrations arrive with a new process.
        _waiting_migrations.cache_clear()
        return f"not applied: {', '.join(waiting)}"
    return _OK


@cache
def _waiting_migrations() -> tuple[str, ...]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def _redis() -> str:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1
        ) as client:
            client.ping()
    except redis.RedisError as problem:
        return _reason(problem)
    return _OK


def _reason(problem: Exception) -> str:
    # The class alone: messages of drivers name hosts and users, and anybody may ask this.
    return f"failed: {type(problem).__name__}"


_CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
}

"""Workers and queues: who answers, what each is at, and how much waits in Redis."""

import json
import time
from typing import Any

import redis
from celery import current_app
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from contoso.pulse import FORGOTTEN, KEY, client
from projections.admin.parts import Table

ANSWERS = 10.0
"""Seconds after which one that said nothing does not answer."""


def workers(request: HttpRequest) -> HttpResponse:
    """Show them; where Redis is away, that is what is shown."""
    if not request.user.has_perm("tokens.view_message"):
        raise PermissionDenied
    try:
        pulses, lengths = _asked()
        tables = [_workers(pulses, time.time()), _queues(pulses, lengths, time.time())]
        problem = ""
    except redis.RedisError as error:
        tables, problem = [], type(error).__name__
    context = {
        **admin.site.each_context(request),
        "title": "Workers and queues",
        "tables": tables,
        "problem": problem,
    }
    return TemplateResponse(request, "admin/console/workers.html", context)


def _asked() -> tuple[dict[str, Any], dict[str, int]]:
    names = sorted(queue.name for queue in current_app.conf.task_queues)
    with client() as connection, connection.pipeline(transaction=False) as pipe:
        pipe.hgetall(KEY)
        for name in names:
            pipe.llen(name)
        told, *lengths = pipe.execute()
    pulses = {name: json.loads(said) for name, said in sorted(told.items())}
    since = time.time() - FORGOTTEN
    recent = {name: said for name, said in pulses.items() if said["seen"] > since}
    return recent, dict(zip(names, lengths, strict=True))


def _workers(pulses: dict[str, Any], now: float) -> Table:
    rows = [
        (
            name,
            ", ".join(said["queues"]) or None,
            _answer(said, now),
            "; ".join(f"{one['name']} for {now - one['since']:,.1f} s" for one in said["tasks"])
            or None,
        )
        for name, said in pulses.items()
    ]
    return Table("Workers", ("Worker", "Queues", "Answers", "At work on"), rows)


def _answer(said: dict[str, Any], now: float) -> str:
    silent = max(now - said["seen"], 0.0)
    return "yes" if silent < ANSWERS else f"no, silent for {silent:,.0f} s"


def _queues(pulses: dict[str, Any], lengths: dict[str, int], now: float) -> Table:
    served = [
        name
        for said in pulses.values()
        if now - said["seen"] < ANSWERS
        for name in said["queues"]
    ]
    rows = [
        (name, f"{length:,}", f"{served.count(name):,}") for name, length in lengths.items()
    ]
    headers = ("Queue", "Hints waiting", "Workers that answer")
    return Table("Queues", headers, rows, numeric=frozenset(headers[1:]))

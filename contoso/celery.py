"""The Celery application: hints to look at PostgreSQL, carried by Redis, on four queues.

Nothing depends on a hint's arrival: what is to be done stands in PostgreSQL, and every
second a tick looks there. So hints are not acknowledged, expire soon, keep no results, and
one that cannot be sent is dropped.
"""

import os
from importlib.util import find_spec
from typing import Any

from celery.signals import beat_init, worker_process_init, worker_ready, worker_shutdown
from django.conf import settings
from kombu import Exchange, Queue

from contoso import pulse, startup_heap
from contoso.connections import celery_broker
from contoso.hinting import HintingCelery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contoso.settings.local")

_HOUR = 3600.0
_TICKS = {
    "tokens.relay_messages": ("tokens.tasks", 1.0),
    "tokens.make_packages": ("tokens.tasks", 1.0),
    "projections.catch_up": ("projections.tasks", 1.0),
    "projections.upkeep": ("projections.tasks", 2.0),
    "api.forget_answers": ("api.tasks", _HOUR),
}


def _schedule() -> dict[str, dict[str, Any]]:
    return {
        name: {"task": name, "schedule": seconds, "options": {"expires": 1.0}}
        for name, (module, seconds) in _TICKS.items()
        if find_spec(module) is not None
    }


def _queue(name: str) -> Queue:
    # Without acknowledgements, because one that fails is only logged, and after it a worker
    # may stand there with no connection for ever; found by killing Redis under load.
    return Queue(name, Exchange(name, "direct"), routing_key=name, no_ack=True)


app = HintingCelery("contoso")
app.conf.update(
    broker_url=celery_broker(settings.REDIS_URL),
    broker_connection_timeout=1,
    broker_connection_retry_on_startup=True,
    # Workers wait for Redis for as long as it takes; only senders give up at once.
    broker_connection_max_retries=None,
    broker_transport_options={
        "max_retries": 0,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "health_check_interval": 25,
    },
    task_publish_retry=False,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    task_queues=[_queue(n) for n in ("messages", "packages", "projections", "upkeep")],
    task_default_queue="messages",
    task_routes={
        # Packages and rebuilds take as long as they take; nothing else waits behind them.
        "tokens.make_packages": {"queue": "packages"},
        "tokens.*": {"queue": "messages"},
        "projections.upkeep": {"queue": "upkeep"},
        "projections.*": {"queue": "projections"},
    },
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    enable_utc=True,
    beat_schedule=_schedule(),
    beat_max_loop_interval=1,
)
app.autodiscover_tasks(["tokens", "projections", "api"])


worker_ready.connect(pulse.of_worker)
beat_init.connect(pulse.of_beat)
worker_shutdown.connect(pulse.end)


@worker_process_init.connect
def _begin(**_: Any) -> None:  # noqa: ANN401 - whatever Celery tells
    startup_heap.set_aside()

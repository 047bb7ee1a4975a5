"""Waiting for /health/ready."""

import http.client
import time

from contoso.startup.problem import StartupProblem
from contoso.startup.stop import StopSwitch
from contoso.startup.supervisor import Supervisor

_START_SECONDS = 60


def wait_until_ready(port: int, supervisor: Supervisor, switch: StopSwitch) -> None:
    """Ask until the answer is 200.

    Raises: StartupProblem when a child ends meanwhile, or after 60 seconds.
    """
    deadline = time.monotonic() + _START_SECONDS
    answer = "none"
    while time.monotonic() < deadline:
        supervisor.check()
        status, text = _ask(port)
        if status == http.HTTPStatus.OK:
            return
        answer = text or answer
        switch.sleep(0.05)
    message = f"Not ready after {_START_SECONDS} seconds; the last answer was: {answer}"
    raise StartupProblem(message)


def _ask(port: int) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        response = connection.getresponse()
        return response.status, response.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()

"""A hundred redemptions in one batch, beside the same one by one, each on one connection."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.measurement import Measurement
from benchmarks.settled import settle
from benchmarks.stock import Stock
from benchmarks.system import Caller, System

ROUNDS: Final = 7
REDEMPTIONS: Final = 100
AIM: Final = 3
_PART = (
    "Content-Type: application/http\r\n\r\n"
    "POST Tokens/Redeem HTTP/1.1\r\nContent-Type: application/json\r\n\r\n"
)


def run(system: System) -> Iterator[Measurement]:
    """Take turns, each round beginning when the read models have nothing left to do."""
    stock = Stock(system)
    rates: dict[str, list[float]] = {name: [] for name in ("alone", "multipart", "JSON")}
    for number in range(ROUNDS + 1):
        for name, send in (("alone", _alone), ("multipart", _multipart), ("JSON", _json)):
            bodies = [_body(code) for code in stock.codes(REDEMPTIONS)]
            settle()
            began = perf_counter()
            send(system.storefront, bodies)
            # The first round warms all three up.
            if number:
                rates[name].append(REDEMPTIONS / (perf_counter() - began))
    alone = median(rates["alone"])
    for name in ("multipart", "JSON"):
        # What else the machine does changes, so each round is held against its own.
        gain = median(b / a for b, a in zip(rates[name], rates["alone"], strict=True))
        label = f"redeem {REDEMPTIONS} in a {name} batch"
        yield Measurement(label, gain * alone, "1/s", alone, "3 times alone", gain >= AIM)


def _body(code: str) -> str:
    return json.dumps({"code": code, "accountId": "ada"})


def _alone(caller: Caller, bodies: list[str]) -> None:
    for body in bodies:
        caller.post("Tokens/Redeem", json.loads(body))


def _multipart(caller: Caller, bodies: list[str]) -> None:
    text = "".join(f"--b\r\n{_PART}{body}\r\n" for body in bodies) + "--b--\r\n"
    headers = {"Content-Type": "multipart/mixed; boundary=b"}
    status, _, told = caller.send_text("POST", "$batch", text, **headers)
    if status != HTTPStatus.OK or told.count(b"HTTP/1.1 200 OK") != len(bodies):
        raise RuntimeError(status, told[:1000])


def _json(caller: Caller, bodies: list[str]) -> None:
    requests = [
        {"id": str(number), "method": "post", "url": "Tokens/Redeem", "body": json.loads(body)}
        for number, body in enumerate(bodies)
    ]
    responses = caller.post("$batch", {"requests": requests})["responses"]
    if any(each["status"] != HTTPStatus.OK for each in responses):
        raise RuntimeError(responses[:3])

"""A generator of load that takes little of the machine: one thread, sockets, ready requests."""

import selectors
import socket
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

CLIENTS = 16


class Load(NamedTuple):
    """How much was answered, and how long each answer took, in seconds."""

    answered: int
    failed: int
    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


def generate(port: int, requests: Iterator[bytes], seconds: float) -> Load:
    """Have 16 clients send requests over connections that they keep, each one at a time.

    Ends with the time or with the requests, when the last answer is there.
    """
    selector = selectors.DefaultSelector()
    clients: dict[int, socket.socket] = {}
    sent: dict[socket.socket, float] = {}
    latencies: list[float] = []
    failed = 0
    began = perf_counter()
    for _ in range(CLIENTS):
        client = socket.create_connection(("127.0.0.1", port))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        clients[client.fileno()] = client
        selector.register(client, selectors.EVENT_READ, bytearray())
        _send(client, requests, sent)
    while sent:
        for key, _ in selector.select():
            client, buffer = clients[key.fd], key.data
            if not _read(client, buffer):
                continue
            failed += not buffer.startswith(b"HTTP/1.1 200")
            buffer.clear()
            now = perf_counter()
            latencies.append(now - sent.pop(client))
            if now - began < seconds:
                _send(client, requests, sent)
    taken = perf_counter() - began
    for client in clients.values():
        client.close()
    selector.close()
    return Load(len(latencies), failed, taken, latencies)


def post(path: str, headers: dict[str, str], body: str) -> bytes:
    """Return a request, ready to send."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in headers.items()),
        f"Content-Length: {len(body)}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def get(path: str, headers: dict[str, str]) -> bytes:
    """Return a request without a body, ready to send."""
    told = [f"{name}: {value}" for name, value in headers.items()]
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *told]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all do not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def _send(
    client: socket.socket, requests: Iterator[bytes], sent: dict[socket.socket, float]
) -> None:
    request = next(requests, None)
    if request is not None:
        sent[client] = perf_counter()
        client.sendall(request)


def _read(client: socket.socket, buffer: bytearray) -> bool:
    """Read what is there; tell whether the answer is whole."""
    received = client.recv(65536)
    if not received:
        raise ConnectionResetError
    buffer += received
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(buffer[:end]).lower()
    _, _, length = head.partition(b"content-length:")
    return len(buffer) >= end + 4 + int(length.partition(b"\r\n")[0])

"""Refusals of a batch that is not well formed: then nothing in it is run."""

from api.odata.batch.model import BatchLimits
from api.odata.errors import BadRequestError, PayloadTooLargeError


def malformed(message: str, target: str | None = None) -> BadRequestError:
    """Return the refusal of a body that is no batch."""
    return BadRequestError(message, code="InvalidBatch", target=target)


def check_length(body: bytes, limits: BatchLimits) -> None:
    """Refuse a batch of too many bytes. Raises: PayloadTooLargeError."""
    if len(body) > limits.length:
        message = f"a batch may have {limits.length} bytes at most; this has {len(body)}"
        raise PayloadTooLargeError(message)


def check_count(count: int, limits: BatchLimits) -> None:
    """Refuse a batch of too many requests. Raises: BadRequestError."""
    if count > limits.requests:
        message = f"a batch may have {limits.requests} requests at most"
        raise BadRequestError(message, code="BatchTooLarge")


def check_id(text: str, where: str, limits: BatchLimits) -> str:
    """Return an id that can be told again in a header. Raises: BadRequestError."""
    if not text or len(text) > limits.id_length or not (text.isascii() and text.isprintable()):
        message = f"{where}: an id has 1 to {limits.id_length} printable ASCII characters"
        raise malformed(message)
    if " " in text or text.startswith("$"):
        message = f"{where}: an id has no spaces and does not begin with $"
        raise malformed(message)
    return text
